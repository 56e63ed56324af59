"""The whole report as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cxmaturity.assess import Assessment
from cxmaturity.model.schema import Metric
from cxmaturity.report.charts import cover
from cxmaturity.report.edition import Edition
from cxmaturity.report.theme import Look
from cxmaturity.report.view.budget import budget
from cxmaturity.report.view.contacts import ContactPage, contact_page
from cxmaturity.report.view.cover_room import art_width, is_long, name_on_cover
from cxmaturity.report.view.evidence import EvidencePage, evidence_page
from cxmaturity.report.view.ladder import LadderPage, ladder_page
from cxmaturity.report.view.marking import Marking, marking
from cxmaturity.report.view.method import MethodPage, absences, method_page
from cxmaturity.report.view.names import names, short_name
from cxmaturity.report.view.notes import NotesPage, notes_page
from cxmaturity.report.view.ownership import OwnershipPage, ownership_page
from cxmaturity.report.view.questions import QuestionsPage, questions_page
from cxmaturity.report.view.records import RecordsPage, records_page
from cxmaturity.report.view.roadmap import RoadmapPage, roadmap_page, roadmap_span
from cxmaturity.report.view.room import Room, method_height
from cxmaturity.report.view.silence import answered_practices
from cxmaturity.report.view.speech import Speech
from cxmaturity.report.view.summary import Summary, summary
from cxmaturity.report.view.trend import TrendFigure, trend_figure
from cxmaturity.report.view.working import Working, working
from cxmaturity.results import Results
from cxmaturity.roadmap.owners import without_persons
from cxmaturity.roadmap.plan import Roadmap
from cxmaturity.words import Language, Text, text

_BEFORE: Final = 5
"""Pages of the cover, the summary, the questions, the stage and the claims."""


@dataclass(frozen=True)
class Cover:
    """The cover."""

    subtitle: str
    facts: tuple[tuple[str, str], ...]
    """What this report rests on: heading and words."""
    art: str
    """The decoration, as SVG."""
    art_width: float
    """Millimetres that it may be wide beside these words."""
    name: str
    """The organisation's, cut where it is very long."""
    title: str
    is_long: bool
    """The title takes more lines than its full size has room for."""


@dataclass(frozen=True)
class Report:
    """Everything that the templates lay out; None where a section has no data."""

    language: Language
    organisation: str
    running: str
    """Its name as the pages' heads bear it, cut where it is long."""
    date: str
    """The cycle's date, ISO."""
    look: Look
    """Whose report it is."""
    marking: Marking
    """How each page says for whom it is."""
    cover: Cover
    summary: Summary
    questions: QuestionsPage
    ladder: LadderPage
    trend: TrendFigure | None
    """Stage and index over the cycles; None in the first one."""
    evidence: EvidencePage
    contacts: ContactPage | None
    ownership: OwnershipPage | None
    roadmap: RoadmapPage | None
    records: RecordsPage | None
    working: Working | None
    """Every practice, voice, finding and figure; None in the leadership report."""
    notes: NotesPage | None
    """Internal notes; None unless they are to be printed."""
    method: MethodPage
    absent: tuple[str, ...]
    """Sentences about what could not be looked at."""


def view(
    results: Results, edition: Edition, metrics: Mapping[str, Metric], on_screen: bool = False, excess: int = 0
) -> Report:
    """Return what the report says, on screen with every action. Its roadmap names teams and roles, never persons.

    Of a report that turned out longer than it may be, the records give up as many pages as the ``excess``.
    """
    assessment, progress, speech = results.assessment, results.progress, Speech(edition.language, metrics)
    roadmap = without_persons(results.roadmap, assessment.model, assessment.facts) if results.roadmap else None
    known, limits = names(assessment, speech), budget(edition, on_screen)
    planned = roadmap_page(assessment, roadmap, progress, speech, known, limits=limits)
    absent = absences(assessment, planned is not None, speech)
    method = method_page(assessment, results.inputs, absent, speech, limits)
    contacts = contact_page(assessment, speech, known, limits)
    owned = ownership_page(assessment, speech, known)
    before = _BEFORE + 2 * bool(contacts) + bool(owned) + (planned.pages if planned else 0)
    room = Room(limits.pages - before - excess, method_height(method)) if limits.pages else None
    return Report(
        language=edition.language,
        organisation=assessment.facts.organisation,
        running=short_name(assessment),
        date=assessment.facts.as_of.isoformat(),
        look=edition.theme.look(edition.language),
        marking=marking(edition, speech),
        cover=_cover(assessment, roadmap, edition, speech),
        summary=summary(assessment, roadmap, results.earlier, speech, known),
        questions=questions_page(assessment, results.earlier, speech, known),
        ladder=ladder_page(assessment, roadmap, speech, known, has_trend=bool(results.earlier)),
        trend=trend_figure(assessment, results.earlier, speech),
        evidence=evidence_page(assessment, speech, known, limits, len(absent)),
        contacts=contacts,
        ownership=owned,
        roadmap=planned,
        records=records_page(
            assessment,
            roadmap,
            speech,
            known,
            all_of_them=edition.kind == "working",
            later_too=on_screen,
            room=room,
        ),
        working=working(assessment, roadmap, edition.internal, speech, known) if edition.kind == "working" else None,
        notes=notes_page(assessment, edition, speech),
        method=method,
        absent=absent,
    )


def _cover(assessment: Assessment, roadmap: Roadmap | None, edition: Edition, speech: Speech) -> Cover:
    facts = assessment.facts
    answered, applicable = answered_practices(assessment)
    shown: list[tuple[Text, str]] = [(text("Cycle"), facts.cycle)]
    interview = text(
        "{n:int} of {all:int} {all:plural practice|practices} answered by {voices:int} {voices:plural person|people}",
        n=answered,
        all=applicable,
        voices=len({answer.respondent for answer in facts.answers}),
    )
    shown.append((text("Interview"), speech.say(interview)))
    if facts.contacts:
        log = text("{n:int} {n:plural request|requests}", n=facts.contacts.metrics.get("contacts.count"))
        shown.append((text("Contact log"), speech.say(log)))
    if assessment.ownership and len(shown) < 4:
        sources = text(
            "{n:int} {n:plural source|sources} on the map, {teams:int} {teams:plural team|teams}",
            n=sum(source.on_map for source in assessment.ownership.sources),
            teams=len(assessment.ownership.teams),
        )
        shown.append((text("Ownership map"), speech.say(sources)))
    shown.append((text("As of"), speech.day(facts.as_of)))
    name, subtitle = name_on_cover(facts.organisation), speech.say(_subtitle(assessment, roadmap))
    title = edition.theme.look(speech.language).title or speech.say(
        text("What customers tell us, and what becomes of it")
    )
    return Cover(
        subtitle=subtitle,
        facts=tuple((speech.say(head), words) for head, words in shown),
        art=cover.steps(assessment.scores.stage.value, len(assessment.model.stages)),
        art_width=art_width(name, title, subtitle, marking(edition, speech).cover),
        name=name,
        title=title,
        is_long=is_long(title),
    )


def _subtitle(assessment: Assessment, roadmap: Roadmap | None) -> Text:
    months = roadmap_span(roadmap) if roadmap else 0
    if assessment.facts.contacts and months:
        return text(
            "Maturity of the customer-feedback programme, audit of its contacts and a roadmap over {months:int} "
            "{months:plural month|months}",
            months=months,
        )
    if months:
        return text(
            "Maturity of the customer-feedback programme and a roadmap over {months:int} {months:plural month|months}",
            months=months,
        )
    return text("Maturity of the customer-feedback programme")
