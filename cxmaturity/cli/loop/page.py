"""The page of the closed loop: findings, who was followed up and how soon, teams, rules, how it was read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from cxmaturity.cli.audit_page.figures import SHOWN, ends, integer, more, named, share
from cxmaturity.cli.findings_page import print_findings
from cxmaturity.cli.paper import Cell, Paper
from cxmaturity.evidence.measures import FEWEST_CUSTOMERS, Estimate, Measure, Row, Scalar, Table
from cxmaturity.loop.handling import NOBODY
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from cxmaturity.checks.finding import Finding
    from cxmaturity.evidence.loop import LoopFacts
    from cxmaturity.evidence.ownership_map import OwnershipMap

_NAMES: Final = 44
"""Width of the names of shares, so that their figures stand in line."""
_INTERVAL: Final = text("95% interval")
_BLANK: Final = Text("")
_SHARE: Final = "loop.coverage"
"""A metric whose unit is that of all shares here."""
_ANSWERS: Final = (
    ("loop.coverage", text("Answers with a first contact")),
    ("loop.detractor_follow_up", text("Detractors followed up by a person")),
    ("loop.acknowledged", text("Any first contact within 14 days")),
)
_IN_TIME: Final = (
    ("loop.deadline", text("Followed up by a person before the deadline")),
    ("loop.deadline.curve", text("The same, estimated with open cases")),
)
_DAYS: Final = (
    ("loop.time_to_person.p50", text("Days until a person followed up half of them")),
    ("loop.fixed.p50", text("Days until half of them were closed")),
)
_CASES: Final = (
    ("loop.unowned", text("Without an owner")),
    ("loop.owner_fit", text("Owner answers for the source")),
    ("loop.documented", text("Documented")),
    ("loop.with_cause", text("With a cause")),
    ("loop.linked_to_action", text("Linked to an improvement action")),
)
_CLASSES: Final = {
    "detractor": text("Detractors"),
    "passive": text("Passives"),
    "promoter": text("Promoters"),
    None: text("Without a class"),
}
_KINDS: Final = {
    "human": text("By a person"),
    "automatic": text("By an automatic reply only"),
    "none": text("Without any contact"),
    None: text("Contact of unknown kind"),
}
_OUTCOMES: Final = {
    "case": text("case"),
    "notify": text("notify"),
    "auto_reply": text("reply"),
    "none": text("nothing"),
}


@dataclass(frozen=True)
class Names:
    """What sources and teams are called; those without a name by their ids."""

    sources: Mapping[str, str]
    teams: Mapping[str, str]

    @classmethod
    def of(cls, ownership_map: OwnershipMap | None) -> Names:
        """Return the names on a map."""
        sources = (ownership_map.sources if ownership_map else None) or ()
        teams = (ownership_map.teams if ownership_map else None) or ()
        return cls(
            {each.id: each.name or each.id for each in sources}, {each.id: each.name or each.id for each in teams}
        )


def show(facts: LoopFacts, findings: Sequence[Finding], as_of: date, names: Names, paper: Paper) -> None:
    """Print the closed loop."""
    paper.head(text("Closed loop"))
    for line in _looked_at(facts, as_of):
        paper.line(line, "bold")
    print_findings(findings, paper)
    _followed(facts, paper)
    _sources(facts, names, paper)
    _in_time(facts, paper)
    _cases(facts, paper)
    _teams(facts, names, paper)
    _rules(facts, paper)
    _unknown(facts, paper)
    if facts.notes:
        paper.title(text("How answers, cases and rules were read"))
        for remark in facts.notes:
            paper.line(remark, "dim")


def _looked_at(facts: LoopFacts, as_of: date) -> Iterator[Text]:
    """Yield how much was looked at, and the two figures that matter first."""
    answers = None if facts.answers is None else text("{n:int} {n:plural answer|answers}", n=facts.answers)
    cases = None if facts.cases is None else text("{n:int} {n:plural case|cases}", n=facts.cases)
    if answers is not None and cases is not None:
        yield text("{answers} and {cases} up to {day:date}", answers=answers, cases=cases, day=as_of)
    elif answers is not None or cases is not None:
        yield text("{what} up to {day:date}", what=answers or cases, day=as_of)
    followed, reached = (facts.metrics.get(name) for name in ("loop.detractor_follow_up", "loop.coverage"))
    if isinstance(followed, Estimate):
        yield text("{share:percent} of detractors were followed up by a person.", share=followed.value)
    if isinstance(reached, Estimate) and reached.value is not None:
        yield text("{share:percent} of all answers met silence.", share=1 - reached.value)


def _followed(facts: LoopFacts, paper: Paper) -> None:
    rows = _estimates(facts.metrics, _ANSWERS)
    if not rows:
        return
    oldest = facts.metrics.get("loop.oldest_silent_days")
    if oldest is not None:
        rows.append(_plain(text("Days that the oldest silent answer has waited"), Text("{days:int}", {"days": oldest})))
    paper.title(text("Who was followed up"))
    paper.table(rows, _of(text("answers") if facts.answers else text("cases")), least=_NAMES)
    kinds = facts.tables.get("by_kind", ())
    if kinds:
        paper.line("")
        paper.table([_kind(row) for row in kinds], _of(text("answers"), text("First contact")), least=_NAMES)
    classes = facts.tables.get("by_class", ())
    if classes:
        paper.line("")
        paper.table([(_CLASSES[_word(row["class"])], *_counted(row)) for row in classes], _heads(text("Class")))


def _sources(facts: LoopFacts, names: Names, paper: Paper) -> None:
    rows = facts.tables.get("by_source", ())
    if not rows:
        return
    shown = _large(rows, "source", facts.few.get("by_source", ()))
    paper.line("")
    cells = [(_called(row["source"], names.sources), *_counted(row)) for row in shown[:SHOWN]]
    paper.table(cells, _heads(text("Source")))
    _left_out(rows, shown, text("{n:plural source|sources}", n=len(rows) - len(shown)), paper)


def _in_time(facts: LoopFacts, paper: Paper) -> None:
    rows = _estimates(facts.metrics, _IN_TIME)
    shares = len(rows)
    is_watched = facts.metrics.get("loop.deadline.curve") is not None
    for name, label in _DAYS:
        days = facts.metrics.get(name)
        if days is not None or is_watched:
            told = text("not yet") if days is None else Text("{days:decimal}", {"days": days})
            rows.append(_plain(label, told, facts.timed))
    if rows:
        paper.title(text("How soon"))
        paper.table(rows, _of(text("cases")), least=_NAMES)
    if is_watched or len(rows) > shares:
        line = text("The estimate and the days count open cases, too, for as long as they were watched.")
        paper.line(line, "dim", indent=3)


def _cases(facts: LoopFacts, paper: Paper) -> None:
    rows = _estimates(facts.metrics, _CASES)
    aims = facts.metrics.get("loop.aims")
    if aims is not None:
        rows.append(_plain(text("Aims that occur, of six"), Text("{n:int}", {"n": aims})))
    if rows:
        paper.title(text("The cases"))
        paper.table(rows, _of(text("cases")), least=_NAMES)


def _teams(facts: LoopFacts, names: Names, paper: Paper) -> None:
    rows = facts.tables.get("by_owner", ())
    if not rows:
        return
    shown = _large(rows, "owner", facts.few.get("by_owner", ()))
    heads = (text("cases"), text("still open"), text("late"), text("person"), text("median days"))
    paper.line("")
    paper.table([_team(row, names) for row in shown[:SHOWN]], (text("Team"), *heads))
    _left_out(rows, shown, text("{n:plural team|teams}", n=len(rows) - len(shown)), paper)


def _team(row: Row, names: Names) -> tuple[Cell, ...]:
    owner = row["owner"]
    unnamed = {None: text("Others, no teams of the map"), NOBODY: text("Without an owner")}
    called = unnamed[owner] if owner in unnamed else _called(owner, names.teams)
    counts = (integer(row[name]) for name in ("cases", "open", "late", "human"))
    return (called, *counts, Text("{days:decimal}", {"days": row["p50"]}))


def _rules(facts: LoopFacts, paper: Paper) -> None:
    rows = facts.tables.get("rules", ())
    if not rows:
        return
    paper.title(text("What the rules demand, and what happened"))
    heads = (text("answers"), text("opened"), text("missing"), text("late"), text("other owner"))
    paper.table([_rule(row) for row in rows[:SHOWN]], (text("Rule"), *heads))
    more(rows, paper)
    if any(row["late"] and row["then"] != "case" for row in rows):
        line = text(
            "Cases can be late under no rule, or under one that opens none: someone opened them all the same. Without "
            "a rule's deadline, that of the source's alert counts."
        )
        paper.line(line, "dim", indent=3)
    met = facts.metrics.get("loop.rules_share")
    if met is not None:
        line = text(
            "{share:percent} of the combinations of class, segment and source that occur meet a rule.", share=met
        )
        paper.line(line, "dim", indent=3)


def _rule(row: Row) -> tuple[Cell, ...]:
    """Return a rule with its figures; those about cases only where it demands one."""
    outcome = row["then"]
    called = (
        text("No rule")
        if row["rule"] is None
        else Text("{rule} → {then}", {"rule": row["rule"], "then": _OUTCOMES[str(outcome)]})
    )
    wanted = ("existing", "missing", "late", "wrong_owner")
    counts = (integer(row[name]) if outcome == "case" or row[name] else Text("–") for name in wanted)
    return (called, integer(row["answers"]), *counts)


def _unknown(facts: LoopFacts, paper: Paper) -> None:
    """Say what is not known, and what would tell it."""
    lines = []
    if facts.answers is None:
        lines.append(text("No log of answers: which of them were followed up is not known. Logs lie in contacts/."))
    elif not facts.answers:
        lines.append(text("The logs show no answer (responded_at): who was followed up is not known."))
    if facts.cases is None:
        lines.append(text("No log of cases: what became of the answers is not known. It is the file cases.csv."))
    if not any(row["rule"] for row in facts.tables.get("rules", ())):
        lines.append(
            text("No rules: nothing says what is to follow an answer. They stand under rules in ownership.yaml.")
        )
    for place, line in enumerate(lines):
        paper.line(line, "dim", above=0 if place else 1)


def _estimates(metrics: Mapping[str, Measure], wanted: Sequence[tuple[str, Text]]) -> list[tuple[Cell, ...]]:
    known = ((label, metrics.get(name)) for name, label in wanted)
    return [
        (label, share(value.value), ends(_SHARE, value), integer(value.n))
        for label, value in known
        if isinstance(value, Estimate) and value.value is not None
    ]


def _plain(label: Text, figure: Text, n: int | None = None) -> tuple[Cell, ...]:
    """Return a row with a figure that has no interval."""
    return (label, figure, "", "" if n is None else integer(n))


def _of(what: Text, first: Text = _BLANK) -> tuple[Text, ...]:
    """Return the heads of a table of shares of something."""
    return (first, _BLANK, _INTERVAL, what)


def _heads(first: Text) -> tuple[Text, ...]:
    return (first, text("answers"), text("contact"), _INTERVAL, text("person"), text("reply"), text("none"))


def _counted(row: Row) -> tuple[Cell, ...]:
    counts = (integer(row[name]) for name in ("human", "automatic", "none"))
    return (integer(row["n"]), share(row["value"]), _ends(row), *counts)


def _kind(row: Row) -> tuple[Cell, ...]:
    return (_KINDS[_word(row["kind"])], share(row["value"]), _ends(row), integer(row["n"]))


def _ends(row: Row) -> Text:
    value, low, high = (_number(row[name]) for name in ("value", "low", "high"))
    return ends(_SHARE, Estimate(value, low, high))


def _large(rows: Table, key: str, few: Collection[str]) -> list[Row]:
    """Return the rows that may be shown by name, the largest first, ties as they stand."""
    size = "cases" if key == "owner" else "n"
    told = [row for row in rows if row[key] not in few]
    return sorted(told, key=lambda row: -int(row[size] or 0))


def _left_out(rows: Table, shown: Sequence[Row], what: Text, paper: Paper) -> None:
    """Say how many rows are not shown, of what, and why."""
    more(tuple(shown), paper)
    told = {"what": what, "fewest": FEWEST_CUSTOMERS}
    if few := len(rows) - len(shown):
        line = (
            text("{n:int} more {what} with fewer than {fewest:int} customers, not shown by name", n=few, **told)
            if shown
            else text("{n:int} {what} with fewer than {fewest:int} customers, not shown by name", n=few, **told)
        )
        paper.line(line, "dim", indent=3)


def _called(value: Scalar, names: Mapping[str, str]) -> Cell:
    return names.get(str(value), named(value))


def _word(value: Scalar) -> str | None:
    return None if value is None else str(value)


def _number(value: Scalar) -> float | None:
    return value if isinstance(value, int | float) else None
