"""The whole path through the sample engagement: what the commands do one by one, done in one go."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cxmaturity import report
from cxmaturity.assess import Assessment
from cxmaturity.comparison.progress import Progress as Since
from cxmaturity.contacts import Progress
from cxmaturity.contacts.progress import silent
from cxmaturity.demo.cases import PlantedCases
from cxmaturity.demo.first_cycle import take_first_cycle
from cxmaturity.demo.folder import answer_files, fill, fill_cases, fill_log, make_room
from cxmaturity.demo.log import Planted
from cxmaturity.engagement import atomic
from cxmaturity.engagement.answering import import_answers
from cxmaturity.engagement.concluding import conclude
from cxmaturity.engagement.facts import gather
from cxmaturity.engagement.folder import Engagement
from cxmaturity.report.edition import Edition
from cxmaturity.roadmap import Roadmap
from cxmaturity.words import Language, Text, text

Say = Callable[[Text], None]
Watched = Callable[[], AbstractContextManager[Progress]]


@dataclass(frozen=True)
class Walked:
    """What the demo made."""

    folder: Path
    report: Path
    planted: Planted
    """What was planted in the contact log."""
    cases: PlantedCases
    """What was planted in the log of cases."""
    assessment: Assessment
    roadmap: Roadmap
    progress: Since
    """What became of the actions since the first cycle."""


def walk(folder: Path, language: Language, say: Say, watched: Watched = lambda: nullcontext(silent)) -> Walked:
    """Write the sample engagement and take it from its answers to its PDF; tell each step as it begins.

    The audit of its log is ``watched``.

    Raises InputError for a folder that is not empty and no former demo, and where the PDF cannot be made.
    """
    make_room(folder)
    say(text("Writing the sample engagement…"))
    engagement = fill(folder, language)
    say(text("Generating a contact log, and a log of cases…"))
    planted, cases = fill_log(folder), fill_cases(folder, language)
    say(text("Going back half a year, to the first cycle…"))
    with watched() as progress:
        take_first_cycle(engagement, language, progress)
    say(text("Taking the answers of {n:int} respondents…", n=len(answer_files(folder))))
    _take_answers(engagement)
    say(text("Auditing {n:int} contacts, asking the ownership map, following the cases, scoring…", n=planted.contacts))
    with watched() as progress:
        gathered = gather(folder, progress=progress)
    say(text("Planning the roadmap…"))
    concluded = conclude(gathered)
    say(text("Printing the report…"))
    path = gathered.cycle.folder / f"report-{language}.pdf"
    atomic.write(path, report.pdf(concluded.results, Edition(language)))
    return Walked(folder, path, planted, cases, concluded.assessment, concluded.roadmap, concluded.progress)


def _take_answers(engagement: Engagement) -> None:
    """Import every respondent's answers, given on the cycle's day."""
    day = engagement.cycle().as_of
    for path in answer_files(engagement.folder):
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        import_answers(engagement, path, at=noon)
