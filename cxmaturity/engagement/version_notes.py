"""What a reader is told when answers were given under another version of the model, or under another model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from cxmaturity.engagement.journal import Entry, Journal, Key
from cxmaturity.engagement.recorded import ModelSeen
from cxmaturity.model import Model
from cxmaturity.model.migrating import Migration, arrivals
from cxmaturity.words import Text, text

Way = Callable[[Entry], Sequence[Migration]]

_KINDS: Mapping[str, Text] = {
    "renamed": text("{n:int} renamed ({what})"),
    "split": text("{n:int} split ({what})"),
    "merged": text("{n:int} merged ({what})"),
    "waiting": text("{n:int} merged and open, because not all parts are answered ({what})"),
    "rescaled": text("{n:int} on another scale ({what})"),
    "retired": text("{n:int} retired, which count no more ({what})"),
}


def what_became(before: Journal, after: Journal, model: Model, way: Way) -> list[Text]:
    """Say what became of the answers that were given under an earlier version from which migrations lead here."""
    moved = {entry: steps for entry in _standing(before) if (steps := way(entry))}
    if not moved:
        return []
    now = {entry.key: entry for entry in _standing(after)}
    found: dict[str, dict[str, int]] = {kind: {} for kind in _KINDS}
    for entry, steps in moved.items():
        for kind, change in _changes(entry, steps, now):
            found[kind][change] = found[kind].get(change, 0) + 1
    told = [
        Text(_KINDS[kind].template, {"n": sum(changes.values()), "what": "; ".join(sorted(changes))})
        for kind, changes in found.items()
        if changes
    ]
    return [
        text(
            "{n:int} {n:plural answer was|answers were} given to version {old} of {model} and "
            "{n:plural is|are} read as version {new} has {n:plural it|them}: {changes}.",
            n=len(moved),
            old=", ".join(sorted({entry.version for entry in moved})),
            new=model.header.version,
            model=model.header.id,
            changes=_joined(told) if told else text("every practice is as it was"),
        )
    ]


def _changes(entry: Entry, steps: Sequence[Migration], now: Mapping[Key, Entry]) -> Iterable[tuple[str, str]]:
    """Yield what happened to an answer, each with the ids that it happened to."""
    old = entry.answer.practice
    there = sorted(arrivals(steps, [old]))
    on_the_way = {old}
    merged = False
    for step in steps:
        merged = merged or any(step.merged(practice) for practice in on_the_way)
        on_the_way = set(arrivals([step], on_the_way))
    arrived = [now[key] for new in there if (key := (new, entry.answer.respondent, entry.answer.agreed)) in now]
    change = f"{old} → {', '.join(there)}"
    if not there:
        yield "retired", old
    elif merged:
        yield ("merged" if arrived else "waiting"), change
    elif there != [old]:
        yield ("split" if len(there) > 1 else "renamed"), change
    if not merged and any(new.answer.voice != entry.answer.voice for new in arrived):
        yield "rescaled", ", ".join(there)


def not_of_the_model(after: Journal, model: Model) -> list[Text]:
    """Say which answers were given to another model, or to a version from which none leads here, and what counts."""
    known = {practice.id for practice in model.practices}
    strangers: dict[tuple[str, str], list[str]] = {}
    for entry in _standing(after):
        strangers.setdefault((entry.model, entry.version), []).extend({entry.answer.practice} - known)
    return [
        note
        for (given_to, version), ids in sorted(strangers.items())
        if (note := _strangers(model, given_to, version, sorted(set(ids)))) is not None
    ]


def _strangers(model: Model, given_to: str, version: str, ids: Sequence[str]) -> Text | None:
    header = model.header
    left_out = text("left out: {ids}", ids=", ".join(ids)) if ids else text("none is left out")
    if given_to not in ("", header.id):
        return text(
            "Some answers were given to the model {other} {old}, and this is {model} {new}: those to practices that "
            "both have count; {left_out}.",
            other=given_to,
            old=version,
            model=header.id,
            new=header.version,
            left_out=left_out,
        )
    if version not in ("", header.version):
        return text(
            "Some answers were given to version {old} of {model}, and no migration leads from it to version {new}: "
            "those to practices that are still there count; {left_out}.",
            old=version,
            model=header.id,
            new=header.version,
            left_out=left_out,
        )
    return text("Answers to what is no practice of the model are left out: {ids}.", ids=", ".join(ids)) if ids else None


def model_changed(before: ModelSeen, present: ModelSeen, *, told: bool) -> list[Text]:
    """Say when a score may have moved because the model did; ``told`` when the answers' own notes tell a new version.

    ``before`` is the model by which the cycle was read first, or answered last.
    """
    if (before.id, before.version) == (present.id, present.version) and before.hash != present.hash:
        return [
            text(
                "The model {id} {version} was changed since this cycle was first read, and its version was not raised: "
                "scores may differ from earlier ones for this reason alone.",
                id=present.id,
                version=present.version,
            )
        ]
    if before == present or told:
        return []
    return [
        text(
            "This cycle was read by the model {old_id} {old} before, and is now by {id} {version}: "
            "scores may differ from earlier ones for this reason alone.",
            old_id=before.id,
            old=before.version,
            id=present.id,
            version=present.version,
        )
    ]


def _standing(journal: Journal) -> list[Entry]:
    return [entry for entry in journal.last.values() if not entry.withdrawn]


def _joined(texts: Sequence[Text]) -> Text:
    whole = texts[0]
    for more in texts[1:]:
        whole = text("{one}; {more}", one=whole, more=more)
    return whole
