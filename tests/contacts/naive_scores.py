"""Scores, questions and timing in plain, quadratic Python, written from CONTACT_METRICS.md and METHODS.md alone.

Contacts have the attributes ``at, source, question, event_at, metric, scale, score, responded`` and ``comment``: texts
as they stand in the log (trimmed), times or None.
"""

from __future__ import annotations

import math
import statistics
import unicodedata
from collections import Counter, defaultdict
from datetime import timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
Z = 1.959963984540054
OF_SCALE = {"0-10": "nps", "1-5": "csat", "1-7": "ces"}
ENDS = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7)}


def normalised(question):
    """Casefold, then NFKD without category M, other than letters and digits to one space, trimmed."""
    kept = [
        c for c in unicodedata.normalize("NFKD", question.casefold()) if not unicodedata.category(c).startswith("M")
    ]
    return " ".join("".join(c if c.isalnum() else " " for c in kept).split())


def repeated(own):
    """Contacts whose question another non-empty source had put earlier in the order, less than 30 days before."""
    return [
        contact
        for place, contact in enumerate(own)
        if normalised(contact.question)
        and any(
            earlier.source
            and earlier.source != contact.source
            and normalised(earlier.question) == normalised(contact.question)
            and contact.at - earlier.at < 30 * DAY
            for earlier in own[:place]
        )
    ]


def questions(by_customer):
    contacts = [contact for own in by_customer.values() for contact in own]
    asked = sum(bool(normalised(contact.question)) for contact in contacts)
    again = sum(len(repeated(own)) for own in by_customer.values())
    return {"fragmentation.repeat_question_share": again / asked if asked else None}


def conflicts(by_customer):
    scales = defaultdict(set)
    for own in by_customer.values():
        for contact in own:
            if contact.metric and scale_of(contact):
                scales[contact.metric.lower()].add(scale_of(contact))
    return {"fragmentation.metric_conflicts": sum(len(found) > 1 for found in scales.values())}


def scale_of(contact):
    return contact.scale.replace(" ", "").replace("\u2013", "-").replace("\u2212", "-")


def metric_of(contact):
    """By the metric, else inferred from the scale."""
    return contact.metric.lower() if contact.metric else OF_SCALE.get(scale_of(contact))


def used(contact):
    """The metric and value of a score that counts; else why not, or None without a score."""
    if not contact.score:
        return None
    metric = metric_of(contact)
    if metric not in ENDS:
        return "no_metric"
    try:
        value = float(contact.score)
    except ValueError:
        return "not_whole"
    if not math.isfinite(value) or value != int(value):
        return "not_whole"
    low, high = ENDS[metric]
    if OF_SCALE.get(scale_of(contact), "" if scale_of(contact) else metric) != metric or not low <= value <= high:
        return "off_scale"
    return metric, int(value)


def scores(by_customer, zone):
    """The three scores, the rows of both tables, and how many scores do not count, by reason."""
    everything, by_source, by_month, unused = {}, {}, {}, Counter()
    for customer, own in by_customer.items():
        for contact in own:
            found = used(contact)
            if isinstance(found, str):
                unused[found] += 1
            elif found:
                metric, value = found
                keep(everything, metric, customer, value)
                keep(by_source, (contact.source, metric), customer, value)
                if contact.responded:
                    local = contact.responded.astimezone(ZoneInfo(zone))
                    keep(by_month, (f"{local.year:04}-{local.month:02}", metric), customer, value)
    metrics = {f"score.{metric}": estimate(metric, everything.get(metric, {})) for metric in ENDS}
    tables = {
        f"score.by_{name}": [
            {name: key, "metric": metric} | without_rule(estimate(metric, answers))
            for (key, metric), answers in sorted(cells.items())
        ]
        for name, cells in (("source", by_source), ("month", by_month))
    }
    return metrics, tables, dict(unused)


def keep(cells, cell, customer, value):
    cells.setdefault(cell, defaultdict(list))[customer].append(value)


def without_rule(found):
    return {name: value for name, value in found.items() if name != "rule"}


