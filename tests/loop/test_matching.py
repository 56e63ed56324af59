"""The class of an answer, and which answer a case belongs to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from loop.given import DAY, MIDNIGHT, TICK, answer, case, ownership_map
from loop.seen import looked_at, prepare, seen

from cxmaturity.evidence.loop import CaseLog
from cxmaturity.loop.as_of import AsOf


@pytest.mark.parametrize(
    ("name", "score", "expected"),
    [
        *(("nps", score, "detractor") for score in (0, 6)),
        *(("nps", score, "passive") for score in (7, 8)),
        *(("nps", score, "promoter") for score in (9, 10)),
        *(("nps", score, "") for score in (-1, 11, 6.5, None)),
        *(("csat", score, "detractor") for score in (1, 2)),
        ("csat", 3, "passive"),
        *(("csat", score, "promoter") for score in (4, 5)),
        *(("csat", score, "") for score in (0, 6)),
        *(("ces", score, "detractor") for score in (1, 3)),
        *(("ces", score, "passive") for score in (4, 5)),
        *(("ces", score, "promoter") for score in (6, 7)),
        ("ces", 8, ""),
        ("smile", 1, ""),
        ("", 1, ""),
    ],
)
def test_the_class_follows_the_metric(name, score, expected):
    table = looked_at([answer(metric=name, score=score)], CaseLog(()), None, DAY).tables["by_class"]
    assert [row["class"] for row in table] == [expected or None]


@pytest.mark.parametrize(
    ("own", "declared", "scale", "expected"),
    [
        ("nps", "csat", "", "detractor"),
        ("", "csat", "", "promoter"),
        ("", "CSAT", "1-5", "promoter"),
        ("", "csat", "0-10", "detractor"),
        ("", None, "0-10", "detractor"),
        ("", None, "1-5", "promoter"),
        ("", None, "1-7", "passive"),
        ("nps", None, "1-5", None),
        ("", "effort", "", None),
    ],
)
def test_the_metric_is_the_answers_else_its_sources_else_its_scales(own, declared, scale, expected):
    the_map = ownership_map(sources=[{"id": "s", "metric": declared}])
    given = answer(metric=own, scale=scale, score=5.0)
    assert looked_at([given], CaseLog(()), the_map, DAY).tables["by_class"][0]["class"] == expected


def matched(answers, cases, the_map=None):
    with seen(answers) as told:
        prepare(told, CaseLog(tuple(cases)), the_map, AsOf(DAY, "UTC"))
        return dict(told.connection.execute("FROM matched").fetchall())


EARLY, LATE = MIDNIGHT - timedelta(days=9), MIDNIGHT - timedelta(days=6)
DAY_LONG = timedelta(days=1)
NOON = LATE + DAY_LONG / 2
OPENED = frozenset({"opened_at"})
K = {"contact_id": "k", "opened_at": LATE}


@pytest.mark.parametrize(
    ("answers", "fields", "expected"),
    [
        ([answer(EARLY), answer(LATE, 1)], {}, 1),
        ([answer(EARLY), answer(LATE, 1)], {"opened_at": LATE}, 1),
        ([answer(EARLY), answer(LATE, 1)], {"opened_at": LATE - TICK}, 0),
        ([answer(EARLY)], {"opened_at": EARLY - TICK}, None),
        ([answer(LATE), answer(NOON, 1)], {"opened_at": LATE, "days": OPENED}, 1),
        ([answer(LATE - TICK), answer(LATE + DAY_LONG, 1)], {"opened_at": LATE, "days": OPENED}, 0),
        ([answer(LATE + DAY_LONG - TICK)], {"opened_at": LATE, "days": OPENED}, 0),
        ([answer(LATE)], {"opened_at": LATE - TICK, "days": frozenset({"closed_at"})}, None),
        ([answer(NOON, contact_id="k"), answer(LATE - TICK, 1, contact_id="k")], K | {"opened_at": LATE}, 1),
        ([answer(NOON, contact_id="k"), answer(LATE - TICK, 1, contact_id="k")], K | {"days": OPENED}, 0),
        ([answer(EARLY)], {"opened_at": None}, None),
        ([answer(EARLY), answer(LATE, 1, source="other")], {}, 0),
        ([answer(EARLY), answer(LATE, 1, source="other")], {"source": None}, 1),
        ([answer(EARLY), answer(LATE, 1, customer="d")], {}, 0),
        ([answer(EARLY)], {"customer_id": None}, None),
        ([answer(EARLY, contact_id="k"), answer(LATE, 1)], {"contact_id": "k"}, 0),
        ([answer(EARLY, contact_id="k"), answer(LATE, 1)], {"contact_id": "unknown"}, 1),
        ([answer(EARLY, contact_id="k")], {"contact_id": " k ", "customer_id": "d", "opened_at": None}, 0),
        ([answer(EARLY, contact_id="k"), answer(LATE, 1, contact_id="k", customer="d")], {"contact_id": "k"}, 0),
        ([answer(EARLY), answer(EARLY, 1)], {}, 1),
        ([answer(EARLY, customer="a@x.org")], {"customer_id": " A@X.org"}, 0),
        ([answer(EARLY), answer(MIDNIGHT + timedelta(days=1), 1)], {"opened_at": MIDNIGHT + timedelta(days=2)}, 0),
    ],
)
def test_a_case_belongs_to_its_contacts_answer_else_to_the_latest_before_it(answers, fields, expected):
    assert matched(answers, [case(**fields)]).get(0) == expected
