"""``cxmaturity replay``: what contact policies would have stopped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from cxmaturity.cli.charts import charts_option, write_charts
from cxmaturity.cli.options import every_command, harmless, note, print_json
from cxmaturity.cli.reading import Reading, logs_argument, logs_named, reading_options
from cxmaturity.cli.watching import watched
from cxmaturity.errors import wrong
from cxmaturity.words import Language, Text, style, text

if TYPE_CHECKING:
    from rich.console import Console

    from cxmaturity.contacts import Policy
    from cxmaturity.contacts.replay import Replay, Replays
    from cxmaturity.evidence.measures import Row, Table

_WIDEST: Final = 100
_SHOWN: Final = 12
"""Sources, or teams, that a table shows; JSON has them all."""
_GROUPS: Final = {"source": (text("Source"), text("By source")), "team": (text("Team"), text("By team"))}


@click.command()
@logs_argument
@click.option(
    "--policy",
    "policies",
    metavar="P",
    multiple=True,
    help="rest-N, another preset, N/DAYS[,N/DAYS...] or a file; may be repeated.",
)
@click.option("--frontier", is_flag=True, help="Replay rests of 0, 1, 3, 7, 14, 30, 60, 90 and 180 days, too.")
@reading_options
@charts_option
@every_command
def replay(
    logs: tuple[Path, ...],
    *,
    policies: tuple[str, ...],
    frontier: bool,
    charts: Path | None,
    cycle: str | None,
    as_of: date | None,
    lang: str | None,
    as_json: bool,
    **reading: object,
) -> int:
    """Replay contact logs under policies: what each would have stopped, whom it would have spared.

    LOG is as for audit. With an engagement, its own policy is replayed unless another is named.

    rest-N keeps at most one request in N days (rest-7, rest-30, ...; rest-0 keeps all), daily-1 one in 24 hours,
    relationship-180-transactional-90 one in 180 days from relationship sources and one in 90 from transactional ones,
    1/30,3/365 one in 30 days and three in 365. A day is 24 hours, counted back from each request.
    """
    from cxmaturity.contacts.replay import FRONTIER
    from cxmaturity.contacts.replay import replay as replay_logs

    options = Reading(**reading)  # type: ignore[arg-type]  # click hands over what the decorators declare
    named = logs_named(logs, options, cycle, as_of, lang)
    chosen = _policies(policies, frontier, named.settings.policy if named.is_engagement else None)
    with watched(named.language) as progress:
        found = replay_logs(named.logs, named.settings, [*chosen, *(FRONTIER if frontier else ())], progress)
    for remark in found.notes:
        note(remark, named.language)
    if as_json:
        print_json(record(found))
    else:
        _Page(found, named.language).show(len(chosen))
    if charts is not None:
        write_charts(charts, _charts(found, len(chosen), named.language), named.language)
    return 0


def _charts(found: Replays, named: int, language: Language) -> Mapping[str, str | Text]:
    """Return the comparison of the policies named, and the frontier where it was replayed, too."""
    from cxmaturity.contacts.replay import frontier as frontier_of
    from cxmaturity.report.files import replay_charts

    rests = frontier_of(found.policies[named:]) if found.policies[named:] else None
    compared: list[Row] = [
        {
            "policy": harmless(each.policy),
            "kept": each.kept,
            "stopped": each.stopped,
            "customers_spared": each.customers_spared,
        }
        for each in found.policies[:named]
    ]
    return replay_charts(compared, rests, found.customers, language)


def record(found: Replays) -> dict[str, object]:
    """Return a replay as JSON holds it."""
    from cxmaturity.contacts.replay import SCHEMA

    return {"schema": SCHEMA, "policies": [each.record() for each in found.policies]}


def _policies(given: Sequence[str], frontier: bool, own: Policy | None) -> list[Policy]:
    from cxmaturity.contacts.policy import parse_policy, presets

    if given or (own is None and frontier):
        return list(dict.fromkeys(parse_policy(policy) for policy in given))
    if own is None:
        remedy = text(
            "Give --policy rest-30 (at most one request in 30 days), another of {presets}, N/DAYS or a file.",
            presets=", ".join(presets()),
        )
        raise wrong(text("no contact policy is named."), remedy=remedy)
    return [own]


class _Page:
    """A replay on one screen, readable at 80 columns and without colour."""

    def __init__(self, found: Replays, language: Language) -> None:
        from rich.console import Console

        console = Console(highlight=False)
        self._found = found
        self._language: Language = language
        self._console: Console = Console(highlight=False, width=min(console.width, _WIDEST))

    def show(self, detailed: int) -> None:
        """Print a line a policy, then sources and teams of the first ones."""
        from rich.text import Text as Line

        first = self._found.policies[0]
        head = text(
            "{contacts:int} {contacts:plural request|requests} to {customers:int} "
            "{customers:plural customer|customers}, as these policies would have had it",
            contacts=first.kept + first.stopped,
            customers=self._found.customers,
        )
        self._console.print(Line(head.show(self._language), style="bold"))
        self._overview()
        for each in self._found.policies[:detailed]:
            for group in _GROUPS:
                rows = each.by(group)
                if any(row[group] for row in rows) and each.stopped:
                    self._group(each, group, rows)
        self._tail(first)

    def _tail(self, first: Replay) -> None:
        from rich.text import Text as Line

        known = ((text("answers"), first.stopped_responses), (text("opt-outs"), first.stopped_opt_outs))
        unseen = [what.show(self._language) for what, number in known if number is None]
        if unseen:
            unknown = text("Not observable in these logs: {what}.", what=", ".join(unseen))
            self._console.print(Line(unknown.show(self._language), style="dim"))
        told = [
            text(
                "A policy walks each customer’s requests in order and keeps one if there is room among those kept "
                "before. Spared: customers with at least one request stopped."
            ),
            text(
                "audit counts breaches in what was sent, replay walks it again without what it stopped: the shares "
                "differ."
            ),
        ]
        if len(unseen) < len(known):
            told.append(
                text("Answers and opt-outs of stopped requests are those seen, no claim of what would have come.")
            )
        for line in told:
            self._console.print(Line(line.show(self._language), style="dim"))

    def _overview(self) -> None:
        columns = [text("kept"), text("share kept"), text("stopped"), text("customers spared")]
        columns += [text("of those answered")] if self._found.policies[0].stopped_responses is not None else []
        columns += [text("of those opted out")] if self._found.policies[0].stopped_opt_outs is not None else []
        rows = []
        for each in self._found.policies:
            counts = (each.kept, each.stopped, each.customers_spared, each.stopped_responses, each.stopped_opt_outs)
            kept, stopped, *others = (self._number(number) for number in counts if number is not None)
            rows.append((each.policy, kept, self._share(each.stopped, each.kept), stopped, *others))
        self._table(text("Policy"), columns, list(dict.fromkeys(rows)))

    def _group(self, each: Replay, group: str, rows: Table) -> None:
        from rich.text import Text as Line

        counts = [(str(row[group]), int(row["kept"] or 0), int(row["stopped"] or 0)) for row in rows]
        most = sorted(counts, key=lambda row: (-row[2], row[0]))
        nobody = text("(not known)").show(self._language)
        shown = [
            (name or nobody, self._number(kept), self._number(stopped), self._share(kept, stopped))
            for name, kept, stopped in most[:_SHOWN]
        ]
        heading, title = _GROUPS[group]
        self._console.print(Line(f"{harmless(each.policy)} · {title.show(self._language)}", style="bold"))
        self._table(heading, (text("kept"), text("stopped"), text("share stopped")), shown)
        if more := len(most) - len(shown):
            left = text("{n:int} more in --json", n=more)
            self._console.print(Line(f"  {left.show(self._language)}\n", style="dim"))

    def _table(self, first: Text, columns: Sequence[Text], rows: Sequence[Sequence[str]]) -> None:
        from rich.padding import Padding
        from rich.table import Table
        from rich.text import Text as Line

        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
        table.add_column(first.show(self._language), overflow="fold")
        for column in columns:
            heading = column.show(self._language)
            table.add_column(heading, justify="right", overflow="fold", min_width=max(map(len, heading.split())))
        for name, *figures in rows:
            table.add_row(Line(harmless(name)), *figures)
        self._console.print(Padding(table, (0, 0, 1, 2)))

    def _number(self, number: int) -> str:
        return style.integer(number, self._language)

    def _share(self, rest: int, part: int) -> str:
        """Return which share of both the second one is."""
        return style.percent(part / (rest + part), self._language, places=1) if rest + part else "–"
