"""Ownership gaps: which source leads to which team, and which leads nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from cxmaturity.assess import Assessment
from cxmaturity.ownership.facts import OwnershipFacts, SourceNode
from cxmaturity.ownership.sections import section_name
from cxmaturity.report.charts.ownership import SourceBox, TeamBox, ownership
from cxmaturity.report.view.findings import FindingRow, finding_rows
from cxmaturity.report.view.names import Names
from cxmaturity.report.view.speech import Speech, unique
from cxmaturity.words import Text, text

_DRAWN = 40
"""Above this many sources only those with a gap are drawn."""
_EXPLAINED = 4
"""Gaps that fit on one page below the drawing, with what each means."""


@dataclass(frozen=True)
class OwnershipPage:
    """The pages of ownership."""

    title: str
    lead: str
    chart_title: str
    chart: str
    source: str
    gaps: tuple[FindingRow, ...]
    """The first of high and medium weight, each with what it means."""
    minor: tuple[FindingRow, ...]
    """All others, named only."""


def ownership_page(assessment: Assessment, speech: Speech, names: Names) -> OwnershipPage | None:
    """Return the page of ownership, None without a map."""
    facts = assessment.ownership
    if facts is None:
        return None
    found = [finding for finding in assessment.findings if finding.check.family in ("ownership", "loop")]
    rows = finding_rows(found, speech, names)
    weighty = tuple(row for row in rows if row.severity != "low")
    return OwnershipPage(
        title=speech.title(_title(facts)),
        lead=speech.say(_lead(facts)),
        chart_title=speech.say(_chart_title(facts)),
        chart=_chart(facts, speech, names),
        source=" ".join(speech.say(sentence) for sentence in _source(facts, speech)),
        gaps=weighty[:_EXPLAINED],
        minor=(*weighty[_EXPLAINED:], *(row for row in rows if row.severity == "low")),
    )


def _source(facts: OwnershipFacts, speech: Speech) -> list[Text]:
    source = [
        text(
            "Source: ownership map and contact logs; sources are ordered so that few lines cross. "
            "Dashed: informed, consulted or working on it, without answering for it."
        )
    ]
    if facts.undescribed:
        sections = ", ".join(speech.say(section_name(section)) for section in facts.undescribed)
        source.append(text("Not on the map, so not judged: {sections}.", sections=sections))
    return source


def _title(facts: OwnershipFacts) -> Text:
    nobody = sum(not source.accountable for source in facts.sources)
    several = sum(len(source.accountable) > 1 for source in facts.sources)
    if not facts.sources:
        return text("The map names no source of feedback yet")
    if nobody and several:
        return text(
            "{nobody:int} {nobody:plural source leads|sources lead} to nobody and {several:int} to more than one team",
            nobody=nobody,
            several=several,
        )
    if nobody:
        return text("{n:int} {n:plural source of feedback leads|sources of feedback lead} to nobody", n=nobody)
    if several:
        return text(
            "{n:int} {n:plural source has|sources have} more than one team that answers for {n:plural it|them}",
            n=several,
        )
    return text("Each of the {n:int} sources has one team that answers for it", n=len(facts.sources))


def _lead(facts: OwnershipFacts) -> Text:
    weighted = facts.accountable.weighted_share
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


def _drawn(facts: OwnershipFacts) -> tuple[SourceNode, ...]:
    if len(facts.sources) <= _DRAWN:
        return facts.sources
    return tuple(source for source in facts.sources if len(source.accountable) != 1)[:_DRAWN]


def _chart_title(facts: OwnershipFacts) -> Text:
    drawn = _drawn(facts)
    if len(drawn) == len(facts.sources):
        return text("Who answers for what customers tell us")
    return text(
        "Who answers for what customers tell us: {n:int} of the {all:int} sources, those with a gap",
        n=len(drawn),
        all=len(facts.sources),
    )


def _chart(facts: OwnershipFacts, speech: Speech, names: Names) -> str:
    sources = _drawn(facts)
    linked = unique(team for source in sources for team in (*source.accountable, *source.responsible, *source.informed))
    shown = [team for team, _ in facts.teams if team in linked or team in facts.gaps.get("silent_team", ())]
    teams = [_team_box(facts, team, speech, names) for team in shown]
    boxes = [_source_box(source, speech, names) for source in sources]
    gaps = [box.name for box in boxes if box.gap]
    title = text("Sources of feedback and the teams that answer for them. Gaps: {names}.", names=", ".join(gaps) or "–")
    headings = (
        speech.say(text("Source of feedback")),
        speech.say(text("volume")) if any(box.volume for box in boxes) else "",
        speech.say(text("Accountable team")),
    )
    return ownership(speech.say(title), boxes, teams, headings)


def _source_box(source: SourceNode, speech: Speech, names: Names) -> SourceBox:
    gap: Text | None = None
    if not source.on_map:
        gap = text("not on the map")
    elif not source.accountable:
        gap = text("nobody answers for it")
    elif len(source.accountable) > 1:
        gap = text("several teams answer for it")
    return SourceBox(
        id=source.id,
        name=names.source(source.id),
        volume="" if source.volume is None else speech.integer(source.volume),
        accountable=source.accountable,
        informed=unique((*source.responsible, *source.informed)),
        gap=speech.say(gap) if gap else None,
    )


def _team_box(facts: OwnershipFacts, team: str, speech: Speech, names: Names) -> TeamBox:
    found = next((load for load in facts.load if load.team == team), None)
    held = found.sources if found else 0
    load = text("answers for {n:int} {n:plural source|sources}", n=held)
    if found and held and found.volume_share is not None:
        share = found.volume_share
        load = text("{n:int} {n:plural source|sources}, {share:percent} of the volume", n=held, share=share)
    return TeamBox(team, names.team(team), speech.say(load), held == 0)
