"""What an audit has to say beside its figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from cxmaturity.contacts.fields import KINDS
from cxmaturity.contacts.files.naming import named
from cxmaturity.contacts.kernel.scores import METRICS
from cxmaturity.contacts.kernel.summary import Summary
from cxmaturity.contacts.metrics.score_metrics import scales_of
from cxmaturity.contacts.rows.judging import CONTACT, OTHER, OUTSIDE, REJECTED
from cxmaturity.contacts.rows.misread import event_words, uncounted_kinds
from cxmaturity.contacts.rows.opening import Opened
from cxmaturity.contacts.rows.rejected import RejectedRow
from cxmaturity.contacts.rows.zones import zone_in_words
from cxmaturity.contacts.settings import AuditSettings, Log, Policy
from cxmaturity.words import Text, text

NO_OPT_OUTS: Final = text(
    "{n:int} {n:plural request is|requests are} from logs that show no opt-outs, so the rate of opt-outs is too low."
)
"""Said where other logs of the same audit do show them."""
_MANY_LATE: Final = 0.2
"""Share of late answers above which a longer window is suggested."""


def notes_of(
    opened: Sequence[Opened], rejected: Sequence[RejectedRow], summary: Summary, settings: AuditSettings
) -> Iterator[Text]:
    """Yield the notes of an audit: what was misread by its look, then the others in the order of the work."""
    yield from (warning for each in opened for warning in each.judge.scan.warnings)
    log = opened[0].judge.scan.file.log
    if never := uncounted_kinds(summary.values.get("kind", {}), settings.policy, log):
        yield never
    for each in opened:
        yield from _of_file(each)
    yield from _of_zones(opened)
    yield from _of_events(opened, summary)
    yield from _left_out(opened, summary)
    yield from _of_opt_outs(opened)
    yield from _of_kinds(summary, settings.policy)
    for policy in dict.fromkeys((settings.policy, *settings.replays)):
        yield from _of_policy(summary, policy, settings.source_kinds)
    yield from _of_answers(summary, settings, log)
    yield from _of_scores(summary, log)
    yield from _of_rejected(opened, rejected)


def notes_of_reading(opened: Sequence[Opened], rejected: Sequence[RejectedRow]) -> Iterator[Text]:
    """Yield those of an audit's notes that tell how the logs were read, whatever is then made of them."""
    yield from (warning for each in opened for warning in each.judge.scan.warnings)
    for each in opened:
        yield from _of_file(each)
    yield from _of_zones(opened)
    yield from _outside(opened)
    yield from _of_rejected(opened, rejected)


def _of_rejected(opened: Sequence[Opened], rejected: Sequence[RejectedRow]) -> Iterator[Text]:
    for row in rejected:
        yield text("{place}: row rejected: {reason}.", place=str(row.where), reason=row.reason)
    more = sum(each.tally.count(REJECTED) for each in opened) - len(rejected)
    if more > 0:
        yield text("{n:int} further {n:plural row was|rows were} rejected.", n=more)


def _of_file(opened: Opened) -> Iterator[Text]:
    judge, tally = opened.judge, opened.tally
    file = str(judge.scan.file.path)
    yield from judge.scan.notes
    if not tally.rows and not judge.scan.file_rows:
        yield text("{file} has no rows below its header.", file=file)
    for column, cells in tally.unread.items():
        yield text(
            "{file}: {n:int} {n:plural time|times} in the column “{column}” cannot be read and {n:plural counts|count} "
            "as empty.",
            file=file,
            n=cells,
            column=column,
        )
    if tally.repeated:
        yield text(
            "{file}: {n:int} {n:plural time falls|times fall} into an hour that the clock repeats; the first is taken.",
            file=file,
            n=tally.repeated,
        )
    if tally.missing:
        yield text(
            "{file}: {n:int} {n:plural time falls|times fall} into an hour that the clock skips; moved forward.",
            file=file,
            n=tally.missing,
        )


def _of_zones(opened: Sequence[Opened]) -> Iterator[Text]:
    """Yield which zone times without offset were read in, one note a zone."""
    files: dict[str, list[str]] = {}
    for each in opened:
        if each.tally.rows and not each.judge.times.zoned:
            files.setdefault(each.judge.log_zone.name, []).append(str(each.judge.scan.file.path))
    for zone, names in files.items():
        told = text("{file} and {n:int} more", file=names[0], n=len(names) - 1) if len(names) > 1 else names[0]
        yield text("{file}: times without offset were read as {zone}.", file=told, zone=zone_in_words(zone))


def _of_events(opened: Sequence[Opened], summary: Summary) -> Iterator[Text]:
    others = sum(each.tally.count(OTHER) for each in opened)
    if others:
        told = named({event for each in opened for event in each.tally.other_events})
        what = text("{n:int} {n:plural row is|rows are} of other event types: {types}.", n=others, types=told)
        own = {event for each in opened if each.judge.scan.given is None for event in each.tally.other_events}
        yield text("{what} {known}", what=what, known=event_words(own)) if own else what
    if summary.orphan_events:
        yield text("{n:int} {n:plural event belongs|events belong} to no contact.", n=summary.orphan_events)


