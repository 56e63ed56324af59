"""No customer's identifier is in anything that a command says, writes or leaves, whatever it is asked."""

from __future__ import annotations

import csv
import io
import random
import re
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from cxmaturity.cli.main import run

START = datetime.fromisoformat("2026-01-05T09:00:00+01:00")
IDS = (
    *(f"{name}.{other}@example.org" for name in ("alva", "birk", "cleo") for other in ("quist", "rydz", "szabo")),
    *(f"Kd-{number}" for number in range(730_000, 730_030)),
    *(f"00{number}77" for number in range(40_100, 40_130)),
    "Wilhelmine Xylander",
)
ALIASES = ("wx-88123", "W.Xylander@Example.org")
COLUMNS = (
    "customer_id", "sent_at", "source", "channel", "team", "tool", "kind", "question", "responded_at", "metric",
    "score", "scale", "unsubscribed_at", "bounced", "comment", "segment",
)  # fmt: skip

MAP = """\
teams: [{id: t}, {id: u}]
sources: [{id: nps, accountable: t}, {id: csat, accountable: u}]
rules:
  - {id: low, when: {score: "<= 7", source: nps}, then: case, owner: t, deadline_hours: 24}
  - {id: late, when: {score: ">= 7", comment: contains a}, then: case, owner: {dispatch: [t, u]}, notify: [u]}
"""
OWNERS = ("t", "u", "Wilhelmine Xylander", "")
"""Whoever keeps the case log may write a person where a team belongs."""


def rows(rng: random.Random) -> list[dict[str, object]]:
    """Return contacts that make as many findings fire as can be: every one of them concerns customers."""
    found: list[dict[str, object]] = []
    for who in (*IDS, *ALIASES):
        sent = START
        for _ in range(rng.choice((3, 40))):
            sent += timedelta(hours=rng.choice((0, 0.1, 1, 30, 200)))
            answer = (sent + timedelta(hours=2)).isoformat() if rng.random() < 0.4 else ""
            row = dict.fromkeys(COLUMNS, "") | {"customer_id": who, "sent_at": sent.isoformat()}
            row |= {"source": rng.choice(("nps", "csat", "hotline", "shop", "")), "tool": rng.choice(("q", "m"))}
            row |= {"channel": "email", "team": "t", "kind": rng.choice(("invite", "reminder")), "question": "How?"}
            row |= {"responded_at": answer, "metric": "nps", "score": 7 if answer else "", "comment": f"I am {who}"}
            row |= {"scale": rng.choice(("0-10", "1-10")), "bounced": "hard" if rng.random() < 0.02 else ""}
            row["segment"] = rng.choice((who, "key", ""))  # one for each customer, or one of many
            row["unsubscribed_at"] = sent.isoformat() if rng.random() < 0.05 else ""
            found += [row] * (2 if rng.random() < 0.05 else 1)
    return found


def written(found: list[dict[str, object]]) -> str:
    text = io.StringIO()
    table = csv.DictWriter(text, COLUMNS)
    table.writeheader()
    table.writerows(found)
    return text.getvalue()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    apart = tmp_path / "temporary"
    apart.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(apart))
    us = tmp_path / "us"
    assert run(["init", str(us), "--name", "Us"]) == 0
    cycle = us / "cycles" / "2026-Q1"
    cycle.mkdir(parents=True)
    (cycle / "cycle.yaml").write_text("date: 2026-04-01\n")
    log = rows(random.Random(8))
    (us / "contacts" / "log.csv").write_text(written(log))
    (us / "contacts" / "same.csv").write_text(written(log[:100]) + f"{IDS[0]},2031\n")
    table = "alias,customer_id\n" + "".join(f"{alias},{IDS[-1]}\n" for alias in ALIASES)
    (us / "contacts" / "ids.csv").write_text(table)
    rng = random.Random(9)
    cases = [
        f"case of {who},{who},{rng.choice(('nps', 'csat', ''))},2026-02-0{1 + number % 9},{rng.choice(OWNERS)},"
        f"2026-02-1{number % 9},{rng.choice(('human', 'automatic', ''))},delay at {who},{who},"
        f"{rng.choice(('low', who))}"
        for number, who in enumerate((*IDS, *ALIASES) * 2)
    ]
    unique = [f"{number} {line}" for number, line in enumerate(cases)]
    head = "case_id,customer_id,source,opened_at,owner,first_contact_at,first_contact_kind,cause,action_id,rule"
    (us / "cases.csv").write_text("\n".join((head, *unique, "")))
    (us / "ownership.yaml").write_text(MAP)
    manifest = "identities: ids.csv\nlogs:\n- {path: log.csv}\n- {path: same.csv}\n"
    (us / "contacts" / "manifest.yaml").write_text(manifest)
    return us


def told(content: str) -> list[str]:
    """Return the identifiers that a text tells, however it writes them."""
    plain = re.sub(r"\s+", "", content).lower()
    return [name for name in (*IDS, *ALIASES) if re.sub(r"\s+", "", name).lower() in plain]


def read(path: Path) -> str:
    if path.suffix == ".pdf":
        reader = PdfReader(path)
        attached = (content for contents in reader.attachments.values() for content in contents)
        shown = [page.extract_text() for page in reader.pages] + [content.decode("utf-8") for content in attached]
        return "".join(shown) + path.read_bytes().decode("latin-1")
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return "".join(book.read(name).decode("utf-8") for name in book.namelist())
    return path.read_bytes().decode("utf-8", "replace")


READING = ("kind", "event_type", "sent_at", "score", "source", "question", "contact_id", "responded_at", "bounced")
"""Fields that a user may map to the column of customers by mistake."""


