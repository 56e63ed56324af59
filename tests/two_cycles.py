"""An engagement of two cycles between which everything changes, each change planted so that its effect is known.

The model goes from version 1 to 2, bo leaves and cy joins, anna and dan change their minds, so does the workshop, and
logs, map, policy and date are others. Each question isolates a cause, or a case of its own:

q1 the model · q2 who was asked · q3 what they say · q4 the evidence · q5 all four · q6 first answered in the second
cycle · q7 answered by bo alone, then by anna alone · q8 in version 1 only · q9 in version 2 only
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from small_engagements import write_parts
from small_models import model, practice, rule

from cxmaturity.cli.main import run
from cxmaturity.model import load_checks
from cxmaturity.model.schema import Model

FIRST, SECOND = "2026-Q2", "2027-Q1"
CHECKS = ("over_policy", "single_kpi_programme", "many_senders")
ANSWERED = rule("response.rate")


def objectives(partly, largely, fully):
    return rule("map.sources_with_objective_share", "up", partly, largely, fully)


IN_BOTH = (
    practice("q2.a", stage=3),
    practice("q2.b", required=False),
    practice("q3.a", stage=4),
    practice("q3.b", required=False),
    practice(
        "q4.policy",
        stage=3,
        evidence=[
            rule("fatigue.customers_over_policy_share", "down", 0.2, 0.05, 0.01).model_copy(
                update={"declared_policy": True}
            )
        ],
    ),
    practice("q4.answered", required=False, evidence=[ANSWERED]),
    practice("q4.documented", required=False, evidence=[rule("loop.documented")]),
    practice("q4.families", required=False, evidence=[rule("map.kpi_families", "up", 1, 2, 3)]),
    practice("q5.top", stage=5),
    practice("q5.crowd", required=False),
    practice("q5.capped", required=False, evidence=[ANSWERED]),
    practice("q6.a", required=False),
    practice("q7.a", required=False),
)
VERSION_1 = (
    practice("q1.a", required=False),
    practice("q1.old"),
    practice("q1.weight", required=False),
    practice("q1.scale", required=False),
    practice("q1.threshold", required=False, evidence=[objectives(0.1, 0.3, 0.5)]),
    *IN_BOTH,
    practice("q5.before", required=False),
    practice("q5.weight", required=False),
    practice("q8.gone", required=False),
)
VERSION_2 = (
    practice("q1.a", required=False),
    practice("q1.weight", required=False, weight="3"),
    practice("q1.scale", required=False),
    practice("q1.threshold", required=False, evidence=[objectives(0.5, 0.7, 0.9)]),
    *IN_BOTH,
    practice("q5.after", required=False),
    practice("q5.weight", required=False, weight="2"),
    practice("q9.new", required=False),
)
MIGRATION = """
rename: {q5.before: q5.after}
rescale: {q1.scale: {fully: largely}}
retire: [q1.old, q8.gone]
"""


@dataclass(frozen=True)
class Voice:
    respondent: str
    role: str
    levels: dict[str, str]
    agreed: bool = False


SAME = {
    "q1.a": "largely",
    "q1.weight": "partly",
    "q1.threshold": "fully",
    "q2.a": "fully",
    "q2.b": "fully",
    "q4.policy": "fully",
    "q4.answered": "fully",
    "q4.documented": "fully",
    "q4.families": "fully",
    "q5.top": "not",
    "q5.crowd": "fully",
    "q5.weight": "fully",
}
"""What anna says both times."""
THEN = (
    Voice(
        "anna",
        "cx",
        SAME
        | {
            "q1.old": "not",
            "q1.scale": "fully",
            "q3.a": "partly",
            "q5.before": "largely",
            "q5.capped": "partly",
            "q8.gone": "largely",
        },
    ),
    Voice("bo", "front-line", {"q2.a": "not", "q5.crowd": "not", "q7.a": "partly"}),
    Voice("dan", "executive", {"q5.crowd": "not"}),
    Voice("workshop", "cx", {"q3.b": "partly"}, agreed=True),
)
NOW = (
    Voice(
        "anna",
        "cx",
        SAME
        | {
            "q1.scale": "largely",
            "q3.a": "fully",
            "q5.after": "largely",
            "q5.capped": "fully",
            "q6.a": "largely",
            "q7.a": "largely",
            "q9.new": "largely",
        },
    ),
    Voice("cy", "front-line", {"q2.a": "largely", "q5.crowd": "partly"}),
    Voice("dan", "executive", {"q5.crowd": "fully"}),
    Voice("second workshop", "cx", {"q3.b": "largely"}, agreed=True),
)

MAP = """
teams: [{id: support, name: Support}]
objectives: [{id: keep, name: Keep customers}]
sources: [{id: calls, objective: keep, accountable: support}, {id: shops, accountable: support}]
kpis: [{id: wait, family: operational}%s]
"""


def at_version(version: str, practices, senders: float) -> Model:
    """A model that finds many senders above so many sources a customer."""
    small = model(practices)
    limits = {"many_senders": senders}
    checks = tuple(
        check.model_copy(update={"limit": limits.get(check.id, check.limit)})
        for check in load_checks()
        if check.id in CHECKS
    )
    return small.model_copy(update={"header": small.header.model_copy(update={"version": version}), "checks": checks})


def write_log(folder: Path) -> None:
    """100 customers asked once in the first half, 10 of them answering; then 100, 30 of them twice in ten days.

    Of those 130 requests, 78 are answered. One more customer is asked at the end of each half: until then all others
    had their time to answer.
    """
    rows = [request("a", number, f"2026-0{1 + number % 5}-10", number < 10) for number in range(100)]
    rows += [request("b", number, "2026-11-10", number < 60) for number in range(100)]
    rows += [request("b", number, "2026-11-20", number < 18) for number in range(30)]
    rows += [request("late", 0, "2026-06-30", False), request("late", 0, "2026-12-31", False)]
    (folder / "contacts").mkdir(exist_ok=True)
    (folder / "contacts" / "log.csv").write_text(
        "customer_id,sent_at,source,responded_at\n" + "\n".join(rows) + "\n", encoding="utf-8"
    )


def request(letter: str, number: int, day: str, answered: bool) -> str:
    return f"{letter}{number},{day}T10:00:00Z,calls,{f'{day}T18:00:00Z' if answered else ''}"


def write_cases(folder: Path) -> None:
    rows = [f"k{number},a{number},calls,2026-01-20T10:00:00Z,false" for number in range(40)]
    (folder / "cases.csv").write_text(
        "case_id,customer_id,source,opened_at,documented\n" + "\n".join(rows) + "\n", encoding="utf-8"
    )


def assess(folder: Path, cycle: str, voices: tuple[Voice, ...]) -> None:
    """Answer a cycle from a file and score it, as users do."""
    rows = [
        f"{name},{level},{voice.respondent},{voice.role},{'yes' if voice.agreed else ''}"
        for voice in voices
        for name, level in voice.levels.items()
    ]
    path = folder / f"answers-{cycle}.csv"
    path.write_text("practice,level,respondent,role,agreed\n" + "\n".join(rows) + "\n", encoding="utf-8")
    assert run(["assess", str(folder), "--cycle", cycle, "--answers", str(path)]) == 0
    assert run(["score", str(folder)]) == 0


def begin(folder: Path, cycle: str, days: tuple[str, str, str]) -> None:
    (folder / "cycles" / cycle).mkdir(parents=True)
    content = "date: {}\nlog_from: {}\nlog_to: {}\n".format(*days)
    (folder / "cycles" / cycle / "cycle.yaml").write_text(content, encoding="utf-8")


def write_first_cycle(folder: Path) -> None:
    assert run(["init", str(folder), "--name", "Acme", "--lang", "en"]) == 0
    write_parts(folder / "model", at_version("1", VERSION_1, senders=4))
    (folder / "engagement.yaml").write_text("organisation: Acme\nlanguage: en\nmodel: model\n", encoding="utf-8")
    (folder / "ownership.yaml").write_text(MAP % "", encoding="utf-8")
    write_log(folder)
    write_cases(folder)
    begin(folder, FIRST, ("2026-07-15", "2026-01-01", "2026-06-30"))
    assess(folder, FIRST, THEN)


def write_second_cycle(folder: Path) -> None:
    write_parts(folder / "model", at_version("2", VERSION_2, senders=0.5))
    (folder / "model" / "migrations").mkdir()
    (folder / "model" / "migrations" / "1-2.yaml").write_text(MIGRATION, encoding="utf-8")
    settings = "organisation: Acme\nlanguage: en\nmodel: model\npolicy: rest-30\n"
    (folder / "engagement.yaml").write_text(settings, encoding="utf-8")
    (folder / "ownership.yaml").write_text(MAP % ", {id: nps, family: relationship}", encoding="utf-8")
    begin(folder, SECOND, ("2027-03-15", "2026-07-01", "2026-12-31"))
    assess(folder, SECOND, NOW)


def write_two_cycles(folder: Path) -> Path:
    write_first_cycle(folder)
    write_second_cycle(folder)
    return folder
