"""What becomes of each row: outside the period, suppressed, another event, rejected, a known event, or a contact."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from cxmaturity.contacts.fields import BLANK, BLANKS, CODED, KNOWN_EVENTS, LOWERED, NO, SENT
from cxmaturity.contacts.files.columns import Binding
from cxmaturity.contacts.files.scans import Scan
from cxmaturity.contacts.rows.profile import YEARS, TimeColumn
from cxmaturity.contacts.rows.zones import DAY, Zone
from cxmaturity.contacts.settings import AuditSettings
from cxmaturity.contacts.sql import listed, literal, trimmed

OUTSIDE, SUPPRESSED, OTHER, REJECTED, EVENT, CONTACT = range(6)
PLAIN: Final = "[!-?A-~]+"
"""A customer id that needs no cleaning: printable ASCII without blanks and without ``@``."""
EARLIEST: Final = -62_135_596_800_000_000
LATEST: Final = 253_402_300_799_999_999
"""The years 1 to 9999, in microseconds since 1970: what lies outside, wherever its clock stands, is no time."""
_EPOCH: Final = date(1970, 1, 1)


@dataclass(frozen=True)
class Judge:
    """How the rows of one file are read and judged."""

    scan: Scan
    bound: Mapping[str, Binding]
    """Field to the column or value that it comes from."""
    times: TimeColumn
    log_zone: Zone
    """Zone of times without offset."""
    zone: Zone
    """Zone of calendar days."""
    settings: AuditSettings
    moments: Mapping[str, TimeColumn] = field(default_factory=dict)
    """Field to how its times are read, of those that the file has besides the sending."""

    @property
    def categories(self) -> tuple[str, ...]:
        """The fields with few values that this file has."""
        return tuple(name for name in CODED if name in self.bound)

    @property
    def is_events(self) -> bool:
        """True when a row is an event and only ``sent`` rows are contacts."""
        return "event_type" in self.bound

    def rows_sql(self, extra: str = "") -> str:
        """Return SQL that yields every row with its verdict, customer, instant and categories.

        ``extra`` are further expressions over the scan's columns, each ending in a comma.
        """
        customer = self.bound["customer_id"].text_sql
        timed = f"""
            SELECT {extra} {customer} AS customer, {self.times.sql} AS given,
                   coalesce(regexp_full_match({customer}, {literal(PLAIN)}), false) AS plain,
                   {self._suppressed_sql()} AS suppressed, {self._event_sql()} AS event,
                   {self._surplus_sql()} AS surplus
                   {"".join(f", {self._category_sql(name)} AS {name}" for name in self.categories)}
                   {"".join(f", {times.sql} AS given_{name}" for name, times in self.moments.items())}
                   {"".join(f", {_filled_sql(self.bound[name])} AS filled_{name}" for name in self.moments)}
                   {"".join(f", {sql} AS {name}" for name, sql in self._further_sql().items())}
            FROM {self.scan.sql}"""
        moments = "".join(
            f", {self._instant_sql(f'given_{name}', times)} AS {name}" for name, times in self.moments.items()
        )
        placed = f"SELECT *, {self._instant_sql('given', self.times)} AS instant {moments} FROM ({timed})"
        return f"SELECT *, {self._verdict_sql()} AS verdict FROM ({placed})"

    @property
    def has_contact_id(self) -> bool:
        """True when contacts have ids."""
        return "contact_id" in self.bound

    def doubtful_sql(self) -> tuple[str, str]:
        """Return SQL over ``given`` for whether a local time occurs twice, and whether it does not occur."""
        return ("false", "false") if self.times.zoned else self.log_zone.doubtful_sql("given", self.times.years)

    def _instant_sql(self, given: str, times: TimeColumn) -> str:
        sql = given if times.zoned else self.log_zone.instant_sql(given, times.years)
        if times.years[0] > YEARS[0] and times.years[1] < YEARS[1]:
            return sql
        room = DAY if times.zoned else 0
        return f"CASE WHEN {given} BETWEEN {EARLIEST - room} AND {LATEST + room} THEN {sql} END"

    def _verdict_sql(self) -> str:
        blank = f"coalesce({trimmed('customer')}, '') = ''"
        nobody = f"(CASE WHEN plain THEN false ELSE {blank} END)"
        event = f"WHEN event NOT IN {listed(KNOWN_EVENTS)} THEN {OTHER}" if self.is_events else ""
        kept = f"CASE WHEN event = {literal(SENT)} THEN {CONTACT} ELSE {EVENT} END" if self.is_events else str(CONTACT)
        return f"""CASE {self._outside_sql()} WHEN suppressed THEN {SUPPRESSED} {event}
                        WHEN surplus OR instant IS NULL OR {nobody} THEN {REJECTED} ELSE {kept} END"""

    def _outside_sql(self) -> str:
        first, last = self.settings.log_from, self.settings.log_to
        if first is None and last is None:
            return ""
        day = self.zone.day_sql("instant", self.times.years)
        after = f"{day} < {(first - _EPOCH).days}" if first else "false"
        before = f"{day} > {(last - _EPOCH).days}" if last else "false"
        return f"WHEN instant IS NOT NULL AND ({after} OR {before}) THEN {OUTSIDE}"

    def _suppressed_sql(self) -> str:
        said = "false"
        if "suppressed" in self.bound:
            word = f"coalesce(lower({trimmed(self.bound['suppressed'].text_sql)}), '')"
            said = f"({word} NOT IN {listed(NO)} AND coalesce(TRY_CAST({word} AS DOUBLE) <> 0, true))"
        return f"({said} OR {self._event_sql()} = 'suppressed')" if self.is_events else said

    def _event_sql(self) -> str:
        return f"coalesce(lower({trimmed(self.bound['event_type'].text_sql)}), '')" if self.is_events else "NULL"

    def _surplus_sql(self) -> str:
        return "(surplus = 1)" if self.scan.is_copy else "false"

    def _category_sql(self, field: str) -> str:
        return f"coalesce({self.bound[field].text_sql}, '')"

    def _further_sql(self) -> Mapping[str, str]:
        """Return SQL for the cells that a row may have besides its times and categories, tidied."""
        read: dict[str, Callable[[Binding], str]] = {
            "contact_id": lambda cell: f"coalesce({trimmed(cell.text_sql)}, '')",
            "bounced": lambda cell: f"coalesce(lower({trimmed(cell.text_sql)}), '')",
            "score": _score_sql,
            "question": lambda cell: f"coalesce({cell.text_sql}, '')",
            "comment": lambda cell: f"(coalesce({trimmed(cell.text_sql)}, '') <> '')",
        }
        return {name: tidied(self.bound[name]) for name, tidied in read.items() if name in self.bound}


def _filled_sql(cell: Binding) -> str:
    return f"(coalesce({trimmed(cell.sql)}, '') <> '')" if cell.type == "VARCHAR" else f"({cell.sql} IS NOT NULL)"


def _score_sql(cell: Binding) -> str:
    """Return SQL for a score: not a number where there is none, infinite where it cannot be read.

    Its decimals may stand behind a comma.
    """
    written = trimmed(cell.text_sql)
    return (
        f"(CASE WHEN coalesce({written}, '') = '' THEN 'nan' "
        f"ELSE coalesce(TRY_CAST(replace({written}, ',', '.') AS DOUBLE), 'inf') END)"
    )


def clean_customer_sql() -> str:
    """Return SQL for a row's customer id as it is compared: trimmed, and lower-cased when it is an address."""
    cleaned = trimmed("customer")
    folded = f"CASE WHEN contains(customer, '@') THEN lower({cleaned}) ELSE {cleaned} END"
    return f"CASE WHEN plain THEN customer ELSE {folded} END"


def cleaned(name: str, value: str) -> str:
    """Return a category's value as it is compared: trimmed; kinds in lower case, an empty one an invitation."""
    value = value.strip(BLANKS)
    return (value.lower() if name in LOWERED else value) or BLANK.get(name, "")
