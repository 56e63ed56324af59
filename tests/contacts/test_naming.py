"""What logs call their sources, tools and teams."""

from __future__ import annotations

from cxmaturity.contacts.naming import named
from cxmaturity.contacts.policy import parse_policy
from cxmaturity.contacts.settings import AuditSettings, Log

SETTINGS = AuditSettings(parse_policy("rest-30"), max_rejected=0.5)


def test_names_are_counted_and_told_by_source(tmp_path):
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text(
        "customer_id,sent_at,source,channel,tool,metric\n"
        "c1,2026-01-01T00:00:00Z,poll,web,asker,NPS\n"
        "c2,2026-01-02T00:00:00Z, poll ,web,,nps\n"
        "c3,2026-01-03T00:00:00Z,,web,asker,\n"
        "c4,never,poll,fax,asker,\n",
        encoding="utf-8",
    )
    second.write_text("customer_id,sent_at,source,team\nc1,2026-01-05T00:00:00Z,poll,cx\n", encoding="utf-8")
    found = named([Log(first), Log(second)], SETTINGS)
    assert (found.sources, found.tools, found.teams) == ({"poll": 3}, {"asker": 2}, {"cx": 1})
    assert found.of_source == {"poll": {"channel": ("web",), "tool": ("asker",), "metric": ("nps",)}}


def test_an_answer_tells_the_metric_of_its_source_and_is_no_contact(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "customer_id,sent_at,event_type,source,metric\n"
        "c1,2026-01-01T00:00:00Z,sent,poll,\n"
        "c1,2026-01-02T00:00:00Z,responded,poll,csat\n",
        encoding="utf-8",
    )
    found = named([Log(path)], SETTINGS)
    assert (found.sources, found.of_source) == ({"poll": 1}, {"poll": {"metric": ("csat",)}})
