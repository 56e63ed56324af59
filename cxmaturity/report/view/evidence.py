"""Claims against evidence: what was said beside what the records show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cxmaturity.assess import Assessment
from cxmaturity.evidence.sentences import shows
from cxmaturity.report.view.budget import WHOLE, Budget
from cxmaturity.report.view.claims import claims_figure
from cxmaturity.report.view.figures.figure import Figure
from cxmaturity.report.view.left_out import left_out
from cxmaturity.report.view.names import Names, level_rank, level_word
from cxmaturity.report.view.silence import nothing_claimed, why_no_score
from cxmaturity.report.view.speech import Speech, sentence_start
from cxmaturity.scoring import EvidenceSeen, PracticeScore, Verdict, against, contradictions
from cxmaturity.words import Text, text

_ORDER: tuple[Verdict, ...] = ("contradicted", "consistent", "confirmed")
_WORDS: dict[Verdict, Text] = {
    "contradicted": text("contradicted"),
    "consistent": text("consistent"),
    "confirmed": text("confirmed"),
    "unverified": text("unverified"),
}
_NOTE: Final = 2
"""Claims whose room a note below them takes."""


@dataclass(frozen=True)
class Claim:
    """A practice that was claimed and could be checked."""

    question: str
    statement: str
    claims: str
    """What is claimed, in a few words; the statement where the model has none."""
    claimed: str
    supported: str
    rank: int | None
    """The supported level as a number, from 0 to 3."""
    final: str
    against: str
    """What the records show, as it follows ``claims``."""
    seen: str
    """The same as a sentence."""
    verdict: str
    verdict_word: str


@dataclass(frozen=True)
class EvidencePage:
    """The page of claims."""

    title: str
    lead: str
    chart: Figure | None
    """Each question's practices by what the records say of them; None where they say nothing."""
    claims: tuple[Claim, ...]
    """The contradicted ones, the largest effect on stage and scores first."""
    others: tuple[str, ...]
    """How many claims the table has no room for, and how many the records let stand, in sentences."""
    unspoken: str
    """How many practices rest on words alone, and which evidence was left out."""


def checked_claims(assessment: Assessment) -> tuple[int, int]:
    """Return how many claims evidence speaks about, and how many of them it contradicts."""
    verdicts = [score.verdict for score in assessment.scores.practices]
    return sum(verdict in _ORDER for verdict in verdicts), verdicts.count("contradicted")


def contradicted_claims(assessment: Assessment, speech: Speech, names: Names) -> tuple[Claim, ...]:
    """Return the contradicted claims, those that cost a stage first, then by the points that they cost."""
    return tuple(_claim(score, speech, names) for score in _contradicted(assessment))


def _contradicted(assessment: Assessment) -> list[PracticeScore]:
    named = (
        assessment.scores.practice(each.practice.id) for each in contradictions(assessment.model, assessment.scores)
    )
    return [score for score in named if score is not None]


def evidence_page(
    assessment: Assessment, speech: Speech, names: Names, limits: Budget = WHOLE, notes: int = 0
) -> EvidencePage:
    """Return every claim that could be checked, contradicted ones first; so many notes stand below them."""
    checked, contradicted = checked_claims(assessment)
    claims = contradicted_claims(assessment, speech, names)
    shown = claims if limits.claims is None else claims[: limits.claims - _NOTE * notes]
    return EvidencePage(
        title=speech.title(_title(assessment, checked, contradicted)),
        lead=speech.say(_lead(assessment, checked, contradicted)),
        chart=claims_figure(assessment, speech, names),
        claims=shown,
        others=tuple(speech.say(sentence) for sentence in _others(assessment, len(claims) - len(shown))),
        unspoken=" ".join(speech.say(sentence) for sentence in _unspoken(assessment)),
    )


def _unspoken(assessment: Assessment) -> list[Text]:
    """Return how many claims rest on words alone, and what else could have checked some of them."""
    silent = sum(score.verdict == "unverified" for score in assessment.scores.practices)
    if not silent:
        return []
    alone = text(
        "{n:int} further {n:plural claim rests|claims rest} on what people said: no record "
        "speaks about {n:plural it|them}.",
        n=silent,
    )
    return [alone, *left_out(assessment)]


