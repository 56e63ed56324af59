"""Method, limits, terms and inputs: what a reader needs to trust the rest, or to do it again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from cxmaturity.assess import Assessment
from cxmaturity.evidence.facts import Facts
from cxmaturity.model.schema import OURS, STANDS
from cxmaturity.report.view.budget import WHOLE, Budget, more
from cxmaturity.report.view.contacts import policy_words
from cxmaturity.report.view.left_out import left_out
from cxmaturity.report.view.speech import Speech
from cxmaturity.results.paths import shown_path, without_folders
from cxmaturity.words import Text, listed, text


@dataclass(frozen=True)
class Input:
    """One input and its digest."""

    name: str
    """Its path in the engagement; of one elsewhere its file name alone: folders may name a user or a client."""
    about: str
    digest: str


@dataclass(frozen=True)
class MethodPage:
    """The last pages."""

    title: str
    paragraphs: tuple[tuple[str, str], ...]
    """Heading and words."""
    stands_title: str
    stands: tuple[tuple[str, str], ...]
    """Where the model's sources contradict each other, and where it stands."""
    ours: str
    limits: tuple[str, ...]
    terms: tuple[tuple[str, str], ...]
    inputs: tuple[Input, ...]
    more_inputs: str
    """How many there are besides, and where; empty where there are none."""
    notes: tuple[str, ...]
    """Remarks of the contact audit; last, how many there are besides."""


def method_page(
    assessment: Assessment,
    digests: Mapping[str, str],
    absent: tuple[str, ...],
    speech: Speech,
    limits: Budget = WHOLE,
) -> MethodPage:
    """Return the page of method; ``digests`` holds the sha256 of inputs that the facts do not hold themselves."""
    contacts = assessment.facts.contacts
    inputs = _inputs(assessment, digests, speech)
    notes = [speech.say(note) for note in (without_folders(contacts) if contacts else ())]
    unsaid = more(notes, notes[: limits.remarks], "method.csv", speech)
    return MethodPage(
        title=speech.title(text("What these figures can and cannot say")),
        paragraphs=tuple((speech.say(head), speech.say(body)) for head, body in _paragraphs(assessment, speech)),
        stands_title=speech.say(STANDS),
        stands=tuple((speech.words(stand.conflict), speech.words(stand.stand)) for stand in assessment.model.stands),
        ours=speech.say(OURS),
        limits=(*absent, *(speech.say(limit) for limit in _limits(assessment))),
        terms=tuple((speech.say(term), speech.say(meaning)) for term, meaning in _terms()),
        inputs=inputs[: limits.inputs],
        more_inputs=more(inputs, inputs[: limits.inputs], "inputs.csv", speech),
        notes=(*notes[: limits.remarks], *([unsaid] if unsaid else [])),
    )


def absences(assessment: Assessment, has_roadmap: bool, speech: Speech) -> tuple[str, ...]:
    """Return, one sentence each, what this report could not look at."""
    missing: list[Text] = []
    if assessment.facts.contacts is None:
        missing.append(text("No contact log tells of this cycle: nothing is said about how often customers are asked."))
    if assessment.ownership is None:
        missing.append(text("No ownership map was given: nothing is said about who answers for which feedback."))
    if not assessment.facts.answers:
        missing.append(text("Nobody has answered the interview yet: there are no scores."))
    if not has_roadmap:
        missing.append(text("No roadmap has been planned: the order of the next steps is open."))
    return tuple(speech.say(sentence) for sentence in missing)


def _paragraphs(assessment: Assessment, speech: Speech) -> list[tuple[Text, Text]]:
    parts = [
        (
            text("Claimed, supported, final"),
            text(
                "For each practice the claimed level is the lower median of the answers, first inside "
                "each role, then over the roles. Where a record speaks about the practice, it sets the "
                "highest level that it supports. The final level is the lower of the two."
            ),
        ),
        (
            text("Scores and bounds"),
            text(
                "A question’s score is the weighted mean of its final levels, from 0 to 100. The lower "
                "bound takes every open answer as not in place, the upper one at the highest level "
                "that the records allow."
            ),
        ),
        (
            text("Stage"),
            text(
                "A question attains a stage when every required practice of this and all lower stages is "
                "at least largely in place. The organisation stands at the stage that all of its questions "
                "have attained, that is, at the stage of its weakest question. A question without any "
                "answer counts as stage 1."
            ),
        ),
        (
            text("Findings and order"),
            text(
                "A finding fires when a metric passes a limit that the model sets. The roadmap places actions where "
                "they bring the most value earliest, under capacity and order of need."
            ),
        ),
    ]
    if assessment.facts.contacts:
        rule = policy_words(assessment.facts.contacts.policy, speech)
        parts.append((text("Contact rule"), text("Requests are measured against {rule}.", rule=rule)))
    return parts


