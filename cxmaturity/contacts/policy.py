"""Contact policies: presets, ``N/DAYS[,N/DAYS…]``, a file, or the mapping that engagement.yaml holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import Field, TypeAdapter, ValidationError, field_validator

from cxmaturity.contacts.fields import KINDS
from cxmaturity.contacts.settings import LONGEST, Limit, Policy
from cxmaturity.documents import Frozen, load
from cxmaturity.errors import InputError, Problem, did_you_mean, wrong
from cxmaturity.words import Text, text

DEFAULT: Final = "rest-30"
"""The preset that a log is measured against when nobody names another."""

_PRESETS = Path(__file__).with_name("policies.yaml")
_REST = re.compile(r"rest-(\d+)")
_SHORT = re.compile(r"\s*(\d+)\s*/\s*(\d+(?:\.\d+)?)\s*")


class LimitRecord(Frozen):
    """A limit as files hold it."""

    contacts: Annotated[int, Field(ge=0)]
    days: Annotated[float, Field(gt=0, le=LONGEST)]
    to: Literal["relationship", "transactional", "indirect"] | None = None


class PolicyRecord(Frozen):
    """A policy as files hold it."""

    name: Annotated[str, Field(min_length=1)] | None = None
    limits: tuple[LimitRecord, ...]
    counts: tuple[str, ...] = ("invite", "reminder")
    exempt: tuple[str, ...] = ()
    priority: tuple[str, ...] = ()

    @field_validator("limits")
    @classmethod
    def _something_is_limited(cls, value: tuple[LimitRecord, ...]) -> tuple[LimitRecord, ...]:
        if not value:
            raise ValueError(text("a policy needs at least one limit."))
        return value

    @field_validator("counts")
    @classmethod
    def _kinds_are_known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for word in value:
            if word not in KINDS:
                remedy = did_you_mean(word, KINDS) or text("Known are: {words}.", words=", ".join(KINDS))
                raise ValueError(text("“{word}” is not a kind of contact. {remedy}", word=word, remedy=remedy))
        return value


def parse_policy(given: str | Path | Mapping[str, Any], declared: bool = False) -> Policy:
    """Return the policy that a preset's name, ``rest-N``, ``N/DAYS[,N/DAYS…]``, a YAML file or a mapping stands for.

    ``rest-N`` is one request in N days; ``rest-0`` limits nothing.

    Raises InputError with every mistake of it.
    """
    if isinstance(given, Mapping):
        return _policy(_checked(given), "inline", declared)
    name = str(given)
    if name in presets():
        return _policy(presets()[name], name, declared)
    if rest := _REST.fullmatch(name):
        return Policy(name, _rest(int(rest[1]), name), declared=declared)
    if isinstance(given, Path) or name.lower().endswith((".yaml", ".yml")):
        record: PolicyRecord = load(Path(name), PolicyRecord)[0]
        return _policy(record, Path(name).stem, declared)
    if Path(name).is_file():  # it may be a log, and what is wrong with a YAML file is told with what stands there
        raise wrong(text("a policy file’s name ends in .yaml."), Path(name), text("Rename it if it is one."))
    return Policy(name, tuple(_short_limit(part, name) for part in name.split(",")), declared=declared)


@cache
def presets() -> Mapping[str, PolicyRecord]:
    """Return the shipped policies by name."""
    records: tuple[PolicyRecord, ...] = load(_PRESETS, tuple[PolicyRecord, ...])[0]
    return {record.name or "": record for record in records}


def policy_record(policy: Policy) -> dict[str, object]:
    """Return a policy as JSON holds it."""
    return {
        "name": policy.name,
        "limits": [
            {"contacts": limit.contacts, "days": _number(limit.days), "to": limit.to} for limit in policy.limits
        ],
        "counts": list(policy.counts),
        "exempt": list(policy.exempt),
        "priority": list(policy.priority),
        "declared": policy.declared,
    }


def check_kinds(policy: Policy, source_kinds: Mapping[str, str]) -> None:
    """Raise InputError when a limit speaks of kinds of source and no source's kind is known."""
    if any(limit.to for limit in policy.limits) and not source_kinds:
        raise wrong(
            text(
                "the policy “{policy}” has limits for kinds of source, and no source’s kind is known.",
                policy=policy.name,
            ),
            remedy=text("Name the kinds in ownership.yaml, or in contacts/manifest.yaml under source_kinds."),
        )


def _policy(record: PolicyRecord, name: str, declared: bool) -> Policy:
    limits = tuple(Limit(limit.contacts, limit.days, limit.to) for limit in record.limits)
    return Policy(record.name or name, limits, record.counts, record.exempt, record.priority, declared)


def _rest(days: int, name: str) -> tuple[Limit, ...]:
    """Return the limit of one request in so many days; none where there are no days."""
    return (_short_limit(f"1/{days}", name),) if days else ()


def _short_limit(part: str, whole: str) -> Limit:
    match = _SHORT.fullmatch(part)
    if match is None:
        raise wrong(text("“{policy}” is not a contact policy.", policy=whole), remedy=_hint(whole))
    contacts, days = int(match[1]), float(match[2])
    if not 0 < days <= LONGEST:
        raise wrong(
            text("in the policy “{policy}”, {days} is not a number of days.", policy=whole, days=match[2]),
            remedy=text("Give between 1 and {most} days.", most=LONGEST),
        )
    return Limit(contacts, days)


def _hint(word: str) -> Text:
    known = ", ".join(presets())
    return (None if word.startswith("rest-") else did_you_mean(word, presets())) or text(
        "Give one of {presets}, rest-N for N days, N/DAYS such as 1/30 or 1/30,3/365, or a YAML file.", presets=known
    )


def _checked(given: Mapping[str, Any]) -> PolicyRecord:
    try:
        return TypeAdapter(PolicyRecord).validate_python(dict(given))
    except ValidationError as error:
        raise InputError(_problem(detail) for detail in error.errors(include_url=False)) from error


def _problem(detail: Any) -> Problem:  # noqa: ANN401  # as pydantic gives it
    key = ".".join(str(step) for step in detail["loc"])
    if detail["type"] == "extra_forbidden":
        known = LimitRecord.model_fields if "limits" in detail["loc"] else PolicyRecord.model_fields
        return Problem(
            text("unknown key “{key}” in the policy.", key=key), remedy=did_you_mean(str(detail["loc"][-1]), known)
        )
    if detail["type"] == "value_error" and isinstance(detail["ctx"]["error"].args[0], Text):
        return Problem(detail["ctx"]["error"].args[0])
    if detail["type"] == "literal_error":
        words = re.findall(r"'([^']*)'", detail["ctx"]["expected"])
        remedy = did_you_mean(str(detail["input"]), words) or text("Known are: {words}.", words=", ".join(words))
        return Problem(text("“{value}” is not a value of “{key}”.", value=detail["input"], key=key), remedy=remedy)
    if detail["type"] == "missing":
        return Problem(text("the policy lacks the key “{key}”.", key=key))
    return Problem(text("in the policy, “{key}”: {reason}.", key=key, reason=detail["msg"]))


def _number(days: float) -> int | float:
    return int(days) if days == int(days) else days
