"""Scores, repeated questions and timing: against the plain reference, at their limits, and what they say."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import numpy as np
import pytest
from contacts import naive, naive_scores
from contacts.logs import random_rows, write_csv, write_parquet
from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.contacts import AuditSettings, Limit, Log, Policy, audit
from cxmaturity.contacts.fields import NEVER
from cxmaturity.contacts.kernel.batches import Batch
from cxmaturity.contacts.kernel.plan import Plan
from cxmaturity.contacts.kernel.questions import _latest_other, questions
from cxmaturity.contacts.kernel.scores import answering, scales, scores, tidy_scale
from cxmaturity.contacts.kernel.summary import merged
from cxmaturity.contacts.kernel.timing import timing
from cxmaturity.contacts.kernel.wording import normalised, question_number
from cxmaturity.contacts.rows.zones import DAY
from cxmaturity.contacts.rows.zones import UTC as UTC_ZONE
from cxmaturity.contacts.settings import Timing
from cxmaturity.evidence.measures import Estimate

SETTINGS = AuditSettings(Policy("rest-30", (Limit(1, 30),)))
DECLARED = {"nps": ("hot", None), "csat": ("cold", 7), "shop": ("cold", 0.5), "": ("hot", None), "absent": ("cold", 1)}
TIMINGS = {
    source: Timing(None, 1) if mode == "hot" else Timing(days - 1, days + 1)
    for source, (mode, days) in DECLARED.items()
}
QUESTIONS = (
    "", "  ", "?!", "How likely are you to recommend us?", "HOW likely are you — to recommend us", "Straße, naïve?",
    "STRASSE NAI\u0308VE", "strasse naive", "\ufb01ne\u00a02", "fine ②", "İstanbul", "istanbul", "नमस्ते", "नमसत", "a_b",
    "a b",
)  # fmt: skip
METRICS = ("", "", "nps", "NPS ", "csat", "Ces", "effort")
SCALES = ("", "", "0-10", " 0 – 10", "1-5", "1−5", "1-7", "1-10")
SCORES = ("", "0", "3", "4", "5", "6", "7", " 8", "9", "10", "9.0", "11", "-1", "4.5", "good", "nan", "inf", "1e0")
ROW = {"customer_id": "a", "sent_at": "2024-03-01T00:00:00+00:00", "source": "s"}


def scored_rows(seed, size=700):
    rng = random.Random(f"scores {seed}")
    rows = random_rows(seed, size)
    for row in rows:
        at = datetime.fromisoformat(row["sent_at"])
        answered = at + timedelta(hours=rng.choice((-5, 0, 1, 30, 24 * 40)), minutes=rng.randrange(60))
        event = at - rng.choice(
            (timedelta(0), timedelta(days=1), timedelta(days=1, microseconds=1), timedelta(days=6), timedelta(days=8),
             timedelta(hours=-3, minutes=-1), timedelta(seconds=rng.randrange(10**6)))
        )  # fmt: skip
        row |= {
            "question": rng.choice(QUESTIONS),
            "metric": rng.choice(METRICS),
            "scale": rng.choice(SCALES),
            "score": rng.choice(SCORES),
            "responded_at": answered.isoformat() if rng.random() < 0.5 else "",
            "event_at": event.isoformat() if rng.random() < 0.5 else "",
            "comment": rng.choice(("", " ", "", "Well done")),
        }
    return rows


def contacts_of(rows):
    """Return each customer's contacts in order, as the reference takes them."""
    found = defaultdict(list)
    for row in rows:
        contact = naive.judge(row, naive.Asked())
        told = {name: row[name].strip() for name in ("question", "metric", "scale", "comment")}
        told["score"] = "" if row["score"] == "nan" else row["score"].strip()
        times = {name: instant(row[f"{name}_at"]) for name in ("responded", "event")}
        both = SimpleNamespace(**told, responded=times["responded"], event_at=times["event"])
        found[contact.customer].append(
            SimpleNamespace(at=contact.at, source=contact.source, order=contact.order, **vars(both))
        )
    return {customer: sorted(own, key=lambda contact: contact.order) for customer, own in found.items()}