def _limits(assessment: Assessment) -> list[Text]:
    return [
        text(
            "Answers are what people said; a level without a record behind it is marked as "
            "unverified and counts as claimed."
        ),
        text("Associations are shown as associations: a log alone cannot prove that requests cause silence."),
        text("A prediction takes for granted that each action does what it is meant to, in its time."),
        *_ages(assessment),
        *left_out(assessment),
    ]


def _ages(assessment: Assessment) -> Iterator[Text]:
    """Yield from when the records are, in one sentence, and how many people spoke."""
    facts, days = assessment.facts, assessment.model.header.freshness_days
    told = [*_records(assessment.facts)]
    if told:
        yield text(
            "Records: {records}. What is older than {n:int} days checks no answer.", records=listed(told), n=days
        )
    if facts.answers:
        people, roles = {answer.respondent for answer in facts.answers}, {answer.role for answer in facts.answers}
        yield text(
            "{n:int} {n:plural person|people} in {roles:int} {roles:plural role|roles} answered: they speak for the "
            "programme, and are no sample of it.",
            n=len(people),
            roles=len(roles),
        )


def _records(facts: Facts) -> Iterator[Text]:
    contacts, loop = facts.contacts, facts.loop
    if contacts and contacts.by_day:
        yield text(
            "log from {first:date} to {last:date}",
            first=date.fromisoformat(min(contacts.by_day)),
            last=date.fromisoformat(max(contacts.by_day)),
        )
    if loop and loop.as_old_as:
        yield text("cases until {last:date}", last=loop.as_old_as)
    given = [answer.at.date() for answer in facts.answers if answer.at]
    if given and min(given) == max(given):
        yield text("interviews on {last:date}", last=max(given))
    elif given:
        yield text("interviews from {first:date} to {last:date}", first=min(given), last=max(given))
    if facts.map:
        yield text("map as on {day:date}", day=facts.as_of)


def _terms() -> list[tuple[Text, Text]]:
    return [
        (
            text("Practice"),
            text("one checkable statement about the programme; it belongs to one question and one stage"),
        ),
        (text("Request"), text("one invitation to give feedback, sent to one customer at one moment; reminders count")),
        (text("Source"), text("the survey or programme that sent a request")),
        (text("Collision"), text("a request from another source less than seven days after the one before")),
        (text("Detractor"), text("a customer who answers 0–6 of 10 (NPS), 1–2 of 5 (CSAT) or 1–3 of 7 (CES)")),
        (
            text("Index"),
            text(
                "1, and for each stage the mean level, from 0 to 1, of its required practices that apply: from 1 to "
                "5, for trends only"
            ),
        ),
        (text("Accountable"), text("the one team that answers for what becomes of a source’s feedback")),
        (text("Contradicted"), text("the claim lies above the highest level that the record supports")),
        (text("Coverage"), text("share of the applicable practices that have an answer with a level")),
    ]


def _inputs(assessment: Assessment, digests: Mapping[str, str], speech: Speech) -> tuple[Input, ...]:
    header = assessment.model.header
    about = text("assessment model, version {version}", version=header.version)
    inputs = [Input(header.id, speech.say(about), _grouped(assessment.model.hash))]
    logs = assessment.facts.contacts.inputs if assessment.facts.contacts else ()
    for log in logs:
        about = text(
            "{n:int} rows, {rejected:int} rejected; {format}, times in {zone}",
            n=log.rows,
            rejected=log.rejected,
            format=log.format,
            zone=log.tz,
        )
        inputs.append(Input(shown_path(log.path), speech.say(about), _grouped(log.sha256)))
    shown = {(PurePath(log.path).name, log.sha256) for log in logs}
    others = {path: digest for path, digest in digests.items() if (PurePath(path).name, digest) not in shown}
    earlier = [path for path in others if _is_earlier(path, assessment.facts.cycle)]
    inputs += [
        Input(shown_path(path), "", _grouped(digest)) for path, digest in sorted(others.items()) if path not in earlier
    ]
    if earlier:
        name = text("earlier cycles ({n:int} {n:plural file|files})", n=len(earlier))
        inputs.append(Input(speech.say(name), "", speech.say(text("each in the attached inputs.csv"))))
    return tuple(inputs)


def _is_earlier(path: str, cycle: str) -> bool:
    """Tell whether a file belongs to another cycle; the digests of those are attached, and not printed."""
    parts = PurePath(path).parts
    return parts[:1] == ("cycles",) and parts[1] != cycle


def _grouped(digest: str) -> str:
    """Return a digest in groups of eight, so that it can break over lines and be compared by eye."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))
