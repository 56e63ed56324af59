"""What is to be said of rules against a log: those that meet nothing, and scores that are compared on every scale."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from cxmaturity.contacts.sql import listed
from cxmaturity.errors import closest
from cxmaturity.evidence.conditions import Condition, conditions_of
from cxmaturity.evidence.measures import FEWEST_CUSTOMERS
from cxmaturity.evidence.ownership_map import Rule
from cxmaturity.loop.estimates import only_row
from cxmaturity.loop.rules.sql import rule_sql
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_WORDS: Final = ("segment", "source", "channel", "team", "metric")
"""Fields whose words are categories: nothing in them is about one customer."""
_TELL_SCALES_APART: Final = {"metric", "source", "class"}
_MOST_WORDS: Final = 1_000
"""The commonest words of a field, among which one is looked for that was meant."""
_SHOWN: Final = 10


def remarks_on_rules(
    connection: DuckDBPyConnection, rules: Sequence[Rule], unreachable: Collection[str]
) -> Iterator[Text]:
    """Yield what is to be said of rules against the answers of the view ``classed``; nothing where there is none.

    ``unreachable`` are the rules of which it is known without any log that they meet nothing; they are not told again.
    Only words of categories are told, and of the log's only those of FEWEST_CUSTOMERS customers or more.
    """
    (answers,) = only_row(connection, "SELECT count(*) FROM classed")
    if not answers:
        return
    unmet = _unmet(connection, [rule for rule in rules if rule.id not in unreachable])
    if unmet:
        yield text(
            "No answer of the logs meets {n:plural the rule|the rules} {rules}.",
            n=len(unmet),
            rules=_listed([rule.id for rule in unmet]),
        )
    for rule in unmet[:_SHOWN]:
        for condition in conditions_of(rule):
            if condition.field in _WORDS and condition.operator in ("=", "in"):
                yield from _meant(connection, rule, condition)
    yield from _on_every_scale(connection, rules)


def _unmet(connection: DuckDBPyConnection, rules: Sequence[Rule]) -> list[Rule]:
    """Return the rules that no answer meets, be it the first that it meets or not."""
    if not rules:
        return []
    met = ", ".join(f"coalesce(bool_or({rule_sql(rule)}), false)" for rule in rules)
    row = only_row(connection, f"SELECT {met} FROM classed")
    return [rule for rule, is_met in zip(rules, row, strict=True) if not is_met]


def _meant(connection: DuckDBPyConnection, rule: Rule, condition: Condition) -> Iterator[Text]:
    """Yield which words of a condition the log does not hold, where it holds one that is near."""
    field = f"lower({condition.field})"
    there = f"SELECT DISTINCT {field} FROM classed WHERE {field} IN {listed(condition.words)}"
    held = {word for (word,) in connection.execute(there).fetchall()}
    strangers = [word for word in condition.words if word not in held]
    if not strangers:
        return
    common = f"""
        SELECT {field} AS word FROM classed WHERE {condition.field} <> '' GROUP BY word
        HAVING count(DISTINCT customer) >= {FEWEST_CUSTOMERS} ORDER BY count(*) DESC, word LIMIT {_MOST_WORDS}"""
    known = [word for (word,) in connection.execute(common).fetchall()]
    for word in strangers:
        if near := closest(word, known):
            yield text(
                "Rule {rule}: the logs hold no {field} “{word}”. Did you mean “{near}”?",
                rule=rule.id,
                field=condition.field,
                word=word,
                near=near,
            )


def _on_every_scale(connection: DuckDBPyConnection, rules: Sequence[Rule]) -> Iterator[Text]:
    """Yield which rules compare scores of several metrics as if they had one scale."""
    blind = [rule.id for rule in rules if "score" in rule.when and not _TELL_SCALES_APART & rule.when.keys()]
    if not blind:
        return
    scored = "SELECT DISTINCT metric FROM classed WHERE metric <> '' AND score IS NOT NULL ORDER BY metric"
    metrics = [metric for (metric,) in connection.execute(scored).fetchall()]
    if len(metrics) > 1:
        yield text(
            "The logs hold scores of {metrics}, and {n:plural the rule|the rules} {rules} {n:plural compares|compare} "
            "them without regard to the metric: a csat of 1 to 5 always lies under 6. Say {example}, or add a metric "
            "or a source.",
            metrics=_listed(metrics),
            n=len(blind),
            rules=_listed(blind),
            example="class: detractor",
        )


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words[:_SHOWN]) + (" …" if len(words) > _SHOWN else "")