def instant(written):
    return datetime.fromisoformat(written) if written else None


@pytest.mark.parametrize(
    ("seed", "write", "zone"),
    [(1, write_csv, "UTC"), (2, write_csv, "Europe/Paris"), (3, write_parquet, "Pacific/Apia"), (4, write_csv, "UTC")],
)
def test_random_logs(tmp_path, seed, write, zone):
    rows = scored_rows(seed)
    settings = replace(SETTINGS, timezone=zone, timings=TIMINGS)
    facts = audit([Log(write(tmp_path / ("log.csv" if write is write_csv else "log.parquet"), rows))], settings)
    by_customer = contacts_of(rows)
    metrics, tables, unused = naive_scores.scores(by_customer, zone)
    metrics |= naive_scores.questions(by_customer) | naive_scores.conflicts(by_customer)
    metrics |= naive_scores.timing(by_customer, DECLARED) | naive_scores.answering(by_customer)
    assert {name for name, value in metrics.items() if not alike(facts.metrics[name], value)} == set()
    for name, expected in tables.items():
        assert len(facts.tables[name]) == len(expected)
        assert [row for row in zip(facts.tables[name], expected, strict=True) if not alike(*row)] == []
    assert facts.concerned["repeated_questions"] == naive_scores.concerned(by_customer)["repeated_questions"]
    told = " ".join(str(note) for note in facts.notes)
    assert len(unused) == 3
    assert all(f"{n:,} scores" in told for n in unused.values())


def alike(found, expected):
    if isinstance(found, Estimate):
        found = asdict(found)
    if isinstance(expected, dict):
        return found.keys() == expected.keys() and all(alike(found[name], expected[name]) for name in found)
    if isinstance(found, float) and isinstance(expected, float | int):
        return math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9)
    return found == expected


def read(tmp_path, rows, **settings):
    return audit([Log(write_csv(tmp_path / "log.csv", [ROW | row for row in rows]))], replace(SETTINGS, **settings))


def answered(counts, **more):
    """Return one row a customer, so many with each score from 0."""
    return [
        {"customer_id": f"{score}-{n}", "score": str(score), **more}
        for score, count in counts.items()
        for n in range(count)
    ]


@pytest.mark.parametrize(
    ("counts", "value", "low", "high"),
    [({6: 1, 8: 2, 9: 3}, 100 / 3, -26.7433, 71.1877), ({0: 75, 7: 675, 10: 250}, 17.5, 14.0859, 20.8094)],
)
def test_nps_is_the_published_one(tmp_path, counts, value, low, high):
    """Rocks 2016, with three pseudo-answers; 75, 675 and 250 of 1,000 as METHODS has them."""
    nps = read(tmp_path, answered(counts, metric="nps")).metrics["score.nps"]
    assert (nps.value, nps.low, nps.high) == pytest.approx((value, low, high), abs=1e-4)
    assert (nps.n, nps.rule) == (sum(counts.values()), "promoters-minus-detractors/adjusted-wald")


def test_one_customer_who_answers_twice_makes_customers_the_unit(tmp_path):
    """Answers +1, +1 of a, −1 of b, 0 of c: the mean is ¼, and Σ (S − n·mean)² is 1.5² + 1.25² + 0.25² = 3.875."""
    rows = [("a", "9", "x"), ("a", "10", "y"), ("b", "3", "y"), ("c", "8", "y")]
    facts = read(
        tmp_path, [{"customer_id": who, "score": score, "scale": "0-10", "source": of} for who, score, of in rows]
    )
    nps = facts.metrics["score.nps"]
    half = 100 * 1.959963984540054 * math.sqrt(3.875) / 4
    assert (nps.value, nps.low, nps.high) == pytest.approx((25, 25 - half, 100))
    assert (nps.n, nps.rule) == (4, "promoters-minus-detractors/clustered-by-customer")
    y = next(row for row in facts.tables["score.by_source"] if row["source"] == "y")
    assert (y["n"], y["value"]) == (3, 0)
    assert y["high"] < 100  # nobody answers twice within y


