"""Claims against records, practice by practice, as a figure."""

from __future__ import annotations

from cxmaturity.assess import Assessment
from cxmaturity.report.charts.claims import ClaimCell, ClaimRow, claims
from cxmaturity.report.view.figures.figure import Figure, told
from cxmaturity.report.view.names import Names, level_word
from cxmaturity.report.view.speech import Speech, without_stop
from cxmaturity.scoring import PracticeScore, Verdict
from cxmaturity.words import Text, text

_ORDER: tuple[Verdict, ...] = ("contradicted", "confirmed", "consistent", "unverified")
_UPHELD: tuple[Verdict, ...] = ("confirmed", "consistent")
_SIGNS: dict[Verdict, str] = {"confirmed": "=", "consistent": "≥", "unverified": ""}
"""How the records stand to the claim; of a contradicted one stands by how many levels it is too high."""


def claims_figure(assessment: Assessment, speech: Speech, names: Names) -> Figure | None:
    """Return each question's practices by what the records say of them; None where they say nothing of any."""
    by_question = {
        question: [score for score in assessment.scores.practices if score.practice.question == question.id]
        for question in assessment.model.questions
    }
    rows = []
    for question, scores in by_question.items():
        cells = sorted((score for score in scores if score.verdict is not None), key=_rank)
        rows.append(
            ClaimRow(
                names.references[question.id],
                speech.words(question.name),
                tuple(_cell(score, speech) for score in cells),
                _columns(cells, speech),
            )
        )
    if not any(cell.kind != "unverified" for row in rows for cell in row.cells):
        return None
    heads = tuple(speech.say(head) for head in (text("Contradicted"), text("Upheld"), text("Stated only")))
    listed = speech.series(told(row.ref, " / ".join(row.columns), speech) for row in rows)
    title = text(
        "Claims of each question: contradicted by the records, upheld by them, stated only. {rows}", rows=listed
    )
    source = text("Source: interview and records, n = {n:int} practices.", n=sum(len(row.cells) for row in rows))
    return Figure(speech.title(_title(rows)), claims(speech.say(title), rows, heads), speech.say(source))


def _rank(score: PracticeScore) -> tuple[int, int]:
    return _ORDER.index(score.verdict or "unverified"), -_excess(score)


def _excess(score: PracticeScore) -> int:
    """Return by how many levels a claim lies above what the records support; 0 where it does not."""
    if score.claimed is None or score.supported is None:
        return 0
    return max(int(score.claimed) - int(score.supported), 0)


def _cell(score: PracticeScore, speech: Speech) -> ClaimCell:
    kind: Verdict = score.verdict or "unverified"
    said = text(
        "{statement}: claimed {claimed}, supported {supported}",
        statement=without_stop(speech.words(score.practice.statement)),
        claimed=level_word(score.claimed, speech),
        supported=level_word(score.supported, speech),
    )
    sign = f"−{_excess(score)}" if kind == "contradicted" else _SIGNS[kind]
    return ClaimCell(kind, sign, speech.say(said))


def _columns(cells: list[PracticeScore], speech: Speech) -> tuple[str, str, str]:
    verdicts = [score.verdict for score in cells]
    counts = (
        verdicts.count("contradicted"),
        sum(verdicts.count(each) for each in _UPHELD),
        verdicts.count("unverified"),
    )
    contradicted, upheld, stated = (speech.integer(count) for count in counts)
    return contradicted, upheld, stated


def _title(rows: list[ClaimRow]) -> Text:
    counts = {row.name: sum(cell.kind == "contradicted" for cell in row.cells) for row in rows}
    every = sum(counts.values())
    if not every:
        return text("The records contradict no claim of any question")
    most, *others = sorted(counts, key=lambda name: -counts[name])
    if every == 1:
        return text("The contradicted claim belongs to this question: {name}", name=most)
    if counts[most] * 2 >= every and all(counts[name] < counts[most] for name in others):
        return text(
            "{part:int} of the {all:int} contradicted claims belong to one question: {name}",
            part=counts[most],
            all=every,
            name=most,
        )
    concerned = sum(count > 0 for count in counts.values())
    if concerned == len(rows):
        return text("Each question has a claim that the records contradict")
    return text("The contradicted claims lie in {n:int} of the {all:int} questions", n=concerned, all=len(rows))
