"""assessments/interview.md shows a sitting as it appears; CXMATURITY_GOLDEN=1 writes it anew."""

from __future__ import annotations

import os
from pathlib import Path

from interview.seat import Seat

from cxmaturity.engagement.beginning import begin

PAGE = Path(__file__).parents[2] / "assessments" / "interview.md"
HEAD = """# The interview, as it appears
Screens of a `quick` sitting in a terminal of 80 columns and 24 lines. `tests/interview/test_transcript.py` holds the
sitting and compares every line. A figure or letter moves the pointer `»`, Enter takes what it points at.
"""
WORDS = {
    "en": {
        "title": "In English",
        "typed": "Typed: {keys}",
        "name": "Head of CX",
        "first": "The first practice. The ranges say what is still possible.",
        "noted": "A note, then the answer; the next practice shows what the answers come to so far.",
        "note": "only in support",
        "note_prompt": "Note ",
        "saved": "saved: ",
        "proof": "What to look for as proof, with an example of “fully” and of “not”.",
        "end": "Leaving: what stands, what is open, and the command that goes on.",
        "on": "To go on:",
        "again": "The next quarter begins with the last one: shown, preset, and counted once Enter confirms it.",
    },
    "fr": {
        "title": "En français",
        "typed": "Saisi : {keys}",
        "name": "Responsable CX",
        "first": "La première pratique. Les fourchettes disent ce qui reste possible.",
        "noted": "Une note, puis la réponse ; la pratique suivante montre où en sont les réponses.",
        "note": "seulement au support",
        "note_prompt": "Note ",
        "saved": "enregistré : ",
        "proof": "Ce qu’il faut chercher comme preuves, avec un exemple de « pleinement » et de « pas du tout ».",
        "end": "Départ : ce qui est acquis, ce qui reste ouvert, et la commande pour continuer.",
        "on": "Pour continuer :",
        "again": "Le trimestre suivant part du précédent : montré, présélectionné, compté une fois confirmé (Entrée).",
    },
}


def transcript(nursery, folder: Path, lang: str) -> str:
    """Hold a short sitting and return it as Markdown."""
    words = WORDS[lang]
    begin(folder / "acme", "Acme", lang)
    cycle(folder, "2026-Q4", "2026-10-15")
    arguments = ["--mode", "quick", "--respondent", words["name"], "--role", "cx"]
    seat = Seat(nursery, "acme", *arguments, folder=folder, lang=lang)
    command = f'cxmaturity assess acme --mode quick --respondent "{words["name"]}" --role cx --lang {lang}'
    parts = [f"## {words['title']}", f"```console\n$ {command}\n```"]

    def show(said: str, *keys: str) -> None:
        typed = words["typed"].format(keys=", ".join(f"`{key}`" for key in keys)) + "  \n" if keys else ""
        parts.append(f"{typed}{words[said]}\n```text\n{screen(seat)}\n```")

    seat.see()
    show("first")
    seat.type("n", words["note_prompt"])
    seat.type(words["note"])
    seat.type("1", words["saved"])
    seat.see()
    show("noted", "n", words["note"], "1")
    seat.type("p")
    show("proof", "p")
    seat.type("u", words["saved"])
    seat.see()
    seat.type("q", words["on"])
    assert seat.end() == 0
    show("end", "u", "q")

    cycle(folder, "2027-Q1", "2027-01-15")
    seat = Seat(nursery, "acme", *arguments[:4], folder=folder, lang=lang)
    seat.see()
    show("again")
    seat.end(hang_up=True)
    return "\n\n".join(parts)


def cycle(folder: Path, name: str, day: str) -> None:
    (folder / "acme" / "cycles" / name).mkdir()
    (folder / "acme" / "cycles" / name / "cycle.yaml").write_text(f"date: {day}\n")


def screen(seat: Seat) -> str:
    return "\n".join(seat.screen).strip("\n")


def test_the_page_shows_the_interview_as_it_appears(nursery, tmp_path):
    now = "\n".join([HEAD, *(transcript(nursery, tmp_path / lang, lang) + "\n" for lang in WORDS)])
    if os.environ.get("CXMATURITY_GOLDEN"):
        PAGE.write_text(now, encoding="utf-8")
    assert now == PAGE.read_text(encoding="utf-8")
