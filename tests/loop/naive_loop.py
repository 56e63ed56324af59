"""The closed loop's follow-up written plainly from OWNERSHIP_AND_LOOP.md, in quadratic time and in fractions."""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from math import sqrt
from zoneinfo import ZoneInfo

from cxmaturity.evidence.loop import Case
from cxmaturity.evidence.ownership_map import OwnershipMap

SCALES = {"nps": "0-10", "csat": "1-5", "ces": "1-7"}
HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Answer:
    """A row of the table of answers."""

    number: int
    customer: str
    contact_id: str
    source: str
    segment: str
    metric: str
    scale: str
    score: float | None
    responded: datetime


@dataclass
class Handled:
    """A case, the answer that it belongs to, and what became of it."""

    case: Case
    answer: Answer | None
    class_: str
    source: str
    clock: datetime | None
    deadline: datetime | None
    contacted: datetime | None
    kind: str
    closed: datetime | None

    @property
    def human(self):
        return self.contacted is not None and self.kind == "human"


class Naive:
    """What the loop of these answers and cases comes to at a day."""

    def __init__(self, answers, cases: list[Case], ownership_map: OwnershipMap, day: date, timezone: str):
        self.map, self.day, self.zone = ownership_map, day, ZoneInfo(timezone)
        self.start, self.end = self.midnight(day), self.midnight(day + timedelta(days=1))
        self.fortnight_ago = self.midnight(day - timedelta(days=14))
        self.answers = [answer for answer in answers if answer.responded < self.end]
        self.handled = [self.handle(case) for case in cases if case.opened_at is None or case.opened_at < self.end]

    def midnight(self, day):
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def metric_of(self, answer):
        if answer.metric:
            return answer.metric
        declared = next((source.metric for source in self.map.sources or () if source.id == answer.source), None)
        if declared in SCALES and answer.scale in ("", SCALES[declared]):
            return declared
        return next((metric for metric, scale in SCALES.items() if scale == answer.scale), "")

    def class_of(self, answer):
        metric, score = self.metric_of(answer), answer.score
        if metric not in SCALES or answer.scale not in ("", SCALES[metric]) or score is None or score % 1:
            return ""
        bounds = {"nps": (0, 6, 8, 10), "csat": (1, 2, 3, 5), "ces": (1, 3, 5, 7)}[metric]
        if not bounds[0] <= score <= bounds[3]:
            return ""
        return "detractor" if score <= bounds[1] else "passive" if score <= bounds[2] else "promoter"

    def answer_of(self, case):
        found = [answer for answer in self.answers if case.contact_id and answer.contact_id == case.contact_id]
        customer = (case.customer_id or "").strip()
        customer = customer.lower() if "@" in customer else customer
        if found:
            found = [answer for answer in found if customer and answer.customer == customer] or found
            found = [answer for answer in found if case.opened_at and self.is_since(case, answer)] or found
        elif customer and case.opened_at:
            found = [
                answer
                for answer in self.answers
                if answer.customer == customer
                and (not case.source or answer.source == case.source)
                and self.is_since(case, answer)
            ]
        return max(found, key=lambda answer: (answer.responded, answer.number), default=None)

    def is_since(self, case, answer):
        """Tell whether a case can have been opened since an answer; a day is compared with its day."""
        if "opened_at" in case.days:
            return self.day_of(answer.responded) <= self.day_of(case.opened_at)
        return answer.responded <= case.opened_at

    def day_of(self, moment):
        return moment.astimezone(self.zone).date()

    def handle(self, case):
        answer = self.answer_of(case)
        contacted = case.first_contact_at if case.first_contact_at and case.first_contact_at < self.end else None
        closed = case.closed_at if case.closed_at and case.closed_at < self.end else None
        clock = answer.responded if answer else case.opened_at
        source = (answer.source if answer else case.source) or ""
        hours = self.hours(case, answer, source)
        return Handled(
            case,
            answer,
            self.class_of(answer) if answer else case.class_ or "",
            source,
            clock,
            clock + timedelta(hours=hours) if clock and hours else None,
            contacted,
            (case.first_contact_kind or "") if contacted else "",
            closed,
        )

    def hours(self, case, answer, source):
        own = [rule.deadline_hours for rule in self.map.rules or () if rule.id == case.rule]
        first = [rule.deadline_hours for rule in self.map.rules or () if self.meets(rule, case, answer)][:1]
        alerts = [alert.deadline_hours for alert in self.map.alerts or () if alert.source == source and source]
        return next((hours for hours in (*own, *first, *alerts) if hours is not None), None)

    def meets(self, rule, case, answer):
        row = {
            "class": self.class_of(answer) if answer else case.class_,
            "segment": answer.segment if answer else case.segment,
            "source": answer.source if answer else case.source,
            "score": answer.score if answer else None,
        }
        signs = {"=": operator.eq, "<=": operator.le, ">=": operator.ge}
        for field, condition in rule.when.items():
            sign, wanted = re.fullmatch(r"(<=|>=|=) (.*)", condition).groups()
            if row[field] in (None, "") or not signs[sign](row[field], type(row[field])(wanted)):
                return False
        return True

    def contacts_of(self, answer):
        """Return the cases with a contact of an answer, and of others that are known by the same."""
        return [
            one for one in self.handled if one.answer and one.contacted and known_by(one.answer) == known_by(answer)
        ]

    def kind_of(self, answer):
        contacts = self.contacts_of(answer)
        for kind in ("human", "automatic"):
            if any(one.kind == kind for one in contacts):
                return kind
        return None if contacts else "none"

    def acknowledged(self, answer):
        contacts = [one.contacted for one in self.contacts_of(answer)]
        return bool(contacts) and min(contacts) - answer.responded <= timedelta(days=14)

    def late(self, one):
        if one.deadline is None:
            return False
        if one.human and "first_contact_at" in one.case.days:
            return self.day_of(one.contacted) > self.day_of(one.deadline)
        return one.contacted > one.deadline if one.human else one.deadline < self.start

    def metrics(self):
        old = [answer for answer in self.answers if answer.responded < self.fortnight_ago]
        silent = [answer.responded for answer in self.answers if self.kind_of(answer) == "none"]
        detractors = [answer for answer in self.answers if self.class_of(answer) == "detractor"]
        followed = [self.kind_of(answer) == "human" for answer in detractors]
        if not self.answers:
            followed = [one.human for one in self.handled if one.class_ == "detractor"]
        due = [one for one in self.handled if one.deadline and (one.human or one.deadline < self.start)]
        owned = [one for one in self.handled if one.case.owner]
        aims = {one.case.aim for one in self.handled} - {None}
        return {
            "loop.coverage": share([self.kind_of(answer) != "none" for answer in self.answers]),
            "loop.detractor_follow_up": share(followed),
            "loop.deadline": share([not self.late(one) for one in due]),
            "loop.time_to_person.p50": days(median(self.waits(self.handled), 0)),
            "loop.acknowledged": share([self.acknowledged(answer) for answer in old]),
            "loop.fixed.p50": days(median(self.until_closed(), 0)),
            "loop.unowned": share([not one.case.owner for one in self.handled]),
            "loop.documented": share([one.case.documented is True for one in self.handled]),
            "loop.with_cause": share([bool(one.case.cause) for one in self.handled]),
            "loop.linked_to_action": share([bool(one.case.action_id) for one in self.handled]),
            "loop.aims": len(aims),
            "loop.oldest_silent_days": (self.day - min(silent).astimezone(self.zone).date()).days if silent else None,
            "loop.owner_fit": share([self.fits(one) for one in owned]) if self.map.sources is not None else None,
        }

    def fits(self, one):
        return any(
            one.case.owner in (*source.accountable, *source.responsible)
            for source in self.map.sources or ()
            if source.id == one.source
        )

    def waits(self, handled):
        """Yield for each case how long its customer waited, and how that ended: 0 is by a person, None not yet."""
        for one in handled:
            if one.clock is None:
                continue
            until = one.contacted or one.closed or self.start
            end = {"human": 0, "automatic": 1, "": 3}[one.kind] if one.contacted else 2 if one.closed else None
            yield max(until - one.clock, timedelta(0)), end

    def until_closed(self):
        for one in self.handled:
            if one.clock is not None:
                end = one.closed or self.start
                yield max(end - one.clock, timedelta(0)), None if one.closed is None else 0

    def share_by_the_deadline(self):
        """Return the share of cases followed up by a person at the deadline, and the cases; None when not seen."""
        due = [one for one in self.handled if one.deadline]
        spells = [(wait / (one.deadline - one.clock), end) for one in due for wait, end in self.waits([one])]
        if not any(wait >= 1 for wait, _ in spells) and any(
            end is None for wait, end in spells if wait == max(wait for wait, _ in spells)
        ):
            return None
        found = [value for wait, value in incidence(spells, 0) if wait <= 1]
        return (found[-1] if found else Fraction(0), len(due)) if due else None

    def by(self, key):
        """Return the table by class or by source."""
        of = {"class": self.class_of, "source": lambda answer: answer.source}[key]
        for value in {of(answer) for answer in self.answers}:
            kinds = [self.kind_of(answer) for answer in self.answers if of(answer) == value]
            counts = {kind: kinds.count(kind) for kind in ("human", "automatic", "none")}
            yield value or None, share([kind != "none" for kind in kinds]), counts

    def by_kind(self):
        kinds = [self.kind_of(answer) for answer in self.answers]
        return {kind: share([each == kind for each in kinds]) for kind in {"human", "automatic", "none", *kinds}}

    def by_owner(self):
        teams = {team.id for team in self.map.teams or ()}

        def of(one):
            return one.case.owner if one.case.owner in teams else None if one.case.owner else ""

        for owner in {of(one) for one in self.handled}:
            own = [one for one in self.handled if of(one) == owner]
            yield {
                "owner": owner,
                "cases": len(own),
                "open": sum(one.closed is None for one in own),
                "late": sum(self.late(one) for one in own),
                "human": sum(one.human for one in own),
                "p50": days(median(self.waits(own), 0)),
            }


def known_by(answer):
    return answer.customer, answer.source, answer.contact_id, answer.responded


def share(hits):
    """Return a share with Wilson's interval and its denominator; None of nothing."""
    n = len(hits)
    if not n:
        return None
    z, p = 1.959963984540054, sum(hits) / n
    middle, half = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return p, max(0.0, (middle - half) / (1 + z * z / n)), min(1.0, (middle + half) / (1 + z * z / n)), n


def incidence(spells, end):
    """Yield each length of spells, and the share that has ended in that way by then (Aalen–Johansen)."""
    spells = list(spells)
    left, total = Fraction(1), Fraction(0)
    for length in sorted({length for length, _ in spells}):
        at_risk = sum(other >= length for other, _ in spells)
        total += left * Fraction(sum(spell == (length, end) for spell in spells), at_risk)
        left *= 1 - Fraction(sum(other == length and way is not None for other, way in spells), at_risk)
        yield length, total


def median(spells, end):
    return next((length for length, total in incidence(spells, end) if total >= HALF), None)


def days(length):
    return None if length is None else length / timedelta(days=1)