JSON = ([], ["--json"])


def audits(folder: Path, log: Path) -> Iterator[list[object]]:
    """Yield audits, rightly and wrongly asked."""
    for more in JSON:
        yield from (["audit", path, *more] for path in (folder, log))
    yield ["audit", log, "--definitions"]
    yield ["audit", log, log.parent / "same.csv", "--dedupe"]
    yield ["audit", log, "--date-format", "%d/%m/%Y", "--debug"]
    yield ["audit", log, "--charts", folder.parent / "charts"]
    for field in READING:
        if field not in ("source", "question"):  # the page names sources, whatever they hold
            yield ["audit", log, "--map", f"{field}=customer_id"]


def explanations(folder: Path, log: Path) -> Iterator[list[object]]:
    """Yield explanations, rightly and wrongly asked."""
    headless = log.parent / "headless.csv"
    headless.write_text("".join(f"{name},2026-05-01\n" for name in ("Wilhelmine Xylander", *IDS)))
    for more in JSON:
        yield from (["audit", path, "--explain", *more] for path in (folder, log, headless))
        yield ["audit", log, "--date-format", "%d/%m/%Y", "--debug", "--explain", *more]
        yield ["audit", log, "--max-rejected", "0", log.parent / "same.csv", "--explain", *more]
    for field in READING:
        yield ["audit", log, "--map", f"{field}=customer_id", "--explain"]
    yield ["audit", log, "--set", f"customer_id={IDS[0]}", "--explain"]
    yield ["audit", folder, "--explain", "--lang", "fr"]
    yield ["audit", headless, "--set", "customer_id=x", "--set", "sent_at=2026-05-01", "--explain"]


def replays(folder: Path, log: Path) -> Iterator[list[object]]:
    """Yield replays, and pseudonyms that are none or nobody's."""
    for path in (folder, log):
        for more in JSON:
            yield ["replay", path, "--policy", "1/7", "--frontier", *more]
            yield ["resolve", path, "c-0123456789", *more]
    yield ["replay", log]
    yield ["replay", log, "--policy", "1/7", "--map", "sent_at=customer_id"]
    yield from (["resolve", log, wrong] for wrong in ("c-0123", "hello", "c-01234567890", ""))
    yield ["resolve", log, "c-0123456789", "--max-rejected", "0", "--map", "sent_at=customer_id"]
    yield ["resolve", log, "c-0123456789", "--date-format", "%d/%m/%Y"]


def others(folder: Path, log: Path) -> Iterator[list[object]]:
    """Yield the commands that rest on what an audit recorded."""
    yield from ([command, folder] for command in ("score", "ownership", "roadmap"))
    yield from (["report", folder, "-o", folder.parent / f"report.{ending}"] for ending in ("html", "pdf", "xlsx"))
    yield ["report", folder, "-o", folder.parent / "report.json", "--kind", "working", "--internal"]


def loops(folder: Path, log: Path) -> Iterator[list[object]]:
    """Yield closed-loop audits, rightly and wrongly asked; the file of cases due alone may tell customers."""
    cases = (folder / "cases.csv").read_text()
    for more in JSON:
        yield ["loop", folder, *more]
        yield ["loop", folder, *more, "--emit", folder.parent / "due.csv"]
    yield ["loop", folder, "--as-of", "2026-02-05", "--lang", "fr"]
    for wrong in (cases.replace("human", "Alva.Quist@example.org".lower()), cases.replace("2026-02-0", "2026-20-0")):
        (folder / "cases.csv").write_text(wrong)
        yield from (["loop", folder, *more] for more in JSON)
        yield ["loop", folder, "--emit", folder / "cases.csv", "--debug"]
    (folder / "cases.csv").write_text(cases.replace("case_id", IDS[0]))
    yield ["loop", folder]
    (folder / "cases.csv").write_text(cases + "\n" + cases)
    yield ["score", folder]
    (folder / "cases.csv").write_text(cases)
    yield ["score", folder]
    yield ["report", folder, "-o", folder.parent / "report.html"]
    yield ["loop", folder, "--emit", folder.parent]


WRITTEN = {
    audits: {"facts.json"},
    explanations: set(),
    replays: set(),
    others: {"report.html", "report.pdf", "report.xlsx", "report.json"},
    loops: {"facts.json", "due.csv"},
}


@pytest.mark.parametrize("commands", WRITTEN, ids=lambda commands: commands.__name__)
def test_no_output_of_any_command_tells_a_customer(folder, tmp_path, capfd, commands):
    log = folder / "contacts" / "log.csv"
    assert told(log.read_text()) == [*IDS, *ALIASES]
    for command in commands(folder, log):
        code = run([str(word) for word in command])
        said = capfd.readouterr()
        assert code in (0, 2), (command, said.err)
        assert told(said.out) == [], command
        assert told(said.err) == [], command
    assert list((tmp_path / "temporary").iterdir()) == []
    given = {folder / "contacts", folder / "cases.csv"}
    files = [path for path in tmp_path.rglob("*") if path.is_file() and not given & {path, path.parent}]
    assert WRITTEN[commands] <= {path.name for path in files}
    for path in files:
        assert bool(told(read(path))) == (path.name == "due.csv"), path


def test_the_test_would_see_an_identifier(folder, capfd):
    """Resolving a real pseudonym tells its customer, and is meant to."""
    run(["audit", str(folder / "contacts" / "log.csv"), "--lang", "en"])
    pseudonym = re.search(r"c-[0-9a-f]{10}", capfd.readouterr().out)[0]
    assert run(["resolve", str(folder / "contacts" / "log.csv"), pseudonym]) == 0
    assert len(told(capfd.readouterr().out)) == 1
