"""The page that ``cxmaturity roadmap`` prints: readable at 80 columns, and without colour."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Rich

from cxmaturity.assess import Assessment
from cxmaturity.roadmap import Roadmap
from cxmaturity.roadmap import months as calendar
from cxmaturity.roadmap.plan import Planned, Quarter
from cxmaturity.words import Language, Text, text

_WIDEST: Final = 110
_BAR: Final = 12
_STATUS: Final = {"running": text("running"), "planned": text("planned")}


class RoadmapPage:
    """A roadmap on one screen."""

    def __init__(self, assessment: Assessment, plan: Roadmap, language: Language) -> None:
        self._assessment, self._plan = assessment, plan
        self._language: Language = language
        console = Console(highlight=False)
        self._console = Console(highlight=False, width=min(console.width, _WIDEST))
        self._placed = [item for item in plan.actions if item.start]
        self._left = [item for item in plan.actions if not item.start]

    def show(self) -> None:
        """Print the actions by start, what does not fit and why, and what is predicted."""
        self._head()
        if not self._plan.actions:
            self._line(text("Nothing to do: no practice can be raised, and no finding asks for an action."), above=1)
            return
        self._actions()
        self._does_not_fit()
        self._predicted()
        self._capacity()

    def _head(self) -> None:
        facts, plan = self._assessment.facts, self._plan
        head = text(
            "{organisation} · roadmap of {n:int} {n:plural month|months} from {month:month}",
            organisation=facts.organisation,
            n=plan.months,
            month=_day(plan.start),
        )
        self._console.print()
        self._console.rule(Rich(head.show(self._language), style="bold"), align="left", style="cyan")
        if plan.actions:
            sure = (
                text("No other plan brings more value earlier under these figures.")
                if plan.proven
                else text("At most {gap:percent1} short of the best plan.", gap=plan.gap)
            )
            self._line(sure, "dim")

    def _actions(self) -> None:
        most = max((item.value.total for item in self._plan.actions), default=0.0)
        for item in self._placed:
            self._console.print()
            self._action(item, most)

    def _action(self, item: Planned, most: float) -> None:
        start, end = item.start or "", item.end or ""
        span = self._month(start) if start == end else f"{self._month(start)} – {self._month(end)}"
        chain = "◆" if item.action.id in self._plan.critical_chain else "●"
        self._console.print(
            Padding(
                Rich.assemble(
                    (f"{chain} {span}  ", "cyan"),
                    (item.action.title.show(self._language), "bold"),
                    (f"  {item.action.id}", "dim"),
                    (f"  {_STATUS[item.status].show(self._language)}" if item.status in _STATUS else "", "yellow"),
                ),
                (0, 1, 0, 1),
            )
        )
        bar = "█" * round(_BAR * item.value.total / most) if most else ""
        worth = text("value {value:decimal}", value=100 * item.value.total)
        teams = " · ".join(
            text("{team} {days:decimal} d", team=team, days=days).show(self._language)
            for team, days in item.effort.items()
        )
        self._console.print(
            Padding(
                Rich.assemble((f"{bar} ", "cyan"), worth.show(self._language), (f" · {teams}" if teams else "", "dim")),
                (0, 1, 0, 3),
            )
        )
        for reason in self._why(item):
            self._console.print(Padding(Rich(reason.show(self._language), style="dim"), (0, 1, 0, 3)))

    def _why(self, item: Planned) -> Iterable[Text]:
        value = item.value
        if value.total > 0:
            yield text(
                "value from: score {score:percent}, next stage {stage:percent}, customers concerned {reach:percent}",
                score=value.score / value.total,
                stage=value.stage / value.total,
                reach=value.reach / value.total,
            )
        if item.findings:
            yield text("answers: {findings}", findings=", ".join(item.findings))
        needed = [key for other in self._placed for key in [other.action.id] if item.action.id in other.action.requires]
        if needed:
            yield text("opens the way for: {ids}", ids=", ".join(needed))

    def _does_not_fit(self) -> None:
        if not self._left:
            return
        title = text("{n:int} {n:plural action has|actions have} no place in the plan", n=len(self._left))
        self._line(title, "bold", above=1)
        for item in self._left:
            reason = item.why_not.show(self._language) if item.why_not else ""
            line = Rich.assemble((item.action.title.show(self._language), ""), (f"  {item.action.id}", "dim"))
            self._console.print(Padding(line, (0, 1, 0, 3)))
            self._console.print(Padding(Rich(reason, style="yellow"), (0, 1, 0, 5)))

    def _predicted(self) -> None:
        self._line(text("If the plan is kept, by the scoring itself"), "bold", above=1)
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
        questions = [question.id for question in self._assessment.model.questions]
        heads = [text("End of"), text("Stage")]
        for head in (*(head.show(self._language) for head in heads), *questions):
            table.add_column(head, justify="right" if head in questions else "left", no_wrap=True)
        for quarter in self._plan.predicted:
            table.add_row(quarter.quarter, self._stage(quarter), *self._scores(quarter, questions))
        self._console.print(Padding(table, (0, 0, 0, 3)))
        legend = text("Lower bounds of the scores, of 100 points; a practice counts from the month after its action.")
        self._line(legend, "dim")

    def _stage(self, quarter: Quarter) -> str:
        low, high = quarter.stage.low, quarter.stage.high
        return f"{low}" if low == high else f"{low}–{high}"

    def _scores(self, quarter: Quarter, questions: Iterable[str]) -> Iterable[str]:
        lows = [quarter.questions[question].low for question in questions]
        return ["–" if low is None else f"{round(low)}" for low in lows]

    def _capacity(self) -> None:
        chain = self._plan.critical_chain
        if len(chain) > 1:
            self._line(text("◆ fixes the plan’s last month: {ids}", ids=" → ".join(chain)), "dim", above=1)
        for gain in self._plan.capacity_gains:
            if gain.gain > 1e-9 and self._plan.objective:
                message = text(
                    "A fifth more days of {team} would raise the plan’s value by {share:percent1}.",
                    team=gain.team,
                    share=gain.gain / self._plan.objective,
                )
                self._line(message)

    def _month(self, month: str) -> str:
        from cxmaturity.words import style

        return style.month(_day(month), self._language, short=True)

    def _line(self, message: Text, style: str = "", above: int = 0) -> None:
        self._console.print(Padding(Rich(message.show(self._language), style=style), (above, 1, 0, 1)))


def _day(month: str) -> date:
    return calendar.first_day(month)