def estimate(metric, by_customer):
    answers = [value for own in by_customer.values() for value in own]
    value, low, high, rule = {"nps": nps, "csat": csat, "ces": ces}[metric](answers, by_customer)
    return {"value": value, "low": low, "high": high, "n": len(answers), "rule": rule}


def nps(answers, by_customer):
    coded = {customer: [(v >= 9) - (v <= 6) for v in own] for customer, own in by_customer.items()}
    flat, n = [x for own in coded.values() for x in own], len(answers)
    rule = "promoters-minus-detractors/"
    if all(len(own) == 1 for own in coded.values()):
        p, d = ((flat.count(x) + 0.75) / (n + 3) for x in (1, -1))
        value, half, middle = 100 * sum(flat) / n if n else None, Z * math.sqrt((p + d - (p - d) ** 2) / (n + 3)), p - d
        rule += "adjusted-wald"
    else:
        middle = sum(flat) / n
        half = Z * math.sqrt(sum(sum(x - middle for x in own) ** 2 for own in coded.values())) / n
        value, rule = 100 * middle, rule + "clustered-by-customer"
    if not n:
        return None, None, None, rule
    return value, max(-100, 100 * (middle - half)), min(100, 100 * (middle + half)), rule


def csat(answers, _):
    n, rule = len(answers), "top-two-of-1-5/wilson"
    if not n:
        return None, None, None, rule
    p = sum(v >= 4 for v in answers) / n
    centre = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    return 100 * p, 100 * max(0, centre - half), 100 * min(1, centre + half), rule


def ces(answers, _):
    n, rule = len(answers), "mean-of-1-7/t"
    if n < 2:
        return (answers[0] if n else None), None, None, rule
    half = student_t(n - 1) * statistics.stdev(answers) / math.sqrt(n)
    return statistics.fmean(answers), statistics.fmean(answers) - half, statistics.fmean(answers) + half, rule


def student_t(degrees):
    """The 97.5 % point, by Simpson's rule over the density and bisection."""
    scale = math.exp(math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2)) / math.sqrt(degrees * math.pi)

    def density(angle):  # t = √degrees · tan(angle)
        return scale * math.sqrt(degrees) * math.cos(angle) ** (degrees - 1)

    def above_zero(angle, steps=2000):
        width = angle / steps
        inner = sum((4 if k % 2 else 2) * density(k * width) for k in range(1, steps))
        return width / 3 * (density(0) + inner + density(angle))

    low, high = 0.0, math.pi / 2
    for _ in range(55):
        middle = (low + high) / 2
        low, high = (middle, high) if above_zero(middle) < 0.475 else (low, middle)
    return math.sqrt(degrees) * math.tan(low)


def timing(by_customer, declared):
    """``declared`` is source to ``("hot", None)`` or ``("cold", days)``."""
    known = [contact for own in by_customer.values() for contact in own if contact.event_at]
    lags = sorted(math.floor((contact.at - contact.event_at) / timedelta(hours=1)) / 24 for contact in known)
    judged = [inside(contact, *declared[contact.source]) for contact in known if contact.source in declared]
    return {
        "timing.lag_days.p50": lags[math.ceil(Fraction(1, 2) * len(lags)) - 1] if lags else None,
        "timing.within_declared_share": sum(judged) / len(judged) if judged else None,
    }


def inside(contact, mode, days):
    lag = contact.at - contact.event_at
    return lag <= DAY if mode == "hot" else abs(lag - days * DAY) <= DAY


def answering(by_customer):
    """Which named sources have answers and comments."""
    contacts = [contact for own in by_customer.values() for contact in own]
    answers = Counter(contact.source for contact in contacts if contact.responded)
    commented = {contact.source for contact in contacts if contact.comment}
    named = [source for source in answers if source]
    most = max((answers[source] for source in named), default=0)
    return {
        "response.sources_with_comment_share": sum(s in commented for s in named) / len(named) if named else None,
        "response.largest_source_share": most / sum(answers.values()) if answers else None,
    }


def concerned(by_customer):
    return {"repeated_questions": sum(bool(repeated(own)) for own in by_customer.values())}
