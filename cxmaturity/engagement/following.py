"""The closed loop of an engagement: what its facts rest on, and how they are observed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from cxmaturity.contacts import EmptyPeriodError, Progress
from cxmaturity.engagement.contact_audit import seen_from
from cxmaturity.engagement.folder import Cycle, Engagement
from cxmaturity.engagement.logs import Logs, audit_settings, shown_path
from cxmaturity.engagement.recorded import Input, Recorded
from cxmaturity.errors import wrong
from cxmaturity.evidence.loop import CASE_COLUMNS, LoopFacts, loop_facts, loop_record
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from cxmaturity.contacts.answers import Answers

_SECTIONS: Final = {"rules", "alerts", "sources", "teams"}
"""Sections of the map that the loop looks at."""
_NO_MATTER: Final = {"policy", "source_kinds", "mapped_tools", "platform_tools", "timings"}
"""What a contact audit is asked that changes no answer."""


@dataclass(frozen=True)
class Loop:
    """What is to be followed in a cycle."""

    engagement: Engagement
    cycle: Cycle
    logs: Logs
    map: OwnershipMap | None

    @property
    def is_worth_following(self) -> bool:
        """Tell whether there is a case log, or a map that says which rules there are."""
        return self.engagement.cases_file.exists() or bool(self.map and self.map.rules is not None)

    def basis(self, recorded: Recorded) -> Mapping[str, Any]:
        """Return what loop facts rest on, the answers being those of the logs recorded; equal ones give equal facts."""
        if not self.is_worth_following:
            return {}
        name = shown_path(self.engagement.cases_file, self.engagement)
        return {
            "as_of": self.cycle.as_of.isoformat(),
            "cases": next((file.sha256 for file in recorded.files if file.path == name), None),
            "map": _digest_of_map(self.map) if self.map else None,
            "answers": _digest_of_answers(recorded.logs, recorded.asked),
        }

    def observe(self, progress: Progress | None = None, beside: Callable[[Answers], None] | None = None) -> LoopFacts:
        """Return what becomes of the answers. Raises InputError when a log or the cases cannot be read.

        ``beside`` is done while the answers still stand in the engine, with the tables of ``audit_loop``.
        """
        from cxmaturity.engagement.cases_file import read_cases
        from cxmaturity.loop import audit_loop

        zone = self.engagement.settings.timezone
        path = self.engagement.cases_file
        cases = read_cases(path, zone) if path.exists() else None
        with self._answers(progress) as answers:
            facts = audit_loop(answers, cases, self.map, self.cycle.as_of, zone)
            if beside is not None:
                beside(answers)
        notes = tuple(seen_from(self.engagement, note) for note in facts.notes)
        # Through JSON and back, so that facts are the same whether they were computed now or read later.
        return loop_facts(json.loads(json.dumps(loop_record(replace(facts, notes=notes)), allow_nan=False)))

    @contextmanager
    def _answers(self, progress: Progress | None) -> Iterator[Answers]:
        """Open the answers of the cycle's period; none where no contact lies in it, as where there is no log."""
        from cxmaturity.contacts.answers import answers, no_answers

        settings = audit_settings(self.engagement, self.cycle, self.map)
        with ExitStack() as stack:
            try:
                seen = self.logs.logs and answers(self.logs.logs, settings, progress, {"segment", *self._fields()})
                found = stack.enter_context(seen or no_answers(settings))
            except EmptyPeriodError:
                found = stack.enter_context(no_answers(settings))
            yield found

    def _fields(self) -> Iterator[str]:
        """Yield the fields that the rules look at, so that comments are not kept where nobody asks for them."""
        from cxmaturity.evidence.conditions import conditions_of

        for rule in (self.map.rules if self.map else None) or ():
            for condition in conditions_of(rule):
                yield condition.field


def refuse_nothing(loop: Loop) -> None:
    """Raise InputError where there is nothing to follow, not even a log of answers, and say what to put where."""
    if not loop.is_worth_following and not loop.logs.logs:
        raise wrong(
            text("there is nothing to follow: no log of answers, no log of cases, and no rules on the map."),
            loop.engagement.folder,
            text(
                "Put logs into {contacts} and the cases into {cases} (columns {columns}), or write the section rules "
                "in {map}.",
                contacts=f"{loop.engagement.contacts.name}/",
                cases=loop.engagement.cases_file.name,
                columns=", ".join(CASE_COLUMNS),
                map=loop.engagement.map_file.name,
            ),
        )


def with_loop(recorded: Recorded, loop: Loop, progress: Progress | None = None) -> Recorded:
    """Return a record whose loop facts agree with everything else in it, observed where that is due."""
    basis = loop.basis(recorded)
    if basis == recorded.loop_asked:
        return recorded
    return replace(recorded, loop=loop.observe(progress) if basis else None, loop_asked=basis)


def not_followed(recorded: Recorded, loop: Loop) -> list[Text]:
    """Return why the loop facts of a record stay as they are although something has changed: the logs are gone."""
    if loop.basis(recorded) == recorded.loop_asked:
        return []
    return [
        text(
            "What became of the answers cannot be looked at again without these logs: the closed loop is as recorded, "
            "and leaves out what has changed since in cases, rules or date."
        )
    ]


def _digest_of_map(ownership_map: OwnershipMap) -> str:
    return _digest(ownership_map.model_dump(mode="json", by_alias=True, include=_SECTIONS))


def _digest_of_answers(logs: tuple[Input, ...], asked: Mapping[str, Any]) -> str | None:
    how = {name: value for name, value in asked.items() if name not in _NO_MATTER}
    return _digest([[(file.path, file.sha256) for file in logs], how]) if logs else None


def _digest(record: object) -> str:
    return hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()
