"""The page that ``cxmaturity score`` prints: readable at 80 columns, and without colour."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Rich

from cxmaturity.assess import Assessment
from cxmaturity.evidence.answers import Answer, Level, NotApplicable, Unknown, Voice
from cxmaturity.evidence.measures import Estimate, Scalar
from cxmaturity.model import load_metrics
from cxmaturity.scoring import EvidenceSeen, PracticeScore, QuestionScore, Score, Verdict
from cxmaturity.scoring.tally import Headline
from cxmaturity.words import Language, Text, fill, text

LEVELS: Final[dict[Level, Text]] = {
    Level.NOT: text("not"),
    Level.PARTLY: text("partly"),
    Level.LARGELY: text("largely"),
    Level.FULLY: text("fully"),
}
_HEADLINES: Final[dict[Headline, tuple[Text, str]]] = {
    "yes": (text("yes"), "green"),
    "partly": (text("in part"), "yellow"),
    "no": (text("no"), "red"),
    "cannot_tell": (text("unclear"), "dim"),
}
_VERDICTS: Final[dict[Verdict, tuple[Text, str]]] = {
    "confirmed": (text("confirmed by evidence"), "green"),
    "consistent": (text("consistent with evidence"), "green"),
    "contradicted": (text("contradicted by evidence"), "bold red"),
    "unverified": (text("not verified: no evidence"), "dim"),
}
_SEVERITIES: Final = {"high": "bold red", "medium": "yellow", "low": "dim"}
_BAR: Final = 8
_WIDEST: Final = 100


class Page:
    """An assessment on one screen."""

    def __init__(self, assessment: Assessment, language: Language) -> None:
        self._assessment = assessment
        self._scores = assessment.scores
        self._language: Language = language
        console = Console(highlight=False)
        self._console = Console(highlight=False, width=min(console.width, _WIDEST))

    def show(self) -> None:
        """Print stage, questions, blockers, contradicted claims and findings."""
        self._head()
        self._stage()
        self._questions()
        self._contradicted()
        self._blockers()
        self._unknown()
        self._findings()

    def explain(self, score: PracticeScore, internal: bool) -> None:
        """Print all that is said and known of one practice."""
        practice = score.practice
        self._console.print(Rich(f"{practice.id}  {practice.statement.show(self._language)}", style="bold"))
        required = text("required") if practice.required else text("supporting")
        stage = text(
            "stage {stage:int}, {kind}, weight {weight}", stage=practice.stage, kind=required, weight=practice.weight
        )
        self._line(self._show(stage), "dim")
        self._line(practice.guidance.show(self._language))
        table = self._table((text("claimed"), text("evidence allows"), text("final"), text("verdict")))
        verdict = _VERDICTS[score.verdict][0] if score.verdict else text("nothing is claimed")
        cells = (_voice(score.claim), _level(score.supported), _level(score.final), verdict)
        table.add_row(*(self._show(cell) for cell in cells))
        self._console.print(Padding(table, (1, 0, 0, 1)))
        self._voices(score.answers, internal)
        self._evidence(score)

    def _head(self) -> None:
        facts, header = self._assessment.facts, self._assessment.model.header
        head = text(
            "{organisation} · {cycle} · as of {day:date}",
            organisation=facts.organisation,
            cycle=facts.cycle,
            day=facts.as_of,
        )
        self._console.print()
        self._console.rule(Rich(self._show(head), style="bold"), align="left", style="cyan")
        self._line(f"{header.name.show(self._language)} {header.version}", "dim")
        seen = facts.contacts.as_old_as if facts.contacts else None
        if seen is not None and (facts.as_of - seen).days > header.freshness_days:
            old = text(
                "The contact log ends on {day:date}: older than {n:int} days, it verifies no claim.",
                day=seen,
                n=header.freshness_days,
            )
            self._line(self._show(old), "yellow")

    def _stage(self) -> None:
        stage = self._scores.stage
        if stage.value is None:
            shown = text(
                "No stage yet: nothing is answered (it could be {low:int} to {high:int}).",
                low=stage.low,
                high=stage.high,
            )
            self._line(self._show(shown), "bold", above=1)
            return
        definition = self._assessment.model.stages[stage.value - 1]
        steps = "●" * stage.value + "○" * (5 - stage.value)
        name = text("Stage {n:int} of 5: {name}", n=stage.value, name=definition.name.show(self._language))
        self._line(f"{steps}  {self._show(name)}", "bold cyan", above=1)
        claimed = text("The answers alone claim stage {n:int}.", n=self._scores.claimed_stage)
        bounds = text(
            "With what is not answered it lies between {low:int} and {high:int}.", low=stage.low, high=stage.high
        )
        self._line(self._show(claimed) if stage.low == stage.high else f"{self._show(bounds)} {self._show(claimed)}")
        if stage.value < len(self._assessment.model.stages):
            self._line(definition.next.show(self._language), "dim")

    def _questions(self) -> None:
        table = self._table(
            (
                text("Question"),
                text("Final"),
                Text(""),
                text("Claimed"),
                text("Range"),
                text("Covered"),
                text("Stage"),
                text("Holds"),
            ),
            right=(1, 3, 4, 5, 6),
        )
        for question in self._scores.questions:
            table.add_row(*self._question(question))
        self._console.print(Padding(table, (1, 0, 0, 1)))
        legend = text("█ final  ▒ claimed, and not supported by evidence. Scores are points of 100.")
        self._line(self._show(legend), "dim")

    def _question(self, question: QuestionScore) -> Iterable[Rich | str]:
        definition = next(item for item in self._assessment.model.questions if item.id == question.id)
        shown, style = _HEADLINES[question.headline]
        reach = "–" if question.stage.value is None else f"{question.stage.value}/{question.top}"
        return (
            Rich.assemble((f"{question.id} ", "dim"), definition.name.show(self._language)),
            Rich(_points(question.score.value), style="bold"),
            _bar(question.score.value, question.claimed.value),
            _points(question.claimed.value),
            _range(question.score),
            fill("{share:percent}", {"share": _float(question.score.coverage)}, self._language),
            reach,
            Rich(self._show(shown), style=style),
        )

    def _contradicted(self) -> None:
        found = [score for score in self._scores.practices if score.verdict == "contradicted"]
        if not found:
            return
        self._title(text("{n:int} {n:plural claim|claims} contradicted by evidence", n=len(found)), "bold red")
        for score in found:
            line = Rich.assemble((score.practice.id, "cyan"), f"  {score.practice.statement.show(self._language)}")
            self._console.print(Padding(line, (0, 1, 0, 3)), no_wrap=True, overflow="ellipsis")
            levels = text(
                "claimed {claimed}, evidence allows {allowed}",
                claimed=_level(score.claimed),
                allowed=_level(score.supported),
            )
            worst = min(score.evidence, key=lambda seen: seen.most)
            shown = Rich(f"{self._show(levels)} · {self._measured(worst)}", style="yellow")
            self._console.print(Padding(shown, (0, 1, 0, 5)))

    def _blockers(self) -> None:
        blockers = [self._scores.practice(blocker) for blocker in self._scores.blockers]
        if not blockers:
            return
        reach = 2 if self._scores.stage.value is None else min(self._scores.stage.value + 1, 5)
        title = text(
            "{n:int} {n:plural practice blocks|practices block} stage {stage:int}", n=len(blockers), stage=reach
        )
        self._title(title, "bold")
        said = {score.practice.id: self._show(_state(score)) for score in blockers if score.claim is not None}
        widths = [max(map(len, column), default=0) + 2 for column in (said.keys(), said.values())]
        for name, state in said.items():
            statement = self._scores.practice(name).practice.statement.show(self._language)
            line = Rich.assemble((name.ljust(widths[0]), "cyan"), (state.ljust(widths[1]), "yellow"), statement)
            self._console.print(Padding(line, (0, 1, 0, 3)), no_wrap=True, overflow="ellipsis")
        silent = [score.practice.id for score in blockers if score.claim is None]
        if silent:
            asked = text("{n:int} not answered: {ids}", n=len(silent), ids=", ".join(silent))
            self._console.print(Padding(Rich(self._show(asked)), (0, 1, 0, 3)))
        if self._scores.flips:
            flips = text("One level more or less would change the stage in: {ids}.", ids=", ".join(self._scores.flips))
            self._line(self._show(flips), "dim")
        self._line(self._show(text("All about one of them: --explain PRACTICE")), "dim")

    def _unknown(self) -> None:
        gaps = [score.practice.id for score in self._scores.practices if isinstance(score.claim, Unknown)]
        if gaps:
            self._line(
                self._show(text("Nobody knows (visibility gaps): {ids}.", ids=", ".join(gaps))), "yellow", above=1
            )

    def _findings(self) -> None:
        findings = self._assessment.findings
        if not findings:
            return
        counts = {severity: sum(finding.severity == severity for finding in findings) for severity in _SEVERITIES}
        title = text("Findings: {high:int} high, {medium:int} medium, {low:int} low", **counts)
        self._title(title, "bold")
        for finding in findings:
            if finding.severity == "high":
                self._line(f"● {finding.title(self._language)}", _SEVERITIES["high"])

    def _voices(self, answers: Iterable[Answer], internal: bool) -> None:
        for answer in answers:
            said = [
                text("{name} ({role}): {level}", name=answer.respondent, role=answer.role, level=_voice(answer.voice))
            ]
            if answer.agreed:
                said.append(text("agreed"))
            notes = (answer.note, answer.internal_note if internal else "")
            said += [text("“{note}”", note=note) for note in notes if note]
            self._line(" · ".join([*map(self._show, said), *(link.link for link in answer.links)]))

    def _evidence(self, score: PracticeScore) -> None:
        seen = {found.rule.metric: found for found in score.evidence}
        for rule in score.practice.evidence:
            limits = rule.thresholds
            ends = {name: self._figure(rule.metric, end) for name, end in limits.model_dump().items()}
            asked = (
                text("partly from {partly}, largely from {largely}, fully from {fully}", **ends)
                if rule.direction == "up"
                else text("partly up to {partly}, largely up to {largely}, fully up to {fully}", **ends)
            )
            found = seen.get(rule.metric)
            value = self._measured(found) if found else self._named(rule.metric, self._show(text("no data")))
            self._line(f"{value} · {self._show(asked)} · {rule.metric}", "dim" if found is None else "")

    def _measured(self, seen: EvidenceSeen) -> str:
        metric, measure = seen.rule.metric, seen.measure
        if not isinstance(measure, Estimate):
            return self._named(metric, self._figure(metric, measure))
        value, low, high = (self._figure(metric, end) for end in (measure.value, measure.low, measure.high))
        return self._named(metric, f"{value} [{low}–{high}]")

    def _named(self, metric: str, value: str) -> str:
        return self._show(text("{name}: {value}", name=_metric(metric, self._language), value=value))

    def _figure(self, metric: str, value: Scalar) -> str:
        if value is None or isinstance(value, str | bool):
            shown = {None: text("no data"), True: text("yes"), False: text("no")}
            return value if isinstance(value, str) else self._show(shown[value])
        unit = next((known.unit for known in load_metrics() if known.id == metric), "number")
        if unit == "share":
            return fill("{share:percent1}", {"share": value}, self._language)
        return fill("{n:int}" if float(value).is_integer() else "{n:decimal}", {"n": value}, self._language)

    def _table(self, heads: Iterable[Text], right: Iterable[int] = ()) -> Table:
        table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim")
        for position, head in enumerate(heads):
            table.add_column(self._show(head), justify="right" if position in right else "left", no_wrap=position > 0)
        return table

    def _title(self, title: Text, style: str) -> None:
        self._line(self._show(title), style, above=1)

    def _line(self, line: str, style: str = "", above: int = 0) -> None:
        self._console.print(Padding(Rich(line, style=style), (above, 1, 0, 1)))

    def _show(self, message: Text) -> str:
        return message.show(self._language)


def _metric(metric: str, language: Language) -> str:
    return next((known.name.show(language) for known in load_metrics() if known.id == metric), metric)


def _level(level: Level | None) -> Text:
    return Text("–") if level is None else LEVELS[level]


def _voice(voice: Voice | None) -> Text:
    if isinstance(voice, Level):
        return LEVELS[voice]
    if isinstance(voice, NotApplicable):
        return text("outside our control") if voice.reason == "outside_control" else text("not applicable")
    return text("unknown") if isinstance(voice, Unknown) else text("not answered")


def _state(score: PracticeScore) -> Text:
    """Return why a practice blocks its stage."""
    if score.claimed is not None and score.claimed >= Level.LARGELY:
        return text("capped: {level}", level=_level(score.final))
    return _voice(score.claim)


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _points(value: Fraction | None) -> str:
    return "–" if value is None else f"{round(value)}"


def _range(score: Score) -> str:
    return "–" if score.low is None or score.high is None else f"{round(score.low)}–{round(score.high)}"


def _bar(final: Fraction | None, claimed: Fraction | None) -> Rich:
    """Return a bar: final, then what is claimed beyond it."""
    solid = round((final or 0) / 100 * _BAR)
    beyond = max(round((claimed or 0) / 100 * _BAR) - solid, 0)
    return Rich.assemble(("█" * solid, "cyan"), ("▒" * beyond, "red"), ("·" * (_BAR - solid - beyond), "dim"))
