"""What the kernel makes of a batch: counts and histograms of whole numbers that merge in any order."""

# ruff: noqa: RUF009  # every field says how it merges

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import Field, dataclass, field, fields
from fractions import Fraction
from functools import reduce
from typing import Any, Final, TypeVar

Histogram = Mapping[int, int]
"""Value to how often it occurs."""
Counts = Mapping[str, int]
Pair = tuple[str, str]
Key = TypeVar("Key")
Value = TypeVar("Value")
Shares = Mapping[Key, tuple[int, int]]
"""Key to some contacts, and to those of them with something more."""
Cell = tuple[str, str, str]
"""``all``, ``source`` or ``month``; which one of them; metric."""
Clusters = tuple[int, int, int]
"""Σ n², Σ n·S and Σ S² over customers with n answers of sum S, each coded −1, 0 or +1."""

Candidate = tuple[int, str]
"""A figure of a finding, and the customer that has it."""
SHOWN: Final = 3
"""Customers that a finding names as examples."""

WINDOWS: Final = (1, 7, 30, 90)
"""Days of the rolling windows, and of the gaps that are counted."""
_MODULUS: Final = 1 << 64


def _total(first: int, second: int) -> int:
    return first + second


def _both(first: Mapping[Any, Any], second: Mapping[Any, Any]) -> Mapping[Any, Any]:
    """Return two mappings in one, the values of common keys added up (nested mappings and pairs alike)."""
    merged = dict(first)
    for key, value in second.items():
        merged[key] = _plus(merged[key], value) if key in merged else value
    return merged


def _plus(first: Any, second: Any) -> Any:  # noqa: ANN401  # numbers, pairs or mappings alike
    if isinstance(first, Mapping):
        return _both(first, second)
    if isinstance(first, tuple):
        return tuple(one + other for one, other in zip(first, second, strict=True))
    return first + second


def _wrapping(first: Counts, second: Counts) -> Counts:
    return {key: value % _MODULUS for key, value in _both(first, second).items()}


def _latest(first: Counts, second: Counts) -> Counts:
    return dict(first) | {key: max(value, first.get(key, value)) for key, value in second.items()}


