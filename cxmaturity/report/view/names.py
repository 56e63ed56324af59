"""What things are called in the report: teams, sources, questions, practices; ids only where nobody gave a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cxmaturity.assess import Assessment
from cxmaturity.evidence.answers import Level
from cxmaturity.ownership.facts import OwnershipFacts
from cxmaturity.report import fonts
from cxmaturity.report.view.speech import Speech
from cxmaturity.words import Text, text

_LEVELS: Mapping[Level, Text] = {
    Level.NOT: text("not in place"),
    Level.PARTLY: text("partly"),
    Level.LARGELY: text("largely"),
    Level.FULLY: text("fully"),
}


@dataclass(frozen=True)
class Names:
    """Ids to names, for one assessment and one language."""

    teams: Mapping[str, str]
    leads: Mapping[str, str]
    """Team to the role that leads it, where the map says so."""
    others: Mapping[str, str]
    """Ids of touchpoints, KPIs, levers… on the map."""
    sources: Mapping[str, str]
    """Ids of sources, those that only the log knows in quotes."""
    references: Mapping[str, str]
    """Question id to its short reference: Q1…"""

    def team(self, team_id: str) -> str:
        """Return a team's name."""
        return self.teams.get(team_id, team_id)

    def lead(self, team_id: str) -> str:
        """Return who speaks for a team: the role that leads it, else the team."""
        return self.leads.get(team_id) or self.team(team_id)

    def subject(self, subject_id: str) -> str:
        """Return the name of whatever a finding is about."""
        return self.sources.get(subject_id) or self.others.get(subject_id) or self.team(subject_id)

    def source(self, source_id: str) -> str:
        """Return a source's name; as the log names it where the map does not know it."""
        return self.sources.get(source_id) or source_id


def names(assessment: Assessment, speech: Speech) -> Names:
    """Return the names that the map and the model give."""
    teams = {role: speech.words(name) for role, name in assessment.model.header.roles.items()}
    leads: dict[str, str] = {}
    others: dict[str, str] = {}
    found = assessment.facts.map
    if found is not None:
        for team in found.teams or ():
            teams[team.id] = team.name or team.id
            if team.lead_role:
                leads[team.id] = team.lead_role
        parts = (found.touchpoints, found.kpis, found.levers, found.expectations, found.tools)
        others = {entry.id: entry.name for part in parts for entry in part or () if entry.name}
    sources = _sources(assessment, speech)
    references = {question.id: f"Q{number}" for number, question in enumerate(assessment.model.questions, start=1)}
    return Names(teams, leads, others, sources, references)


def map_names(facts: OwnershipFacts, speech: Speech) -> Names:
    """Return the names that the map alone gives."""
    return Names(dict(facts.teams), {}, {}, _named_sources(facts, speech), {})


def _sources(assessment: Assessment, speech: Speech) -> dict[str, str]:
    return _named_sources(assessment.ownership, speech) if assessment.ownership else {}


def _named_sources(facts: OwnershipFacts, speech: Speech) -> dict[str, str]:
    return {
        node.id: node.name if node.on_map else speech.say(text("“{words}”", words=node.id)) for node in facts.sources
    }


def short_name(assessment: Assessment) -> str:
    """Return the organisation's name, cut where it is longer than a line of a title can bear."""
    return fonts.wrap(assessment.facts.organisation, 10, 230, 600, lines=1)[0]


def level_change(claimed: Level | None, final: Level | None, speech: Speech) -> str:
    """Return what became of a claimed level: one word where nothing did."""
    if claimed == final:
        return level_word(final, speech)
    return f"{level_word(claimed, speech)} → {level_word(final, speech)}"


def level_rank(level: Level | None) -> int | None:
    """Return a level as a number by which a table is sorted."""
    return None if level is None else int(level)


def level_word(level: Level | None, speech: Speech) -> str:
    """Return a level as a word, a dash where there is none."""
    return "–" if level is None else speech.say(_LEVELS[level])