def _left_out(opened: Sequence[Opened], summary: Summary) -> Iterator[Text]:
    yield from _outside(opened)
    if summary.dropped_reminders:
        yield text("{n:int} {n:plural reminder was|reminders were} left out.", n=summary.dropped_reminders)
    if summary.dropped_duplicates:
        yield text("{n:int} exact {n:plural duplicate was|duplicates were} left out.", n=summary.dropped_duplicates)


def _outside(opened: Sequence[Opened]) -> Iterator[Text]:
    outside = sum(each.tally.count(OUTSIDE) for each in opened)
    if outside:
        yield text(
            "{n:int} {n:plural row lies|rows lie} outside the period and {n:plural was|were} left out.", n=outside
        )


def _of_opt_outs(opened: Sequence[Opened]) -> Iterator[Text]:
    """Yield how many requests are from files that show no opt-outs beside files of requests that do."""
    shows = ["unsubscribed" in each.tally.events or "unsubscribed_at" in each.judge.bound for each in opened]
    requests = [each.tally.count(CONTACT) for each in opened]
    if any(seen and not n for seen, n in zip(shows, requests, strict=True)):
        return  # a list of opt-outs alone may tell of any file's requests
    blind = sum(n for seen, n in zip(shows, requests, strict=True) if not seen)
    if blind and any(shows):
        yield Text(NO_OPT_OUTS.template, {"n": blind})


def _of_kinds(summary: Summary, policy: Policy) -> Iterator[Text]:
    unknown_kinds = {kind: count for kind, count in summary.values.get("kind", {}).items() if kind not in KINDS}
    if unknown_kinds and "other" in policy.counts:  # else they were told as such that no rule counts
        yield text(
            "{n:int} {n:plural request is|requests are} of a kind other than {known} and {n:plural counts|count} as "
            "other: {kinds}.",
            n=sum(unknown_kinds.values()),
            known=", ".join(KINDS),
            kinds=named(unknown_kinds),
        )


def _of_policy(summary: Summary, policy: Policy, source_kinds: Mapping[str, str]) -> Iterator[Text]:
    """Yield what of a policy does not fit the logs: sources of unknown kind, and names that no source has."""
    sources = summary.values.get("source", {"": summary.contacts})
    if any(limit.to for limit in policy.limits):
        unknown = sum(count for source, count in sources.items() if source not in source_kinds)
        if unknown:
            yield text(
                "The policy “{policy}” does not limit {n:int} {n:plural contact|contacts} from sources of unknown "
                "kind.",
                policy=policy.name,
                n=unknown,
            )
    if strangers := sorted({*policy.exempt, *policy.priority} - sources.keys()):
        yield text(
            "The policy “{policy}” names what is no source in these logs: {names}.",
            policy=policy.name,
            names=", ".join(strangers),
        )


def _of_answers(summary: Summary, settings: AuditSettings, log: Log) -> Iterator[Text]:
    """Yield which contacts the figures on response leave out, and whether many answers came too late for them."""
    sources = summary.values.get("source", {"": summary.contacts})
    silent = {source: n for source, n in sources.items() if summary.answered and not summary.answers.get(source)}
    if silent:
        yield text(
            "{n:int} {n:plural request is|requests are} from sources without any answer and {n:plural counts|count} in "
            "pressure, not in response: {sources}.",
            n=sum(silent.values()),
            sources=named(silent),
        )
    answers = sum(summary.answers.values())
    if summary.late > _MANY_LATE * answers:
        yield text(
            "{share:percent} of answers came more than {days} days after the request and count as none; give a longer "
            "{option} if that is usual here.",
            share=summary.late / answers,
            days=f"{settings.response_window:g}",
            option=log.asked_by("--response-window", "audit: {response_window: DAYS}"),
        )


def _of_scores(summary: Summary, log: Log) -> Iterator[Text]:
    unused = summary.scores_unused
    if n := unused.get("no_metric"):
        yield text(
            "{n:int} {n:plural score names|scores name} no known metric or scale and {n:plural was|were} left out; say "
            "which it is with {option}, or csat or ces.",
            n=n,
            option=log.asked_by("--set metric=nps", "set: {metric: nps}"),
        )
    if n := unused.get("not_whole"):
        yield text(
            "{n:int} {n:plural score is not a whole number and was|scores are not whole numbers and were} left out.",
            n=n,
        )
    if n := unused.get("off_scale"):
        yield text(
            "{n:int} {n:plural score lies off its metric’s scale and was|scores lie off their metric’s scale and were} "
            "left out.",
            n=n,
        )
    for metric, found in sorted(scales_of(summary).items()):
        told = sorted(scale for scale in found if _SCALE.fullmatch(scale))
        if metric in METRICS and len(told) > 1:  # other words may be a customer's
            yield text("{metric} occurs with several scales: {scales}.", metric=metric.upper(), scales=", ".join(told))


_SCALE = re.compile(r"\d{1,3}-\d{1,3}")