def foremost(first: tuple[Candidate, ...], second: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Return those with the largest figures, ties by id."""
    return tuple(sorted((*first, *second), key=lambda candidate: (-candidate[0], candidate[1]))[:SHOWN])


def _foremost(
    first: Mapping[str, tuple[Candidate, ...]], second: Mapping[str, tuple[Candidate, ...]]
) -> Mapping[str, tuple[Candidate, ...]]:
    return {name: foremost(first.get(name, ()), second.get(name, ())) for name in first.keys() | second.keys()}


def _known(choose: Callable[[Value, Value], Value]) -> Callable[[Value | None, Value | None], Value | None]:
    def merge(first: Value | None, second: Value | None) -> Value | None:
        return second if first is None else first if second is None else choose(first, second)

    return merge


def _as_one(first: Summary, second: Summary) -> Summary:
    return first.merge(second)


def _merged_by(merge: Callable[[Any, Any], Any], **default: Any) -> Any:  # noqa: ANN401  # as dataclasses.field
    return field(metadata={"merge": merge}, **default)


def _number() -> Any:  # noqa: ANN401
    return _merged_by(_total, default=0)


def _mapping(merge: Callable[[Any, Any], Any] = _both) -> Any:  # noqa: ANN401
    return _merged_by(merge, default_factory=dict)


@dataclass(frozen=True)
class Summary:
    """Everything that the metrics need to know of some customers' contacts. But for examples, no customer is in it."""

    contacts: int = _number()
    customers: int = _number()
    duplicates: int = _number()
    """Contacts with the customer, instant, source and channel of an earlier one."""
    dropped_duplicates: int = _number()
    """Such rows that were left out."""
    dropped_reminders: int = _number()
    orphan_events: int = _number()
    """Events that belong to no contact."""
    latest_answer: int | None = _merged_by(_known(max), default=None)
    """The latest answer of an event log at a possible instant and not before its sending."""
    undecided: int = _number()
    """Ties that matter and that only the texts of contact ids can decide."""
    impossible: int = _number()
    """Contacts outside 1990 to 2100, or with an event there, or an answer before their sending."""
    first: int | None = _merged_by(_known(min), default=None)
    last: int | None = _merged_by(_known(max), default=None)
    values: Mapping[str, Counts] = _mapping()
    """Category to value to its contacts."""
    fingerprints: Counts = _mapping(_wrapping)
    """Source to a sum over its contacts that only the same customers and instants give."""
    last_seen: Counts = _mapping(_latest)
    """Source to its last possible instant."""
    per_customer: Histogram = _mapping()
    """Contacts of a customer."""
    pressure: Mapping[int, Histogram] = _mapping()
    """Days to contacts of the customer in the window that ends with a contact."""
    fullest: Histogram = _mapping()
    """Most contacts of a customer in 30 days."""
    gap_hours: Histogram = _mapping()
    """Whole hours since the customer's previous contact."""
    gaps_under: Mapping[int, int] = _mapping()
    """Days to gaps strictly shorter."""
    busiest_day: int = _merged_by(max, default=0)
    """Most contacts of one customer on one calendar day."""
    by_day: Histogram = _mapping()
    """Calendar day, in days since 1970, to its contacts; those at impossible instants left out."""
    over_policy: int = _number()
    """Contacts that break a limit."""
    sources_of_customer: Histogram = _mapping()
    customers_of_source: Counts = _mapping()
    collisions: int = _number()
    collision_pairs: Mapping[Pair, tuple[int, int]] = _mapping()
    """Two sources to their collisions and the customers who met them."""
    multi_source: int = _number()
    """Customers with two sources within 30 days."""
    answered: Mapping[str, Shares[str]] = _mapping()
    """Category to value to judged contacts of answerable sources, and to the answered ones."""
    answered_under: Shares[int] = _mapping()
    """Pressure of 30 days (6 and more as 6) to settled contacts of answerable sources, and to the answered ones."""
    late: int = _number()
    """Answers later than the response window."""
    streaks: Histogram = _mapping()
    """Longest run of judged contacts without an answer, of each customer with such contacts."""
    slope_sums: tuple[Fraction, ...] = _merged_by(_plus, default=(Fraction(0),) * 20)
    """What ``stats.clustered_slope`` takes."""
    varied: int = _number()
    """Customers whose pressure varies."""
    odds: Mapping[int, tuple[int, ...]] = _mapping()
    """Contacts of a customer in 91 days to what ``stats.mantel_haenszel_odds`` takes."""
    risks: Mapping[int, tuple[int, ...]] = _mapping()
    """Contacts of a customer to what ``stats.mantel_haenszel_risk`` takes."""
    judged: int = _number()
    """Contacts that are judged, of all sources; counted where opt-outs are known, like the next two."""
    left: int = _number()
    """Judged contacts that an opt-out followed within the window."""
    left_under: Shares[int] = _mapping()
    """Pressure of 30 days to settled contacts, and to those that an opt-out followed."""
    after: Counts = _mapping()
    """Finding to the contacts later than their customer's opt-out, or hard bounce."""
    answers: Counts = _mapping()
    """Source to its contacts with an answer, whenever it came."""
    comments: Counts = _mapping()
    """Source to its contacts with a comment."""
    scores: Mapping[Cell, Histogram] = _mapping()
    """Values given on the metric's scale."""
    score_clusters: Mapping[Cell, Clusters] = _mapping()
    """What the error of an NPS needs."""
    scores_unused: Counts = _mapping()
    """Why scores do not count (``no_metric``, ``not_whole``, ``off_scale``) to how many."""
    scales: Mapping[Pair, int] = _mapping()
    """Metric and scale to the contacts that name both."""
    with_question: int = _number()
    """Contacts with the text of a question."""
    repeated_questions: int = _number()
    """Those whose question another source had just put."""
    lag_hours: Histogram = _mapping()
    """Whole hours from the event to the contact, below 0 where it came first."""
    timed: Mapping[str, tuple[int, int]] = _mapping()
    """Source with a declared timing to its contacts with a known event, and to those of them within the timing."""
    replays: Shares[tuple[int, str, str]] = _mapping()
    """Number of a policy, ``source`` or ``team``, and which one, to the contacts kept and those stopped."""
    spared: Mapping[int, tuple[int, int, int]] = _mapping()
    """Number of a policy to the customers with a stopped contact, and to the stopped contacts with an answer within the
    window, and with an opt-out."""
    without_reminders: Summary | None = _merged_by(_known(_as_one), default=None)
    """What the key figures need to know without reminders; None where there are none to leave out."""
    concerned: Counts = _mapping()
    """Finding to the customers that it concerns."""
    examples: Mapping[str, tuple[Candidate, ...]] = _mapping(_foremost)
    """Finding to some of them; only where examples are asked for, and then never kept beyond the run."""

    def merge(self, other: Summary) -> Summary:
        """Return the summary of both sets of customers; associative and commutative."""
        found = {}
        for spec in fields(self):
            one, more = getattr(self, spec.name), getattr(other, spec.name)
            found[spec.name] = one if _is_unset(spec, more) else spec.metadata["merge"](one, more)
        return Summary(**found)


def _is_unset(spec: Field[Any], value: object) -> bool:
    """Return whether a field has its default, which changes no other: most aspects set few fields."""
    return value is spec.default or (isinstance(value, dict) and not value)


def merged(summaries: Iterable[Summary]) -> Summary:
    """Return the summary of all."""
    return reduce(Summary.merge, summaries, Summary())
