"""Which gap asks what: one question a finding."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from cxmaturity.ownership.walk import on_follow_up, on_matrix, on_sources, on_steering
from cxmaturity.ownership.walk.beginning import what_begins
from cxmaturity.ownership.walk.gap import UNDESCRIBED, Gap, Question
from cxmaturity.ownership.walk.standing import Standing

Ask = Callable[[Standing, Gap], Question]

QUESTIONS: Final[Mapping[str, Ask]] = {
    UNDESCRIBED: what_begins,
    "source_without_accountable": on_sources.who_answers,
    "source_with_several_accountable": on_sources.who_alone,
    "source_without_responsible": on_sources.who_works,
    "source_without_objective": on_sources.what_for,
    "dead_end_source": on_sources.who_can_act,
    "shadow_source": on_sources.who_takes_the_shadow,
    "dead_source": on_sources.how_often,
    "timing_not_as_declared": on_sources.what_timing,
    "isolated_component": on_sources.who_links,
    "overloaded_owner": on_sources.who_takes_over,
    "alert_incomplete": on_follow_up.what_the_alert_lacks,
    "overseer_is_owner": on_follow_up.who_watches,
    "silent_team": on_follow_up.who_is_told,
    "touchpoint_without_source": on_follow_up.what_listens,
    "expectation_without_lever": on_matrix.what_lever_meets,
    "lever_without_expectation": on_matrix.what_expectation_calls,
    "crossing_without_kpi": on_matrix.what_tells,
    "kpi_without_crossing": on_matrix.where_the_kpi_tells,
    "single_kpi_programme": on_matrix.what_else_steers,
    "programme_incomplete": on_steering.what_the_programme_lacks,
    "territory_without_member": on_steering.who_sits,
    "communication_cell_missing": on_steering.who_sees,
}
"""Finding to what it asks; a test compares it with the claims."""


def question(standing: Standing, gap: Gap) -> Question:
    """Return what a gap asks, with the answers that are offered."""
    return QUESTIONS[gap.id](standing, gap)
