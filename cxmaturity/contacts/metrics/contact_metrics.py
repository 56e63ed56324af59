"""A summary to metrics and tables, as CONTACT_METRICS.md defines them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import groupby
from math import ceil

from cxmaturity.contacts.kernel.summary import WINDOWS, Counts, Summary
from cxmaturity.contacts.metrics.quantiles import quantile
from cxmaturity.contacts.rows.judging import EARLIEST, LATEST
from cxmaturity.contacts.settings import AuditSettings
from cxmaturity.evidence.measures import Measure, Scalar, Table

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_COUNTED = ("source", "channel", "team", "tool")
_QUANTILES = {"p50": Fraction(1, 2), "p95": Fraction(19, 20), "p99": Fraction(99, 100)}


def metrics_of(summary: Summary, settings: AuditSettings) -> dict[str, Measure]:
    """Return every metric that the summary tells."""
    return {
        **_volume(summary),
        **_fatigue(summary),
        **_fragmentation(summary, settings),
        "coverage.lower_bound": False,
    }


def tables_of(summary: Summary) -> dict[str, Table | None]:
    """Return the tables that the summary tells."""
    if "source" not in summary.values:
        return {"fragmentation.collision_pairs": None}
    customers = summary.customers_of_source
    rows: list[dict[str, Scalar]] = [
        {
            "a": a,
            "b": b,
            "collisions": collisions,
            "customers": met,
            "lift": met * summary.customers / (customers[a] * customers[b]),
        }
        for (a, b), (collisions, met) in sorted(summary.collision_pairs.items())
    ]
    return {"fragmentation.collision_pairs": tuple(rows)}


def instant_text(instant: int) -> str:
    """Return an instant as ``YYYY-MM-DDTHH:MM:SS.ffffffZ``; one that this cannot write as the nearest that it can."""
    moment = _EPOCH + timedelta(microseconds=min(max(instant, EARLIEST), LATEST))
    return f"{moment.year:04}-{moment:%m-%dT%H:%M:%S.%f}Z"


def effective_number(counts: Counts) -> float | None:
    """Return 1 ÷ Σ share² over the named values; None when there are none."""
    named = [count for value, count in counts.items() if value]
    return float(Fraction(sum(named) ** 2, sum(count * count for count in named))) if named else None


def _volume(summary: Summary) -> dict[str, Measure]:
    per_customer = summary.per_customer
    return {
        "contacts.count": summary.contacts,
        "contacts.customers": summary.customers,
        **{f"contacts.{field}s": len(_named(summary.values.get(field, {}))) for field in _COUNTED},
        "contacts.duplicates": summary.duplicates,
        "contacts.impossible_times": summary.impossible,
        "contacts.mirrored_sources": _mirrored(summary),
        "contacts.first": None if summary.first is None else instant_text(summary.first),
        "contacts.last": None if summary.last is None else instant_text(summary.last),
        "contacts.per_customer.mean": _share(summary.contacts, summary.customers),
        **{f"contacts.per_customer.{name}": quantile(per_customer, share) for name, share in _QUANTILES.items()},
        "contacts.per_customer.max": max(per_customer, default=None),
        "contacts.top_decile_share": _share(_most_contacted(summary), summary.contacts),
        "contacts.unattributed_share": _share(_unattributed(summary), summary.contacts),
        "contacts.effective_sources": effective_number(summary.values.get("source", {})),
        "contacts.effective_tools": effective_number(summary.values.get("tool", {})),
    }


def _fatigue(summary: Summary) -> dict[str, Measure]:
    found: dict[str, Measure] = {}
    for days in WINDOWS:
        pressure = summary.pressure.get(days, {})
        found[f"fatigue.pressure_{days}d.p50"] = quantile(pressure, _QUANTILES["p50"])
        found[f"fatigue.pressure_{days}d.p95"] = quantile(pressure, _QUANTILES["p95"])
        found[f"fatigue.pressure_{days}d.max"] = max(pressure, default=None)
    for name, share in (("p50", Fraction(1, 2)), ("p05", Fraction(1, 20))):
        hours = quantile(summary.gap_hours, share)
        found[f"fatigue.gap_days.{name}"] = None if hours is None else hours / 24
    found |= {f"fatigue.gaps_under_{days}d": summary.gaps_under.get(days, 0) for days in WINDOWS}
    concerned = summary.concerned
    return found | {
        "fatigue.same_day.max": summary.busiest_day,
        "fatigue.same_day.customers": concerned.get("same_day_requests", 0),
        "fatigue.over_20_a_day.customers": concerned.get("over_20_a_day", 0),
        "fatigue.contacts_over_policy_share": _share(summary.over_policy, summary.contacts),
        "fatigue.customers_over_policy_share": _share(concerned.get("over_policy", 0), summary.customers),
    }


def _fragmentation(summary: Summary, settings: AuditSettings) -> dict[str, Measure]:
    sources = summary.sources_of_customer
    met = sum(value * customers for value, customers in sources.items())
    tools = summary.values.get("tool", {})
    return {
        "fragmentation.sources_per_customer.mean": _share(met, summary.customers),
        "fragmentation.sources_per_customer.p95": quantile(sources, _QUANTILES["p95"]),
        "fragmentation.sources_per_customer.max": max(sources, default=None),
        "fragmentation.multi_source_30d.customers": summary.multi_source,
        "fragmentation.collisions_7d": summary.collisions,
        "fragmentation.collision_share": _share(summary.collisions, summary.contacts - summary.customers),
        "fragmentation.off_map_tool_share": _outside(tools, settings.mapped_tools),
        "fragmentation.off_platform_tool_share": _outside(tools, settings.platform_tools),
    }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _named(counts: Counts) -> list[str]:
    return [value for value, count in counts.items() if value and count]


def _unattributed(summary: Summary) -> int:
    return summary.values["source"].get("", 0) if "source" in summary.values else summary.contacts


def _outside(tools: Counts, known: frozenset[str] | None) -> float | None:
    """Return the share of the contacts with a tool whose tool is not among the known ones."""
    if known is None:
        return None
    named = sum(tools[tool] for tool in _named(tools))
    return _share(sum(tools[tool] for tool in _named(tools) if tool not in known), named)


def _most_contacted(summary: Summary) -> int:
    """Return the contacts of the ⌈0.1·customers⌉ most contacted customers."""
    left, found = ceil(Fraction(summary.customers, 10)), 0
    for contacts in sorted(summary.per_customer, reverse=True):
        taken = min(left, summary.per_customer[contacts])
        found += taken * contacts
        left -= taken
    return found


def _mirrored(summary: Summary) -> int:
    """Return the pairs of named sources with the same customers at the same instants."""
    sources = summary.values.get("source", {})
    kept = sorted((count, summary.fingerprints.get(source, 0)) for source, count in sources.items() if source and count)
    sizes = [len(list(same)) for _, same in groupby(kept)]
    return sum(size * (size - 1) // 2 for size in sizes)