def test_the_published_effort_scores_and_satisfaction(tmp_path):
    counts = dict(enumerate((80, 210, 140, 110, 160, 180, 120), start=1))
    rows = answered(counts, scale="1-7") + answered({1: 26, 4: 14, 5: 8}, scale="1-5")
    facts = read(tmp_path, rows)
    ces, csat = facts.metrics["score.ces"], facts.metrics["score.csat"]
    assert (ces.value, ces.n, ces.rule) == (pytest.approx(4.08), 1000, "mean-of-1-7/t")
    assert ces.high - ces.value == pytest.approx(ces.value - ces.low) == pytest.approx(0.12, abs=0.005)
    assert (csat.value, csat.n, csat.rule) == (pytest.approx(100 * 22 / 48), 48, "top-two-of-1-5/wilson")


@pytest.mark.parametrize(
    ("row", "metric", "why"),
    [
        ({"metric": "nps", "score": "0"}, "nps", None),
        ({"metric": "CSAT", "score": "5", "scale": "1 — 5"}, "csat", None),
        ({"scale": "1-7", "score": "7.0"}, "ces", None),
        ({"score": "7"}, None, "no known metric"),
        ({"metric": "effort", "scale": "1-7", "score": "7"}, None, "no known metric"),
        ({"scale": "1-10", "score": "7"}, None, "no known metric"),
        ({"metric": "nps", "score": "7.5"}, None, "not a whole number"),
        ({"metric": "nps", "score": "seven"}, None, "not a whole number"),
        ({"metric": "nps", "score": "11"}, None, "off its metric’s scale"),
        ({"metric": "csat", "score": "0"}, None, "off its metric’s scale"),
        ({"metric": "ces", "scale": "1-5", "score": "5"}, None, "off its metric’s scale"),
    ],
)  # fmt: skip
def test_which_scores_count(tmp_path, row, metric, why):
    facts = read(tmp_path, [{"metric": "", "scale": ""} | row])
    assert {name: facts.metrics[f"score.{name}"].n for name in ("nps", "csat", "ces")} == {
        name: int(name == metric) for name in ("nps", "csat", "ces")
    }
    assert [why in str(note) for note in facts.notes] == ([] if why is None else [True])
    assert "écartée" in " ".join(note.show("fr") for note in facts.notes) or why is None


def test_nothing_answered_is_no_score_and_not_zero(tmp_path):
    facts = read(tmp_path, [{"metric": "nps", "score": ""}])
    nps = facts.metrics["score.nps"]
    assert (nps.value, nps.low, nps.high, nps.n) == (None, None, None, 0)
    assert facts.tables["score.by_source"] == ()
    assert facts.tables["score.by_month"] is None
    assert read(tmp_path, [{}]).metrics["score.nps"] is None


def test_months_are_those_of_the_answer_in_the_engagements_zone(tmp_path):
    answers = ["2024-03-31T22:30:00+00:00", "2024-03-31T21:59:00+00:00", "2025-01-31T23:00:00+00:00", ""]
    rows = [{"customer_id": str(n), "metric": "nps", "score": "9", "responded_at": at} for n, at in enumerate(answers)]
    facts = read(tmp_path, rows, timezone="Europe/Paris")
    months = [(row["month"], row["metric"], row["n"]) for row in facts.tables["score.by_month"]]
    assert months == [("2024-03", "nps", 1), ("2024-04", "nps", 1), ("2025-02", "nps", 1)]
    assert facts.metrics["score.nps"].n == 4


