"""Claims about sources: somebody answers for each, can act on it, and the log agrees with the map."""

from __future__ import annotations

from collections.abc import Iterator

from cxmaturity.ownership.claims.claim import Claim
from cxmaturity.ownership.view import View, is_given, teams_of

_MOSTLY = 0.8
"""Share of a source's requests in time from which it counts as asking when declared."""


def every_source_has_an_accountable_team(view: View) -> Iterator[str]:
    """Each source has a team that answers for what customers say through it.

    Why it matters: feedback without an addressee is collected and lost. Source: seven-questions, steering.
    """
    return (source.id for source in view.sources if not source.accountable)


def no_source_has_several_accountable_teams(view: View) -> Iterator[str]:
    """No source is answered for by more than one team.

    Why it matters: where several answer for the same thing, each waits for the other. Source: seven-steps (one person
    responsible).
    """
    return (source.id for source in view.sources if len(set(source.accountable)) > 1)


def every_source_has_a_responsible_team(view: View) -> Iterator[str]:
    """Each source names who does the work of follow-up.

    Why it matters: answering for a result is not yet doing something about it. Source: ocx-loop.
    """
    return (source.id for source in view.sources if not source.responsible)


def every_source_serves_an_objective(view: View) -> Iterator[str]:
    """Each source names the business objective that it serves.

    Why it matters: a survey without a purpose cannot be judged, timed or stopped. Source: seven-steps.
    """
    return (source.id for source in view.sources if not is_given(source.objective))


def every_source_reaches_a_lever(view: View) -> Iterator[str]:
    """Each source has an accountable or responsible team that owns a lever.

    Why it matters: those who hear must be able to change something, else hearing only raises hopes. It is the
    complement of ``can_act``: a source without any team ends nowhere too. Source: six-steps, steering.
    """
    return (source.id for source in view.sources if not teams_of(source) & view.able)


def every_source_in_the_log_is_on_the_map(view: View) -> Iterator[str]:
    """Each source that asks customers is known to the map.

    Why it matters: nobody answers for, limits or coordinates a survey that nobody knows. Source: five-stages.
    """
    return iter(view.shadows)


def every_scheduled_source_is_alive(view: View) -> Iterator[str]:
    """Each source with a declared interval had a contact within twice that interval before the cycle's date.

    Why it matters: a survey that stopped unnoticed is still believed to listen. Source: seven-steps.
    """
    return (source.id for source in view.sources if view.is_dead(source))


def every_source_asks_when_declared(view: View) -> Iterator[str]:
    """Each source with a declared timing sent at least four in five of its requests within it, as far as the log tells.

    Why it matters: a question that comes late measures memory more than experience, and one that comes early finds no
    experience yet. Source: six-steps (hot and cold), five-stages. The share is ours, and needs 10 requests whose event
    is known.
    """
    shares = view.contacts.as_declared if view.contacts else {}
    return (source.id for source in view.sources if source.timing and shares.get(source.id, 1) < _MOSTLY)


CLAIMS = (
    Claim("source_without_accountable", every_source_has_an_accountable_team, ("sources",)),
    Claim("source_with_several_accountable", no_source_has_several_accountable_teams, ("sources",)),
    Claim("source_without_responsible", every_source_has_a_responsible_team, ("sources",)),
    Claim("source_without_objective", every_source_serves_an_objective, ("sources",)),
    Claim("dead_end_source", every_source_reaches_a_lever, ("sources", "levers")),
    Claim("shadow_source", every_source_in_the_log_is_on_the_map, needs_log=True),
    Claim("dead_source", every_scheduled_source_is_alive, ("sources",), needs_log=True),
    Claim("timing_not_as_declared", every_source_asks_when_declared, ("sources",), needs_log=True),
)
