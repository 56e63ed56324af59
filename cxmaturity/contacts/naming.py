"""What logs call their sources, tools and teams, and what they tell of each source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cxmaturity.contacts.progress import Progress, Step, of_engine, silent
from cxmaturity.contacts.settings import AuditSettings, Log
from cxmaturity.words import text

if TYPE_CHECKING:
    from cxmaturity.contacts.rows.judging import Judge

TOLD = ("channel", "tool", "metric")
"""What a log may tell of a source."""


@dataclass(frozen=True)
class Named:
    """The names in logs, each with the number of contacts that it stands for; blank ones left out."""

    sources: Mapping[str, int]
    tools: Mapping[str, int]
    teams: Mapping[str, int]
    of_source: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """Source to what the logs tell of it (``TOLD``), every value that occurs, sorted; blanks are absent."""


def named(logs: Sequence[Log], settings: AuditSettings, progress: Progress | None = None) -> Named:
    """Return what logs name, as the audit counts contacts before it leaves any out.

    Raises InputError as ``audit`` does.
    """
    from cxmaturity.contacts.auditing import opened_logs

    counts: dict[str, dict[str, int]] = {name: defaultdict(int) for name in ("source", "tool", "team")}
    told: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    with opened_logs(logs, replace(settings, engine="duckdb", master=None), progress) as desk:
        connection = desk.place.connection
        (progress or silent)(Step(text("Gathering names"), of_engine(connection)))
        for each in desk.opened:
            for source, tool, team, channel, metric, contacts in connection.execute(_sql(each.judge)).fetchall():
                for name, word in (("source", source), ("tool", tool), ("team", team)):
                    counts[name][word] += contacts
                for name, word in (("channel", channel), ("tool", tool), ("metric", metric)):
                    told[source][name] |= {word} if word else set()
    whole = {name: {word: n for word, n in sorted(found.items()) if word and n} for name, found in counts.items()}
    of_source = {
        source: {name: tuple(sorted(words)) for name, words in told[source].items() if words}
        for source in whole["source"]
    }
    return Named(whole["source"], whole["tool"], whole["team"], of_source)


def _sql(judge: Judge) -> str:
    """Return SQL for the combinations of names in a file, each with its number of contacts."""
    from cxmaturity.contacts.answers_sql import category_sql
    from cxmaturity.contacts.rows.judging import CONTACT, EVENT

    names = ", ".join(
        f"{category_sql(judge, name)} AS {name}" for name in ("source", "tool", "team", "channel", "metric")
    )
    rows = f"SELECT verdict, {names} FROM ({judge.rows_sql('')}) WHERE verdict IN ({CONTACT}, {EVENT})"
    return (
        f"SELECT source, tool, team, channel, metric, count(*) FILTER (verdict = {CONTACT}) FROM ({rows}) GROUP BY ALL"
    )
