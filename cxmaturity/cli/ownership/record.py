"""What ``cxmaturity ownership --json`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxmaturity.results.ownership_record import coverage_record, load_record
from cxmaturity.words import Language

if TYPE_CHECKING:
    from cxmaturity.checks.finding import Finding
    from cxmaturity.cli.ownership.asking import Asked
    from cxmaturity.ownership.repair import Proposal


def record(asked: Asked, language: Language) -> dict[str, object]:
    """Return the answers as JSON holds them."""
    facts, left_out = asked.facts, asked.repair.unplaceable
    return {
        "schema": "cxmaturity/ownership/1",
        "coverage": {"accountable": coverage_record(facts.accountable), "can_act": coverage_record(facts.can_act)},
        "resilience": facts.resilience,
        "metrics": dict(facts.metrics),
        "load": [load_record(load) for load in facts.load],
        "centrality": [{"node": central.node.id, "betweenness": central.betweenness} for central in asked.central],
        "fragile": list(facts.fragile),
        "findings": [_finding_record(finding, language) for finding in asked.findings],
        "proposals": [_proposal_record(proposal, language) for proposal in asked.repair.proposals],
        "unplaceable": {
            "sources": list(left_out.sources),
            "possible_teams": list(left_out.possible_teams),
            "room": left_out.room,
        },
        "worst_loss": facts.worst_loss,
        "bridges": [list(link) for link in facts.bridges],
        "conversations": [
            {"teams": [pair.first, pair.second], "collisions": pair.collisions} for pair in facts.conversations
        ],
    }


def _finding_record(finding: Finding, language: Language) -> dict[str, object]:
    return {
        "id": finding.id,
        "severity": finding.severity,
        "subjects": list(finding.subjects),
        "title": finding.title(language),
        "detail": finding.detail(language),
    }


def _proposal_record(proposal: Proposal, language: Language) -> dict[str, object]:
    return {
        "source": proposal.source,
        "team": proposal.team,
        "cost": proposal.cost,
        "why": proposal.why.show(language),
    }
