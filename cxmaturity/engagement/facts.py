"""Gather what is known of an engagement: answers, contact facts, map, roadmap; audit its logs where that is due.

Contact facts are read from facts.json and recomputed only when a log's digest, or what is asked of the logs, has
changed. A cycle that is no longer the latest keeps the facts that it was assessed on, so that it can be reproduced;
``audit DIR --cycle C`` renews them on purpose, and ``loop DIR --cycle C`` the closed loop alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from cxmaturity.contacts import Machine, Progress
from cxmaturity.engagement import contact_audit, journal, recorded
from cxmaturity.engagement.closed import is_closed, kept_without_logs, what_changed
from cxmaturity.engagement.contact_audit import WHOLE_MACHINE, logs_to_audit, refuse_missing
from cxmaturity.engagement.folder import Cycle, Engagement, now, open_engagement
from cxmaturity.engagement.following import Loop, not_followed, with_loop
from cxmaturity.engagement.lock import locked
from cxmaturity.engagement.logs import audit_settings, logs_of
from cxmaturity.engagement.recorded import ModelSeen, Recorded, asked_of, with_digests
from cxmaturity.engagement.recording import digests, if_unchanged, record_of, seen_logs, store, unreadable
from cxmaturity.engagement.roadmap_file import Known, finished_later, unlisted_teams, without_months, without_start
from cxmaturity.engagement.signature import signature_notes
from cxmaturity.engagement.version_notes import model_changed
from cxmaturity.engagement.versions import as_present
from cxmaturity.evidence.answers import Answer
from cxmaturity.evidence.facts import Facts
from cxmaturity.evidence.measures import ContactFacts
from cxmaturity.model import Model
from cxmaturity.words import Text, text


@dataclass(frozen=True)
class Gathered:
    """An engagement's facts in one cycle, with what they were gathered from."""

    engagement: Engagement
    cycle: Cycle
    model: Model
    facts: Facts
    known: Recorded
    """What facts.json holds of the cycle, or would."""
    notes: tuple[Text, ...] = ()
    """What the reader should know of the gathering: torn lines, missing logs, facts kept as recorded."""


def gather(
    folder: Path,
    cycle: str | None = None,
    as_of: date | None = None,
    progress: Progress | None = None,
    *,
    follow: bool = True,
) -> Gathered:
    """Return everything known of an engagement in a cycle (the latest by default), its logs audited where that is due.

    Without ``follow`` the closed loop is as recorded, even where something has changed since, and what a closed cycle
    keeps is not said: the caller looks at it anew. Raises InputError when the folder holds no engagement, there is no
    such cycle, or a file is wrong.
    """
    return gather_from(open_engagement(folder), cycle, as_of, progress, follow=follow)


def gather_from(
    engagement: Engagement,
    cycle: str | None = None,
    as_of: date | None = None,
    progress: Progress | None = None,
    *,
    follow: bool = True,
    keep: bool = True,
    anew: bool = False,
) -> Gathered:
    """Return the same of an engagement that is open already; without ``keep`` its folder is only read.

    ``anew`` takes nothing from what is recorded, unless the cycle is closed.
    """
    chosen = engagement.cycle(cycle, as_of)
    model = engagement.model()
    present = as_present(journal.read(chosen.journal, now()), model, engagement.migrations())
    answers = present.journal.answers
    known = recorded.read(chosen.facts)
    notes = [*present.journal.notes, *signature_notes(chosen)]
    if known is not None and known.model is not None:
        notes += model_changed(known.model, ModelSeen.of(model), told=present.told)
    if known is None and chosen.facts.exists():
        notes += [unreadable(engagement, chosen)]
    if not chosen.recorded:
        notes += [
            text(
                "There is no cycle yet, nothing is recorded. To begin one: cxmaturity assess {folder}",
                folder=engagement.folder,
            )
        ]
    if known is not None and is_closed(engagement, chosen, known):
        notes += what_changed(engagement, chosen, known) if follow else ()
    else:
        known, more = _renewed(engagement, chosen, None if anew else known, progress, follow=follow, keep=keep)
        notes += more
    facts = facts_of(engagement, chosen, answers, known)
    notes += contact_audit.nothing_in_period(chosen, known)
    notes += _beside_the_map(model, facts)
    return Gathered(engagement, chosen, model, facts, known, tuple(notes))


def facts_at_hand(engagement: Engagement, cycle: Cycle) -> Facts:
    """Return what is known of a cycle, answers aside, without reading a log: recorded facts, and the map as it is now.

    Raises InputError when a file is wrong.
    """
    known = recorded.read(cycle.facts)
    if known is None or not is_closed(engagement, cycle, known):
        known = replace(known or Recorded(), map=engagement.ownership_map())
    return facts_of(engagement, cycle, (), known)


