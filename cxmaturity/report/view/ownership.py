"""Ownership gaps: which source leads to which team, and which leads nowhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from cxmaturity.assess import Assessment
from cxmaturity.checks.finding import Finding
from cxmaturity.ownership.amiss import amiss
from cxmaturity.ownership.facts import SHARES_ADD_UP, OwnershipFacts
from cxmaturity.ownership.sections import section_name
from cxmaturity.report.charts.ownership import ownership
from cxmaturity.report.charts.ownership_matrix import matrix
from cxmaturity.report.charts.svg import height
from cxmaturity.report.view.budget import more
from cxmaturity.report.view.figures.figure import Figure
from cxmaturity.report.view.findings import FindingRow, finding_rows
from cxmaturity.report.view.loop import loop_sentences
from cxmaturity.report.view.names import Names
from cxmaturity.report.view.ownership_drawing import PAGE, Frame, Picture
from cxmaturity.report.view.ownership_matrix import ownership_matrix
from cxmaturity.report.view.speech import Speech
from cxmaturity.words import Language, Text, text

_EXPLAINED = 4
"""Gaps that fit on one page below the drawing, with what each means, where little else stands there."""
_NAMED = 6
"""Further gaps that there is room to name, half as many below explained ones; the others are counted."""
_LITTLE = 800
"""Letters of all else below the drawing that take no room from those."""
_ROW = 300
"""Letters of all else that take the room of one of them."""
_BRIEF = 160
"""Letters of an explanation that its row has room for; longer names in it take room from the others."""
_TALL, _DEEP = 600.0, 55.0
"""Height of a drawing that leaves no room for that: there all are named only; and what one of them takes."""
_LANGUAGES: tuple[Language, ...] = get_args(Language)
"""In whatever language, the report explains the same gaps."""
_KINDS = 2
"""Kinds of gaps that a title names; of more it counts the sources."""
_TITLES: Mapping[str, tuple[Text, Text]] = {
    "source_without_accountable": (
        text("{n:int} {n:plural source leads|sources lead} to nobody"),
        text("{n:int} {n:plural leads|lead} to nobody"),
    ),
    "shadow_source": (
        text("{n:int} {n:plural source is|sources are} not on the map"),
        text("{n:int} {n:plural is|are} not on the map"),
    ),
    "source_with_several_accountable": (
        text("{n:int} {n:plural source has|sources have} several teams"),
        text("{n:int} {n:plural has|have} several teams"),
    ),
    "dead_end_source": (
        text("{n:int} {n:plural source ends|sources end} at a team without a lever"),
        text("{n:int} {n:plural ends|end} at a team without a lever"),
    ),
}
"""Gap to what the title says of it: first, and after another gap."""


@dataclass(frozen=True)
class OwnershipPage:
    """The pages of ownership."""

    title: str
    lead: str
    chart_title: str
    chart: str
    matrix: str
    """The table of a map too large to be drawn whole; else empty."""
    source: str
    gaps: tuple[FindingRow, ...]
    """The first of high and medium weight, each with what it means."""
    minor: tuple[FindingRow, ...]
    """Others, named only."""
    counted: tuple[FindingRow, ...]
    """Those that there is no room to name."""
    more: str
    """How many those are, and where they stand; empty where there are none."""
    loop: str = ""
    """What became of the answers; empty where that is not known."""


def ownership_page(assessment: Assessment, speech: Speech, names: Names) -> OwnershipPage | None:
    """Return the page of ownership, None without a map."""
    facts = assessment.ownership
    if facts is None:
        return None
    found = [finding for finding in assessment.findings if finding.check.family in ("ownership", "loop")]
    rows = finding_rows(found, speech, names)
    figure = ownership_figure(facts, speech, names)
    table = matrix_drawing(facts, speech, names)
    weighty = tuple(row for row in rows if row.severity != "low")
    loop = " ".join(speech.say(sentence) for sentence in loop_sentences(assessment.facts.loop))
    free = 0 if table else max(int((_TALL - height(figure.drawing)) // _DEEP), 0)
    explained = min(free, *(_fitting(assessment, found, Speech(each, speech.metrics), names) for each in _LANGUAGES))
    named = _NAMED // 2 if weighty[:explained] else _NAMED
    others = (*weighty[explained:], *(row for row in rows if row.severity == "low"))
    return OwnershipPage(
        title=figure.title,
        lead=speech.say(_lead(facts, speech)),
        chart_title=speech.say(_chart_title(Picture(facts, speech, names))),
        chart=figure.drawing,
        matrix=table,
        source=" ".join(part for part in (figure.remark, _unattributed(assessment, facts, speech)) if part),
        gaps=weighty[:explained],
        minor=others[:named],
        counted=others[named:],
        more=more(others, others[:named], "findings.csv", speech),
        loop=loop,
    )


def _unattributed(assessment: Assessment, facts: OwnershipFacts, speech: Speech) -> str:
    """Return how many answers, or requests, no source can be drawn for; empty where there are none."""
    log = assessment.facts.contacts
    if log is None or facts.volume_of is None:
        return ""
    n = (log.responses if facts.volume_of == "responses" else log.sources).get("", 0)
    if not n:
        return ""
    if facts.volume_of == "responses":
        return speech.say(text("{n:int} further {n:plural answer names|answers name} no source.", n=n))
    return speech.say(text("{n:int} further {n:plural request names|requests name} no source.", n=n))


def _fitting(assessment: Assessment, found: Sequence[Finding], speech: Speech, names: Names) -> int:
    """Return how many gaps there is room to explain in a language, by the length of the loop's sentences and titles."""
    rows = finding_rows(found, speech, names)
    letters = sum(len(speech.say(sentence)) for sentence in loop_sentences(assessment.facts.loop))
    letters += sum(len(row.title) for row in rows[: _EXPLAINED + _NAMED])
    letters += 3 * sum(max(0, len(row.brief) - _BRIEF) for row in rows[:_EXPLAINED])
    return max(0, min(_EXPLAINED, _EXPLAINED - -(-(letters - _LITTLE) // _ROW)))


def ownership_figure(facts: OwnershipFacts, speech: Speech, names: Names, frame: Frame = PAGE) -> Figure:
    """Return the drawing of the map with its finding as the title and how to read it as the remark."""
    picture = Picture(facts, speech, names, frame)
    drawn = picture.drawn()
    remark = " ".join(speech.say(sentence) for sentence in _reading(picture))
    return Figure(_title(facts, speech), ownership(picture.title(drawn), drawn, frame.width), remark)


def matrix_drawing(facts: OwnershipFacts, speech: Speech, names: Names, frame: Frame = PAGE) -> str:
    """Return the table of a map too large to be drawn whole; empty for any other."""
    if Picture(facts, speech, names).is_whole:
        return ""
    title = text("Sources of feedback by the teams that have to do with them.")
    return matrix(speech.say(title), ownership_matrix(facts, speech, names, frame.rows), frame.width)


def _reading(picture: Picture) -> Iterator[Text]:
    """Yield where the drawing comes from and how it is read."""
    if picture.is_counted:
        of = text("answers") if picture.facts.volume_of == "responses" else text("requests")
        yield text(
            "Source: ownership map and contact logs. Lines and bars grow with the volume: {of} in the logs.", of=of
        )
    else:
        yield text("Source: ownership map.")
    if not picture.is_whole and picture.frame != PAGE:
        number, every = len(picture.shown), len(picture.facts.sources)
        yield text("Drawn are {n:int} of the {all:int} sources, those with the largest gaps.", n=number, all=every)
    left = len(picture.facts.sources) - len(picture.shown)
    if left and picture.is_whole:
        yield text("{n:int} further {n:plural source is|sources are} not on the map and not drawn.", n=left)
    if picture.facts.is_counted_twice:
        yield SHARES_ADD_UP
    if any(load.sources for load in picture.facts.load):
        yield text("Under a team: the sources that it answers for, how many it can take at most, and its share.")
    if picture.is_dashed:
        yield text("Dashed lines: informed or working on it.")
    if picture.is_quiet:
        yield text("Gone quiet: no request for twice as long as the map declares.")
    if picture.facts.undescribed:
        sections = ", ".join(picture.speech.say(section_name(section)) for section in picture.facts.undescribed)
        yield text("The map does not describe {sections}, so these were not judged.", sections=sections)


def _title(facts: OwnershipFacts, speech: Speech) -> str:
    """Return what is wrong with who answers for sources, each source counted once, as the drawing marks it."""
    counts = _gaps(facts)
    if sum(counts[kind] > 0 for kind in _TITLES) > _KINDS:
        return speech.title(_in_all(counts.total(), len(facts.sources)))
    parts: list[str] = []
    for kind, (first, further) in _TITLES.items():
        if n := counts[kind]:
            parts.append(speech.say(replace(further if parts else first, figures={"n": n})))
    if parts:
        return speech.joined(speech.listed(parts))
    if not facts.sources:
        return speech.title(text("The map names no source of feedback yet"))
    if len(facts.sources) == 1:
        return speech.title(text("The only source has one team that answers for it"))
    return speech.title(text("Each of the {n:int} sources has one team that answers for it", n=len(facts.sources)))


def _in_all(amiss: int, sources: int) -> Text:
    """Return the title where sources have gaps of many kinds, which the table below tells apart."""
    if amiss == sources:
        return text("None of the {n:int} sources has a single team that answers for it and can act", n=sources)
    return text(
        "{n:int} of the {all:int} sources have no single team that answers for them and can act", n=amiss, all=sources
    )


def _gaps(facts: OwnershipFacts) -> Counter[str]:
    """Return how many sources have each gap, each source counted once, as the drawing marks it."""
    return Counter(gap.id for source in facts.sources if (gap := amiss(source, facts)))


def _told_apart(facts: OwnershipFacts, speech: Speech) -> Text:
    """Return how many sources have which gap, so that the title's number adds up, and how much they bring."""
    counts = _gaps(facts)
    further = {kind: counts[kind] for kind in _TITLES if counts[kind]}
    parts = [
        speech.say(replace(_TITLES[kind][bool(place)], figures={"n": n}))
        for place, (kind, n) in enumerate(further.items())
    ]
    told = speech.listed(parts)
    volume = sum(source.volume or 0 for source in facts.sources)
    if not volume:
        return Text("{told}.", {"told": told})
    lost = sum(source.volume or 0 for source in facts.sources if amiss(source, facts))
    if facts.volume_of == "responses":
        return text("{told}. Together they bring {share:percent} of the answers.", told=told, share=lost / volume)
    return text("{told}. Together they send {share:percent} of the requests.", told=told, share=lost / volume)


def _lead(facts: OwnershipFacts, speech: Speech) -> Text:
    weighted = facts.accountable.weighted_share
    if sum(bool(n) for n in _gaps(facts).values()) > _KINDS:
        return _told_apart(facts, speech)
    if not facts.sources:
        return text("Without sources on the map, nobody can tell who answers for what customers say.")
    if facts.can_act.share is None:
        return text(
            "Exactly one team answers for {share:percent} of the sources; the map names no levers, so nobody can tell "
            "which teams can change something.",
            share=facts.accountable.share,
        )
    if weighted is None:
        return text(
            "Exactly one team answers for {share:percent} of the sources; {act:percent} lead to a "
            "team that can change something.",
            share=facts.accountable.share,
            act=facts.can_act.share,
        )
    return text(
        "Exactly one team answers for {share:percent} of the sources and {weighted:percent} of "
        "what they collect; {act:percent} of the sources lead to a team that can change "
        "something.",
        share=facts.accountable.share,
        weighted=weighted,
        act=facts.can_act.share,
    )


def _chart_title(picture: Picture) -> Text:
    if picture.is_whole:
        return text("Who answers for what customers tell us, and what they can do about it")
    return text(
        "Who answers for what customers tell us: {n:int} of the {all:int} sources, those with a gap",
        n=len(picture.shown),
        all=len(picture.facts.sources),
    )
