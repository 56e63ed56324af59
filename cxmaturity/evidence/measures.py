"""Measured figures: single values, estimates with their interval, tables; and the facts of the contact audit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any, Final

from cxmaturity.words import Text

FEWEST_CUSTOMERS: Final = 10
"""Figures about fewer customers than that are not shown by name on pages and in reports."""
Scalar = int | float | str | bool | None


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % interval and its sample size. ``value`` is None where nothing can be said."""

    value: float | None
    low: float | None
    high: float | None
    n: int | None = None
    rule: str | None = None
    """Which rule gave value and interval, where several are in use."""


@dataclass(frozen=True)
class Slope(Estimate):
    """By how much a figure changes with another one, in percentage points, within customers."""

    customers: int = 0
    """Customers whose other figure varies: they alone tell of the change."""
    label: str | None = None
    """``not_causal`` where the figure is known to act on the other one."""


@dataclass(frozen=True)
class OddsRatio(Estimate):
    """An odds ratio: ``value``, which JSON calls ``odds_ratio``."""


class Gap(float):
    """A difference between two groups of voices, in points, that knows on how much it rests; else a plain number."""

    shared: int
    """Practices to which both groups gave a level."""

    def __new__(cls, points: float, shared: int) -> Gap:
        """Return a gap of so many points."""
        gap = super().__new__(cls, points)
        gap.shared = shared
        return gap


Measure = Scalar | Estimate
"""What a metric can be. None: not observable in this input (never zero)."""

Row = Mapping[str, Scalar]
Table = tuple[Row, ...]


@dataclass(frozen=True)
class LogInput:
    """One file of a contact log, as it was read."""

    path: str
    sha256: str
    """Empty where the log lies in a cluster."""
    rows: int
    format: str
    rejected: int
    tz: str


@dataclass(frozen=True)
class ContactFacts:
    """What the contact audit observed, aggregated: no customer identifier is in here."""

    metrics: Mapping[str, Measure]
    """Metric id (CONTACT_METRICS) to its value."""
    tables: Mapping[str, Table | None]
    """Table id to its rows, sorted by key; None where it is not observable."""
    concerned: Mapping[str, int]
    """Finding id to the number of customers that it concerns (the numerator of ``reach``)."""
    policy: Mapping[str, object]
    """The contact policy in force: name, limits, counts, exempt, declared."""
    inputs: tuple[LogInput, ...]
    notes: tuple[Text, ...] = ()
    """Remarks on the reading: zones, rejected rows, what was left out."""
    sources: Mapping[str, int | None] = field(default_factory=dict)
    """Source to its number of contacts; ``""`` for the unattributed ones. Counts by name are None only in a report,
    where they would be about too few (``results.few``)."""
    responses: Mapping[str, int | None] = field(default_factory=dict)
    """Source to its number of answers; empty where the log shows none."""
    tools: Mapping[str, int | None] = field(default_factory=dict)
    teams: Mapping[str, int | None] = field(default_factory=dict)
    last_seen: Mapping[str, str] = field(default_factory=dict)
    """Source to the instant of its last contact (ISO, UTC)."""
    as_declared: Mapping[str, float] = field(default_factory=dict)
    """Source to the share of its contacts that came when the map declares, of 10 or more with a known event."""
    frontier: Table | None = None
    """For each rest of the policy frontier, by days, what it would have stopped; None where nobody asked."""
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Finding id to the pseudonyms of some customers that it concerns, for the operator's eyes: in no record."""
    histogram: Mapping[str, int] = field(default_factory=dict)
    """Number of contacts in the fullest rolling 30 days of a customer ('1', '2', … '10+') to number of customers."""
    by_day: Mapping[str, int] = field(default_factory=dict)
    """Calendar day (ISO) to its contacts, in order; impossible instants left out; empty in older records."""
    timezone: str | None = None
    """Zone of calendar days; None in older records."""
    as_old_as: date | None = None
    """E, the latest instant of the log, as a day: what its freshness is judged by."""
    without_reminders: Mapping[str, Measure] | None = None
    """Key figures (``contacts.reminders.KEY_FIGURES``: contacts.count, .customers, .per_customer.mean and .p95;
    fatigue.pressure_30d.p50, .p95 and .max, fatigue.gap_days.p50, the two over_policy shares; response.rate,
    optout.per_1000) as ``--without-reminders`` gives them, to stand beside those in ``metrics``; None where no contact
    is a reminder, or reminders were left out anyway."""


def measure_record(measure: Measure) -> object:
    """Return a measure as JSON holds it: an estimate is a mapping, anything else itself."""
    if not isinstance(measure, Estimate):
        return measure
    record = {name: value for name, value in asdict(measure).items() if name not in _OPTIONAL or value is not None}
    return {"odds_ratio": record.pop("value"), **record} if isinstance(measure, OddsRatio) else record


def measure_of(record: Scalar | dict[str, Any]) -> Measure:
    """Return the measure that a JSON value holds; the inverse of ``measure_record``."""
    if not isinstance(record, dict):
        return record
    if "odds_ratio" in record:
        return OddsRatio(record["odds_ratio"], record["low"], record["high"])
    return Slope(**record) if "customers" in record else Estimate(**record)


_MEASURED = ("metrics", "without_reminders")
"""Fields of contact facts that map metrics to their values."""
_OPTIONAL = ("n", "rule")
"""What JSON leaves out of an estimate that does not have it."""


def note_record(note: object) -> object:
    """Return a text as JSON holds it, so that it can be shown in either language; a day, too; anything else itself."""
    if isinstance(note, date):
        return {"day": note.isoformat()}
    if not isinstance(note, Text):
        return note
    return {"text": note.template, "figures": {name: note_record(value) for name, value in note.figures.items()}}


def note_of(record: Any) -> Any:  # noqa: ANN401  # what JSON holds
    """Return the text or day that a JSON value holds; the inverse of ``note_record``. Anything else is itself."""
    if not isinstance(record, dict):
        return record
    if "day" in record:
        return date.fromisoformat(record["day"])
    return Text(record["text"], {name: note_of(value) for name, value in record["figures"].items()})


def contact_record(facts: ContactFacts) -> dict[str, Any]:
    """Return contact facts as JSON holds them in facts.json."""
    record = {spec.name: getattr(facts, spec.name) for spec in fields(facts) if spec.name != "examples"}
    for name in _MEASURED:
        measures = getattr(facts, name)
        record[name] = measures and {metric: measure_record(value) for metric, value in measures.items()}
    record["inputs"] = [asdict(log) for log in facts.inputs]
    record["notes"] = [note_record(note) for note in facts.notes]
    record["as_old_as"] = facts.as_old_as.isoformat() if facts.as_old_as else None
    return record


def contact_facts(record: Mapping[str, Any]) -> ContactFacts:
    """Return the contact facts that a JSON value holds; the inverse of ``contact_record``."""
    given = dict(record)
    for name in _MEASURED:
        measures = given.get(name)
        given[name] = measures and {metric: measure_of(value) for metric, value in measures.items()}
    given["tables"] = {name: None if rows is None else tuple(rows) for name, rows in given["tables"].items()}
    given["frontier"] = None if given.get("frontier") is None else tuple(given["frontier"])
    given["inputs"] = tuple(LogInput(**log) for log in given["inputs"])
    given["notes"] = tuple(note_of(note) for note in given["notes"])
    given["as_old_as"] = date.fromisoformat(given["as_old_as"]) if given["as_old_as"] else None
    return ContactFacts(**given)
