"""The terminal at which somebody says what became of the actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, Literal

from cxmaturity.comparison.progress import ActionProgress
from cxmaturity.comparison.progress_words import beside_words, dates_words, judged_words
from cxmaturity.documents.writing import Value
from cxmaturity.evidence.facts import Status
from cxmaturity.interview.action_walk import ActionReply, ActionStep, Ask, Asked, NowIs, preset
from cxmaturity.interview.menu import Entry
from cxmaturity.interview.record_desk import Passing, RecordDesk
from cxmaturity.interview.steps import Again, Back, Left, Skipped
from cxmaturity.roadmap.changing import ActionChange, far_off, is_far
from cxmaturity.roadmap.columns import BETWEEN, STATUSES
from cxmaturity.words import Language, Text, text
from cxmaturity.words.days import day_of

_Bar = Literal["owner", "dates", "result", "feedback"]
_SHOWN: Final = 9
"""Owners that are shown at once."""
_OTHER: Final = "\0"
_ASKS: Final[Mapping[Asked, Text]] = {
    "owner": text("Who carries it?"),
    "started": text("When did it start?"),
    "ended": text("When did it end?"),
    "result": text("What came of it, in a sentence? (empty: later)"),
    "feedback": text("What caused it? Metrics, findings or words, with semicolons between them:"),
}


class ActionTerminal(RecordDesk):
    """A desk in a real terminal. Ctrl-C leaves at once; what was kept stays kept."""

    def __init__(self, owners: Mapping[str, str], day: date, language: Language) -> None:
        """Speak ``language``; ``owners`` are the ids of teams and roles with their names, ``day`` is the cycle's."""
        super().__init__(language, text("Every answer is kept in roadmap.yaml at once. Esc leaves a line."))
        self._owners, self._day = owners, day

    def ask(self, step: ActionStep) -> ActionReply:
        """Show the action with its plan and its dates, and return what became of it."""
        self._head(step)
        while True:
            match chosen := self._choose(step):
                case Skipped() | Back() | Left():
                    return chosen
                case "language":
                    self._speak_the_other_language()
                    self._head(step)
                case "dates":
                    return Ask(self._which_day(step))
                case "owner" | "result" | "feedback":
                    return Ask(chosen)
                case _:
                    return NowIs(chosen)

    def fill(self, step: ActionStep, key: Asked) -> Value:
        """Return what is to stand there; None where it is left."""
        if key == "owner":
            return self._owner(step.item)
        if key in ("started", "ended"):
            return self._date(step.item, "started" if key == "started" else "ended")
        present = getattr(step.item.tracked, key)
        if key == "result":
            self._measured(step.item)
            return self._prompts.line(_ASKS[key], present or "") or None
        line = self._prompts.line(_ASKS[key], BETWEEN.join(present))
        causes = [word.strip() for word in (line or "").split(";") if word.strip()]
        return causes or None

    def kept(self, item: ActionProgress, changes: Sequence[ActionChange]) -> None:
        """Say that something is on the disk."""
        said = ", ".join(self._prompts.show(_value_words(change)) for change in changes)
        self._done(text("kept: {id}, {answer}", id=item.action.id, answer=said))

    def taken_back(self, item: ActionProgress) -> None:
        """Say that what was said of an action is taken back."""
        self._done(text("taken back: {id}", id=item.action.id))

    def rest(self, total: int) -> Back | Again | Left:
        """Offer to go through them again, or back to the last one, before it ends."""
        prompts = self._prompts
        prompts.console.print()
        if not total:
            prompts.print(text("There is no action to ask for: neither a plan nor roadmap.yaml has one."), "green")
            return Left()
        prompts.print(text("Nothing is left to ask."), "green")
        choices = [
            (prompts.show(text("Back to the last one")), "back"),
            (prompts.show(text("Through all of them again")), "again"),
            (prompts.show(text("Finish")), "finish"),
        ]
        match prompts.select(text("What now?"), choices, start="finish"):
            case "again":
                return Again()
            case "back":
                return Back()
        return Left()

    def _head(self, step: ActionStep) -> None:
        prompts, item = self._prompts, step.item
        self._rule(prompts.show(text("Action {n:int} of {total:int}", n=step.number, total=step.total)))
        parts = [item.action.id, prompts.show(STATUSES[item.status])]
        if item.tracked.owner:
            parts.append(self._owners.get(item.tracked.owner, item.tracked.owner))
        prompts.print(" · ".join(parts), "cyan")
        prompts.print(item.action.title.show(self.language), "bold")
        prompts.print(item.action.objective.show(self.language), "dim")
        if dates := dates_words(item, self.language):
            prompts.print(dates, "yellow" if item.slip.is_due else "")
        if item.tracked.result:
            prompts.print(text("Result: {result}", result=item.tracked.result))
        self._measured(item)
        prompts.console.print()

    def _measured(self, item: ActionProgress) -> None:
        """Say what the target metric did."""
        if item.judged is not None:
            self._prompts.print(judged_words(item.judged, self.language))
            if beside := list(beside_words(item.judged, self.language)):
                self._prompts.print(" · ".join(beside), "dim")

    def _choose(self, step: ActionStep) -> Status | _Bar | Passing:
        show = self._prompts.show
        rows = [Entry(str(place), show(name), status) for place, (status, name) in enumerate(STATUSES.items(), start=1)]
        bar: list[Entry[_Bar | Passing]] = [
            Entry("o", show(text("Owner")), "owner"),
            Entry("d", show(text("Dates")), "dates"),
            Entry("r", show(text("Result")), "result"),
            Entry("c", show(text("Caused by")), "feedback"),
            *self._passing("l"),  # f would be finished to who tells a status
        ]
        return self._prompts.choose(text("What became of it?"), rows, bar, Skipped())

    def _which_day(self, step: ActionStep) -> Asked:
        """Return which of the two dates is meant: an action that has no end has only one."""
        if step.item.status not in ("finished", "dropped"):
            return "started"
        show = self._prompts.show
        choices: list[tuple[str, Asked]] = [(show(_ASKS["started"]), "started"), (show(_ASKS["ended"]), "ended")]
        return self._prompts.select(text("Which date?"), choices, start="ended")

    def _date(self, item: ActionProgress, key: Literal["started", "ended"]) -> date | None:
        proposed = preset(item, key, self._day).isoformat()
        while line := self._prompts.line(_ASKS[key], proposed, is_replaced=True):
            try:
                day = day_of(line, self.language)
            except ValueError as error:
                self._prompts.print(error.args[0], "yellow")
                continue
            if not is_far(day, self._day):
                return day
            self._prompts.print(far_off(day, self._day), "yellow")
        return None

    def _owner(self, item: ActionProgress) -> str | None:
        """Return the id of the team or role that is chosen or typed; None when it is left."""
        prompts, first = self._prompts, list(item.action.effort)
        ids = sorted(self._owners, key=lambda id_: first.index(id_) if id_ in first else len(first))
        rows = [(self._owners[id_], id_) for id_ in ids[:_SHOWN]]
        rows.append((prompts.show(text("Somebody else…")), _OTHER))
        left = (prompts.show(text("Leave it open")), "")
        chosen = prompts.select(_ASKS["owner"], rows, start="", nothing=left)
        if chosen != _OTHER:
            return chosen or None
        typed = prompts.word_of(text("Its name (Tab completes, empty: back):"), list(self._owners))
        return next((id_ for id_, name in self._owners.items() if name.casefold() == typed.casefold()), typed) or None


def _value_words(change: ActionChange) -> Text:
    """Return a change as it is acknowledged."""
    value = change.value
    if change.key == "status" and isinstance(value, str):
        return next((name for status, name in STATUSES.items() if status == value), Text(value))
    if value is None:
        return text("without {what}", what=_NAMES[change.key])
    shown = BETWEEN.join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return text("{name}: {value}", name=_NAMES[change.key], value=shown)


_NAMES: Final[Mapping[str, Text]] = {
    "status": text("status"),
    "owner": text("carrier"),
    "started": text("start"),
    "ended": text("end"),
    "result": text("result"),
    "feedback": text("cause"),
    "level": text("level"),
}