def audit_engagement(
    folder: Path,
    cycle: str | None = None,
    as_of: date | None = None,
    progress: Progress | None = None,
    *,
    key: bytes | None = None,
    machine: Machine = WHOLE_MACHINE,
) -> ContactFacts:
    """Audit an engagement's logs anew and record what was found in the cycle's facts.json.

    With the operator's key, what is returned names example customers by pseudonym, and what is recorded does not.
    Raises InputError when there is no log.
    """
    engagement = open_engagement(folder)
    chosen = engagement.cycle(cycle, as_of)
    ownership_map = engagement.ownership_map()
    logs, settings = logs_to_audit(engagement, chosen)
    asked = asked_of(settings, zip(logs.names, logs.logs, strict=True))
    if not chosen.recorded:
        return contact_audit.audit(engagement, chosen, logs, ownership_map, progress, key=key, machine=machine)
    with locked(engagement.folder):
        files = seen_logs(engagement, logs)
        contact = contact_audit.audit(engagement, chosen, logs, ownership_map, progress, key=key, machine=machine)
        inputs = with_digests(files, digests(contact))
        known = recorded.read(chosen.facts)
        fresh = record_of(engagement, ownership_map, asked, inputs, contact, known=known)
        if known is not None and is_closed(engagement, chosen, known):  # else it is looked at when it is asked for
            fresh = with_loop(fresh, Loop(engagement, chosen, logs, ownership_map), progress)
            fresh = replace(fresh, rules=known.rules)
        recorded.write(chosen.facts, fresh)
    return contact


def facts_of(engagement: Engagement, cycle: Cycle, answers: tuple[Answer, ...], known: Recorded) -> Facts:
    """Return recorded facts and answers as the facts that a cycle rests on."""
    settings = engagement.settings
    return Facts(
        organisation=settings.organisation,
        cycle=cycle.name,
        as_of=cycle.as_of,
        answers=answers,
        contacts=known.contact,
        map=known.map,
        loop=known.loop,
        roadmap=known.roadmap,
        timezone=settings.timezone,
        roles=tuple(sorted(settings.roles.items())),
        value_weights=settings.value_weights,
        currency=settings.currency,
        team=settings.team if settings.scope == "team" else None,
    )


def _renewed(
    engagement: Engagement,
    cycle: Cycle,
    known: Recorded | None,
    progress: Progress | None,
    *,
    follow: bool,
    keep: bool,
) -> tuple[Recorded, list[Text]]:
    """Return facts that agree with the folder as it is now, recorded where something was new, and notes."""
    ownership_map = engagement.ownership_map()
    logs = logs_of(engagement)
    kept = kept_without_logs(engagement, logs, known)
    if known is not None and kept:
        fresh = record_of(engagement, ownership_map, known.asked, known.logs, known.contact, known=known)
        kept += not_followed(fresh, Loop(engagement, cycle, logs, ownership_map))
        return fresh, kept + (store(engagement, cycle, known, fresh) if keep else [])
    refuse_missing(engagement, logs)
    settings = audit_settings(engagement, cycle, ownership_map)
    asked = asked_of(settings, zip(logs.names, logs.logs, strict=True))
    files = seen_logs(engagement, logs)
    inputs = if_unchanged(files, asked, known)
    if known is not None and inputs is not None:
        contact = known.contact
    else:
        contact = contact_audit.audit_of_period(engagement, cycle, logs, ownership_map, progress)
        inputs = with_digests(files, digests(contact))
    fresh = record_of(engagement, ownership_map, asked, inputs, contact, known=known)
    if follow:
        fresh = with_loop(fresh, Loop(engagement, cycle, logs, ownership_map), progress)
    return fresh, store(engagement, cycle, known, fresh) if keep else []


def _beside_the_map(model: Model, facts: Facts) -> Iterator[Text]:
    """Say what roadmap.yaml and the roles leave open: teams that nobody else speaks of, unknown lengths and starts."""
    teams = [team.id for team in (facts.map.teams or ())] if facts.map else []
    if strangers := [f"{role}: {team}" for role, team in facts.roles if teams and team not in teams]:
        yield text("engagement.yaml gives roles to what is no team on the map: {roles}.", roles=", ".join(strangers))
    if unlisted := unlisted_teams(facts.roadmap, model, Known(teams, dict(facts.roles))):
        ids = ", ".join(unlisted)
        yield text("roadmap.yaml gives capacity to what is no team on the map and no role: {ids}.", ids=ids)
    if endless := without_months(facts.roadmap, model):
        ids = ", ".join(endless)
        yield text("roadmap.yaml does not say how many months these actions take, so one is taken: {ids}.", ids=ids)
    if timeless := without_start(facts.roadmap):
        yield text(
            "roadmap.yaml does not say when these running actions started, so the plan has them start in its first "
            "month: {ids}.",
            ids=", ".join(timeless),
        )
    if early := finished_later(facts.roadmap, facts.as_of):
        yield text(
            "roadmap.yaml calls these actions finished, on days after that of the cycle ({day:date}): {ids}. They "
            "count as finished.",
            day=facts.as_of,
            ids=", ".join(early),
        )