@pytest.mark.parametrize(
    ("metrics", "scales", "conflicts"),
    [
        ("nps nps", "0-10 0–10", 0),
        ("nps NPS", "0-10 1-5", 1),
        ("nps nps", "0-10 -", 0),
        ("nps csat", "0-10 1-5", 0),
        ("effort effort ces ces", "1-5 1-7 1-5 1-7", 2),
        ("- -", "0-10 1-5", 0),
    ],
)
def test_metric_conflicts(tmp_path, metrics, scales, conflicts):
    pairs = zip(metrics.split(), scales.split(), strict=True)
    facts = read(
        tmp_path, [{"metric": metric.strip("-"), "scale": scale if scale != "-" else ""} for metric, scale in pairs]
    )
    assert facts.metrics["fragmentation.metric_conflicts"] == conflicts
    told = {"nps NPS": ["NPS occurs with several scales: 0-10, 1-5."], "effort effort ces ces": [CES_ON_TWO]}
    assert [str(note) for note in facts.notes if "several" in str(note)] == told.get(metrics, [])


CES_ON_TWO = "CES occurs with several scales: 1-5, 1-7."
"""The other metric is a word that nobody knows, and is not repeated."""


@pytest.mark.parametrize("written", ["0-10", " 0 – 10", "0‐10", "0—10", "0−10", "0\u00a0-\u00a010", "0﹣10"])
def test_a_scale_is_the_same_whatever_its_dash(written):
    assert tidy_scale(written) == "0-10"


@pytest.mark.parametrize(
    ("question", "compared"),
    [
        ("  How likely,\tREALLY?  ", "how likely really"),
        ("Straße: na\u00efve", "strasse naive"),
        ("STRASSE NAI\u0308VE", "strasse naive"),
        ("\ufb01ne \u2461 x\u00b2", "fine 2 x2"),
        ("\u0130stanbul", "istanbul"),
        ("a_b-c\u2019d", "a b c d"),
        ("\u0928\u092e\u0938\u094d\u0924\u0947", "\u0928\u092e\u0938\u0924"),
        ("\u210cow", "How"),
        ("?! \u2026", ""),
    ],
)
def test_a_question_is_compared_by_letters_and_digits(question, compared):
    """Case is folded before compatibility forms are spread: a letter that only the second makes a capital stays one."""
    assert normalised(question) == naive_scores.normalised(question) == compared
    assert (question_number(question) == question_number(compared)) == (compared == compared.casefold())
    assert (question_number(question) == 0) == (compared == "")


CONTACTS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3)), min_size=1, max_size=15).map(
    lambda drawn: sorted(drawn, key=lambda row: row[0])
)


@given(CONTACTS)
def test_the_latest_other_source_is_found_whatever_lies_between(drawn):
    groups, codes = (np.array(column) for column in zip(*drawn, strict=True))
    expected = [
        max((j for j in range(i) if drawn[j][0] == group and drawn[j][1] not in (0, code)), default=-1)
        for i, (group, code) in enumerate(drawn)
    ]
    assert _latest_other(groups, codes, codes > 0).tolist() == expected


@pytest.mark.parametrize("seed", range(5))
def test_summaries_of_parts_merge_into_that_of_all(seed):
    """Wherever customers are parted: what an audit says does not depend on how many rows arrive at once."""
    rng = np.random.default_rng(seed)
    rows, customers = 300, 40
    owners = np.sort(np.concatenate((np.arange(customers), rng.integers(0, customers, rows - customers))))
    instants = np.sort(rng.integers(0, 400 * DAY, rows))
    batch = Batch(
        instants=instants,
        hashes=owners.astype(np.uint64),
        starts=np.flatnonzero(np.diff(owners, prepend=-1)),
        codes={"source": rng.integers(0, 3, rows), "metric": rng.integers(0, 2, rows)},
        details={
            "score": rng.choice([np.nan, 3, 7, 10, 11, 4.5], rows),
            "question": rng.integers(0, 3, rows).astype(np.uint64),
            "responded": np.where(rng.random(rows) < 0.5, instants + DAY, NEVER),
            "event_at": np.where(rng.random(rows) < 0.5, instants - rng.integers(0, 2 * DAY, rows), NEVER),
            "commented": rng.random(rows) < 0.1,
        },
    )
    vocabulary = {"source": ("", "a", "b"), "metric": ("", "nps")}
    plan = Plan(vocabulary, SETTINGS.policy, {}, UTC_ZONE, timings={"a": Timing(None, 1)})
    whole = aspects(batch, plan)
    assert all((whole.scores, whole.repeated_questions, whole.timed))
    for customer in (1, 7, customers - 1):
        assert merged(aspects(part, plan) for part in reversed(batch.cut(customer))) == whole


