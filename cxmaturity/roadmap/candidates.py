"""Which actions are worth considering: those that raise a practice or answer a finding, and what they require."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cxmaturity.checks.finding import Finding
from cxmaturity.errors import InputError, Problem, did_you_mean
from cxmaturity.evidence.answers import Level
from cxmaturity.model.schema import Action
from cxmaturity.roadmap.catalogue import Entry
from cxmaturity.scoring import Scores
from cxmaturity.words import Text, text


def candidates(
    entries: Mapping[str, Entry], scores: Scores, findings: Iterable[Finding], without: Iterable[str] = ()
) -> dict[str, Entry]:
    """Return the open actions that raise a practice or answer a fired finding, with the open ones that they require.

    ``without`` leaves actions out as if they were dropped. Raises InputError for an id that no action has,
    and for an action that runs, is finished or dropped: there is nothing to suppose.
    """
    left_out = set(without)
    _check_left_out(left_out, entries)
    usable = {key: entry for key, entry in entries.items() if entry.is_open and key not in left_out}
    fired = {finding.id for finding in findings}
    low = {score.practice.id: score.lowest if score.applicable else Level.FULLY for score in scores.practices}
    chosen = {key for key, entry in usable.items() if raises(entry.action, low) or fired & set(entry.action.answers)}
    waiting = list(chosen)
    while waiting:
        needed = [key for key in usable[waiting.pop()].action.requires if key in usable and key not in chosen]
        chosen.update(needed)
        waiting += needed
    return {key: entry for key, entry in usable.items() if key in chosen}


def raises(action: Action, low: Mapping[str, Level]) -> bool:
    """Tell whether an action establishes some practice above the level that it has (unanswered: not)."""
    return any(Level.of(level) > low[practice] for practice, level in action.establishes.items())


def _check_left_out(left_out: set[str], entries: Mapping[str, Entry]) -> None:
    """Raise InputError for ids that no action has, and for actions that can't be left out any more."""
    problems = [
        Problem(text("--without: there is no action “{id}”.", id=key), remedy=did_you_mean(key, entries))
        for key in sorted(left_out - entries.keys())
    ]
    problems += [
        Problem(what, remedy=text("Leave --without {id} out.", id=key))
        for key in sorted(left_out & entries.keys())
        if (what := _settled(key, entries[key].tracked.status)) is not None
    ]
    if problems:
        raise InputError(problems)


def _settled(key: str, status: str) -> Text | None:
    match status:
        case "running":
            return text("--without: the action “{id}” runs already.", id=key)
        case "finished":
            return text("--without: the action “{id}” is finished.", id=key)
        case "dropped":
            return text("--without: the action “{id}” is dropped already.", id=key)
    return None