def _others(assessment: Assessment, further: int) -> list[Text]:
    """Return how many claims are not in the table, and what the records say of them."""
    verdicts = [score.verdict for score in assessment.scores.practices]
    consistent, confirmed = verdicts.count("consistent"), verdicts.count("confirmed")
    said: list[Text] = []
    if further:
        said.append(text("{n:int} further {n:plural claim is|claims are} contradicted.", n=further))
    if confirmed:
        said.append(
            text(
                "{n:int} {n:plural claim is|claims are} confirmed exactly: the records show the level claimed.",
                n=confirmed,
            )
        )
    if consistent:
        said.append(
            text(
                "{n:int} {n:plural claim is|claims are} consistent with the records: these allow the level claimed or "
                "a higher one.",
                n=consistent,
            )
        )
    return said


def seen_words(score: PracticeScore, speech: Speech) -> str:
    """Return what the metrics behind a practice's verdict show, each with its figure."""
    return sentence_start(_shown(score, speech))


def verdict_word(verdict: Verdict, speech: Speech) -> str:
    """Return a verdict as a word."""
    return speech.say(_WORDS[verdict])


def _title(assessment: Assessment, checked: int, contradicted: int) -> Text:
    if nothing_claimed(assessment):
        return text("Nothing has been claimed that the records could confirm or contradict")
    if not checked:
        return text("No answer could be checked: every level rests on what people said")
    if checked == 1 and not contradicted:
        return text("The records do not contradict the one claim that they speak about")
    if not contradicted:
        return text(
            "The records contradict none of the {n:int} {n:plural claim|claims} that they speak about", n=checked
        )
    return _contradicting(checked, contradicted)


def _contradicting(checked: int, contradicted: int) -> Text:
    if checked == 1:
        return text("The records contradict the one claim that they speak about")
    if contradicted == checked:
        return text("The records contradict all {n:int} claims that they speak about", n=checked)
    return text(
        "The records contradict {part:int} of the {n:int} {n:plural claim|claims} that they speak about",
        part=contradicted,
        n=checked,
    )


def _lead(assessment: Assessment, checked: int, contradicted: int) -> Text:
    if nothing_claimed(assessment):
        return why_no_score(assessment)
    if not checked and assessment.facts.contacts and assessment.facts.map:
        return text("Neither the contact log nor the map speaks about what was answered.")
    if not checked:
        return text("A contact log and an ownership map would let the records speak beside the answers.")
    if not contradicted:
        return text("What was said and what was counted agree; the scores take the claims as they are.")
    return text("Where the records support less than was claimed, the scores count what they support.")


def _claim(score: PracticeScore, speech: Speech, names: Names) -> Claim:
    verdict: Verdict = score.verdict or "unverified"
    claims, seen = _claims(score, speech), seen_words(score, speech)
    statement = speech.words(score.practice.statement)
    return Claim(
        question=names.references[score.practice.question],
        statement=statement,
        claims=claims or statement,
        claimed=level_word(score.claimed, speech),
        supported=level_word(score.supported, speech),
        rank=level_rank(score.supported),
        final=level_word(score.final, speech),
        against=_shown(score, speech) if claims else seen,
        seen=seen,
        verdict=verdict,
        verdict_word=verdict_word(verdict, speech),
    )


def _shown(score: PracticeScore, speech: Speech) -> str:
    return speech.series(shows(found.rule, found.measure, speech.language) for found in _speaking(score))


def _speaking(score: PracticeScore) -> tuple[EvidenceSeen, ...]:
    """Return the evidence that a verdict rests on: of a contradiction, what contradicts the claim."""
    return against(score) if score.verdict == "contradicted" else score.evidence


def _claims(score: PracticeScore, speech: Speech) -> str:
    """Return what a practice claims of all that the metrics behind its verdict look at."""
    claims = [found.rule.claims for found in _speaking(score)]
    named = [speech.words(claim) for claim in claims if claim is not None]
    return speech.say(text("Claims {what};", what=speech.listed(named))) if len(named) == len(claims) else ""