def aspects(batch, plan):
    sources = plan.values("source")
    parts = questions(batch, sources), timing(batch, sources, plan.timings), answering(batch, plan)
    return merged((*parts, scales(batch, plan), scores(batch, plan)))


@pytest.mark.parametrize(
    ("earlier", "later", "days", "repeats"),
    [
        ("s", "t", timedelta(days=30) - timedelta(microseconds=1), True),
        ("s", "t", timedelta(days=30), False),
        ("s", "t", timedelta(0), True),
        ("s", "s", timedelta(days=1), False),
        ("", "t", timedelta(days=1), False),
        ("s", "", timedelta(days=1), True),
    ],
)  # fmt: skip
def test_when_a_question_is_repeated(tmp_path, earlier, later, days, repeats):
    first = datetime(2024, 3, 1, tzinfo=UTC)
    rows = [("Happy?", earlier, first), ("Another one", "x", first), ("HAPPY", later, first + days)]
    facts = read(tmp_path, [{"question": text, "source": of, "sent_at": at.isoformat()} for text, of, at in rows])
    assert facts.metrics["fragmentation.repeat_question_share"] == (1 / 3 if repeats else 0)
    assert facts.concerned["repeated_questions"] == int(repeats)


@pytest.mark.parametrize(
    ("source", "lag", "inside"),
    [
        ("hot", timedelta(days=1), True),
        ("hot", timedelta(days=1, microseconds=1), False),
        ("hot", timedelta(hours=-2), True),
        ("week", timedelta(days=6), True),
        ("week", timedelta(days=6) - timedelta(microseconds=1), False),
        ("week", timedelta(days=8), True),
        ("week", timedelta(days=8, microseconds=1), False),
        ("undeclared", timedelta(days=1), None),
    ],
)  # fmt: skip
def test_when_a_request_is_sent_as_declared(tmp_path, source, lag, inside):
    event = datetime(2024, 3, 1, tzinfo=UTC)
    row = {"source": source, "event_at": event.isoformat(), "sent_at": (event + lag).isoformat()}
    facts = read(tmp_path, [row] * 10, timings={"hot": Timing(None, 1), "week": Timing(6, 8)})
    assert facts.metrics["timing.within_declared_share"] == (None if inside is None else float(inside))
    assert facts.metrics["timing.lag_days.p50"] == lag // timedelta(hours=1) / 24
    assert facts.as_declared == ({} if inside is None else {source: float(inside)})
    assert read(tmp_path, [row] * 9, timings={"hot": Timing(None, 1)}).as_declared == {}


def test_which_sources_answer_and_comment(tmp_path):
    at = "2024-03-02T00:00:00+00:00"
    rows = [("s", at, "Fine"), ("s", at, ""), ("t", at, " "), ("", at, "Good"), ("u", "", "Unasked")]
    facts = read(tmp_path, [{"source": of, "responded_at": when, "comment": words} for of, when, words in rows])
    assert facts.metrics["response.sources_with_comment_share"] == 1 / 2
    assert facts.metrics["response.largest_source_share"] == 2 / 4
    assert dict(facts.responses) == {"": 1, "s": 2, "t": 1}
    unseen = read(tmp_path, [{"comment": "Fine"}]).metrics
    assert unseen["response.sources_with_comment_share"] is unseen["response.largest_source_share"] is None
