"""A roadmap as a report's JSON holds it: as ``roadmap --json`` has it, and the records of its actions."""

from __future__ import annotations

from cxmaturity.assess import Assessment
from cxmaturity.roadmap.owners import without_persons
from cxmaturity.roadmap.plan import Planned, Roadmap
from cxmaturity.roadmap.record import action_record, roadmap_record
from cxmaturity.words import Language


def plan_record(roadmap: Roadmap, assessment: Assessment, language: Language) -> dict[str, object]:
    """Return the plan; its actions have the fields that the library or the organisation wrote, and no person."""
    discreet = without_persons(roadmap, assessment.model, assessment.facts)
    return roadmap_record(discreet, language) | {
        "actions": [action_record(plan, language) | _action(plan, language) for plan in discreet.actions],
        "days": sum(sum(plan.effort.values()) for plan in discreet.actions if plan.start),
        "unlimited": list(roadmap.unlimited),
        "by_quarter": roadmap.by_quarter,
    }


def _action(plan: Planned, language: Language) -> dict[str, object]:
    action = plan.action
    return {
        "status": plan.status,
        "owner": plan.owner,
        "level": action.level,
        "objective": action.objective.show(language),
        "background": action.background.show(language),
        "impact": action.impact.show(language),
        "amount": action.impact.amount,
        "currency": action.impact.currency,
        "obstacles": [obstacle.show(language) for obstacle in action.obstacles],
        "target": {"metric": action.target.metric, "to": action.target.to} if action.target else None,
        "plan": [task.show(language) for task in action.plan],
    }
