"""The walk through a map's gaps: what is asked, in which order, and what every answer offered does."""

from __future__ import annotations

import pytest
import yaml
from ownership.walks import filled, gaps, offers, standing
from small_maps import a_log

from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.ownership.changing import Change
from cxmaturity.ownership.claims import CLAIMS
from cxmaturity.ownership.walk import UNDESCRIBED, WHY, Gap, number, question, split
from cxmaturity.ownership.walk.entries import new, several, slug
from cxmaturity.ownership.walk.questions import QUESTIONS
from cxmaturity.ownership.walk.standing import NOT_ASKED
from cxmaturity.words import Text


def test_every_claim_is_asked_or_said_not_to_be():
    assert {claim.id for claim in CLAIMS} == QUESTIONS.keys() - {UNDESCRIBED} | set(NOT_ASKED)
    assert set(NOT_ASKED).isdisjoint(QUESTIONS)


ORDER = """
    teams: [{id: a}, {id: b, max_sources: 0}]
    levers: [{id: l, owner: a}]
    touchpoints: []
    crossings: []
    expectations: []
    kpis: []
    alerts:
      - {id: late, source: big, trigger: "score <= 6", owner: a, informed: [b], documentation: CRM, overseer: b}
    sources:
      - {id: small}
      - {id: big, accountable: [a, b], responsible: [a]}
      - {id: middle, responsible: [a], accountable: b, objective: o}
"""


def test_the_weightiest_gap_comes_first_by_severity_then_volume_and_missing_sections_last():
    found = standing(ORDER, a_log({"big": 90, "middle": 50, "small": 10, "shadow": 5}))
    assert gaps(found) == [
        Gap("alert_incomplete", "late", "deadline_hours"),
        Gap("alert_incomplete", "late", "method"),
        Gap("source_without_accountable", "small"),
        Gap("dead_end_source", "small"),
        Gap("overloaded_owner", "b"),
        Gap("source_with_several_accountable", "big"),
        Gap("shadow_source", "shadow"),
        Gap("source_without_objective", "big"),
        Gap("source_without_responsible", "small"),
        Gap("source_without_objective", "small"),
        Gap("lever_without_expectation", "l"),
        *(Gap(UNDESCRIBED, section) for section in ("programme", "committee")),
    ]
    weights = {weighed.gap: (weighed.severity, weighed.volume) for weighed in found.gaps}
    assert weights[Gap("overloaded_owner", "b")] == ("medium", 140)
    assert weights[Gap(UNDESCRIBED, "committee")] == (None, None)


def test_an_empty_map_begins_with_teams_then_sources():
    assert gaps(standing(""))[:2] == [Gap(UNDESCRIBED, "teams"), Gap(UNDESCRIBED, "sources")]
    assert {gap.subject for gap in gaps(standing(""))} <= WHY.keys()
    walked = standing("")
    for turn in range(100):
        if not walked.gaps:
            break
        gap = walked.gaps[0].gap
        offer = question(walked, gap).offers[0]
        walked = walked.after(offer.changes(filled(offer, f"new {turn}")))
        assert gap not in gaps(walked)
    assert not walked.gaps
    assert not walked.facts.undescribed


def test_the_sources_of_the_log_can_be_put_on_an_empty_map_at_once():
    found = standing("teams: [{id: a}]", a_log({"nps": 10, "csat": 5, "": 3}))
    offer = offers(found, Gap(UNDESCRIBED, "sources"))["The 2 that the log shows"]
    later = found.after(offer.changes(()))
    assert [source.id for source in later.view.sources] == ["csat", "nps"]
    assert not later.view.shadows


BASE = """
    teams: [{id: a, name: Alpha, lead_role: head of alpha, territory: north}, {id: b, name: Beta}, {id: c, name: Gamma}]
    levers: [{id: l, name: Pull, owner: a}]
    objectives: [{id: o, name: Keep}]
    expectations: [{id: e, name: Fast}]
    kpis: [{id: k, name: Wait, family: operational}, {id: k2, name: NPS, family: relationship}]
    crossings: [{expectation: e, lever: l, kpi: k}]
    touchpoints: [{id: shop, name: Shop, important: true, owner: b}]
    sources: [{id: s, name: Survey, accountable: a, responsible: [a], informed: [b], touchpoint: shop, objective: o}]
"""
CASES = [
    ("accountable: a, ", "", "source_without_accountable", "s", "", "Beta", [("sources", "s", "accountable", "b")]),
    (
        "accountable: a, ", "accountable: [a, b], ", "source_with_several_accountable", "s", "", "Alpha",
        [("sources", "s", "accountable", "a"), ("sources", "s", "responsible", ["a", "b"])],
    ),
    (
        "responsible: [a], ", "", "source_without_responsible", "s", "", "Alpha",
        [("sources", "s", "responsible", ["a"])],
    ),
    (", objective: o", "", "source_without_objective", "s", "", "Keep", [("sources", "s", "objective", "o")]),
    (
        "accountable: a, responsible: [a]", "accountable: b, responsible: [b]", "dead_end_source", "s", "",
        "Alpha becomes responsible too", [("sources", "s", "responsible", ["b", "a"])],
    ),
    (
        "accountable: a, responsible: [a]", "accountable: b, responsible: [b]", "dead_end_source", "s", "",
        "A new lever of Beta…", [("levers", "quite-new", "name", "Quite new"), ("levers", "quite-new", "owner", "b")],
    ),
    (
        "informed: [b], ", "", "silent_team", "b", "shop", "It is informed of “Survey”",
        [("sources", "s", "informed", ["b"])],
    ),
    (
        "touchpoint: shop, ", "", "touchpoint_without_source", "shop", "", "“Survey” listens there",
        [("sources", "s", "touchpoint", "shop")],
    ),
    (
        "{expectation: e, lever: l, kpi: k}", "", "expectation_without_lever", "e", "", "Pull",
        [("crossings", "e/l", "expectation", "e"), ("crossings", "e/l", "lever", "l")],
    ),
    (
        ", kpi: k}", "}", "crossing_without_kpi", "e/l", "", "NPS",
        [("crossings", "e/l", key, id_) for key, id_ in (("expectation", "e"), ("lever", "l"), ("kpi", "k2"))],
    ),
    (
        "relationship", "operational", "single_kpi_programme", "", "", "“NPS” is relationship",
        [("kpis", "k2", "family", "relationship")],
    ),
    (
        "sources: [", "committee: []\n    sources: [", "territory_without_member", "north", "", "head of alpha",
        [
            ("committee", "head of alpha/a/north", "role", "head of alpha"),
            ("committee", "head of alpha/a/north", "team", "a"),
            ("committee", "head of alpha/a/north", "territory", "north"),
        ],
    ),
    (
        "sources: [", "programme: {}\n    sources: [", "programme_incomplete", "sponsor", "", "head of alpha",
        [("programme", "", "sponsor_role", "head of alpha")],
    ),
    (
        "sources: [", "communication: [{kpi: k2, audience: c}]\n    sources: [",
        "communication_cell_missing", "k", "kpi", "Alpha",
        [("communication", "k/a", "kpi", "k"), ("communication", "k/a", "audience", "a")],
    ),
    (
        "lead_role", "max_sources: 0, lead_role", "overloaded_owner", "a", "", "Survey goes to Beta",
        [("sources", "s", "accountable", "b")],
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[2]}-{case[5][:8]}")
def test_an_answer_makes_the_change_that_it_says(case):
    old, fresh, id_, subject, part, words, changes = case
    assert BASE.count(old) >= 1
    found = standing(BASE.replace(old, fresh, 1))
    gap = Gap(id_, subject, part)
    assert gap in gaps(found)
    offer = offers(found, gap)[words]
    assert list(offer.changes(filled(offer))) == [Change(*change) for change in changes]
    assert gap not in gaps(found.after(offer.changes(filled(offer))))


def test_the_proposed_team_comes_first_with_its_cost():
    found = standing(BASE.replace("accountable: a, ", ""))
    first, *others = question(found, Gap("source_without_accountable", "s")).offers
    assert (str(first.words), first.proposed) == ("Beta", True)
    assert str(first.note) == (
        "proposed, cost 6: owns the touchpoint; answers for 0 sources today, with room for 5 more;"
        " next best: Alpha, cost 10 · owns no lever"
    )
    assert [(str(offer.words), offer.proposed) for offer in others] == [
        ("Alpha", False), ("Gamma", False), ("A new team…", False),
    ]  # fmt: skip
    assert str(others[0].note) == "0 of 5 sources · cost 10"


def test_of_three_sources_too_many_one_after_the_other_is_handed_over():
    sources = [{"id": f"s{place}", "accountable": "a"} for place in range(3)]
    source = yaml.safe_dump({"teams": [{"id": "a", "max_sources": 1}, {"id": "b"}], "sources": sources})
    found, gap = standing(source), Gap("overloaded_owner", "a")
    for place, left in ((0, "1 more to hand over then"), (1, None)):
        offer = offers(found, gap)[f"s{place} goes to b"]
        assert str(offer.stays or "") == (left or "")
        assert offer.again == (left is not None)
        found = found.after(offer.changes(()))
    assert gap not in gaps(found)


def test_a_quiet_source_has_another_rhythm_or_none():
    log = a_log({"s": 5}, last_seen={"s": "2026-08-16T08:00:00Z"})
    found = standing("sources: [{id: s, every_days: 7}]", log)
    gap = Gap("dead_source", "s")
    told = offers(found, gap)
    assert str(question(found, gap).ask) == (
        "“s” has been silent for 60 days; declared is one every 7. What is its rhythm?"
    )
    rhythm = told["Another number of days…"]
    assert (rhythm.fields[0].proposed, str(rhythm.note)) == ("30", "30 or more agree with the log")
    assert gap not in gaps(found.after(rhythm.changes(("30",))))
    assert gap in gaps(found.after(rhythm.changes(("29",))))
    assert told["It should run: it will be started again"].changes(()) == ()


def test_a_name_of_the_log_may_be_another_name_of_a_source_on_the_map():
    source = """
        sources: [{id: post-ticket, name: After a ticket}, {id: nps, name: Relational}, {id: shop}]
        alerts: [{id: low, source: post-ticket}]
    """
    found = standing(source, a_log({"Post Ticket": 9, "shop": 5}))
    told = offers(found, Gap("shadow_source", "Post Ticket"))
    assert [words for words in told if words.startswith("It is")] == ["It is “After a ticket” on the map"]
    later = found.after(told["It is “After a ticket” on the map"].changes(()))
    assert next((source.id, source.name) for source in later.view.sources) == ("Post Ticket", "After a ticket")
    assert later.view.map.alerts[0].source == "Post Ticket"
    assert not later.view.shadows


MANY = """
    teams: [{id: a, name: Alpha}]
    objectives: [{id: o, name: Keep}]
    sources: [{id: x, accountable: a}, {id: y, accountable: a}, {id: z, accountable: a, objective: o, responsible: [a]}]
"""
UNKNOWN = MANY.replace("objectives: [{id: o, name: Keep}]", "").replace(", objective: o", "")


@pytest.mark.parametrize(
    ("finding", "source", "words", "said"),
    [
        ("source_without_objective", MANY, "The same one for all 2 sources left…", "o"),
        ("source_without_objective", UNKNOWN, "The same one for all 3 sources left…", "New"),
        ("source_without_responsible", MANY, "The same team for all 2 sources left…", "a"),
    ],
)
def test_one_answer_goes_for_all_sources_that_are_left(finding, source, words, said):
    found = standing(source)
    left = [gap for gap in gaps(found) if gap.id == finding]
    named = [each for each in question(found, left[0]).offers if each.fields]
    [offer] = [each for each in named if isinstance(each.words, Text) and each.words.show("en") == words]
    [field] = offer.fields
    assert said in [choice.value for choice in field.choices(())] or field.kind == "text"
    later = found.after(offer.changes((said,)))
    assert [gap for gap in gaps(later) if gap.id == finding] == []


def test_what_an_answer_opens_is_told():
    found = standing(BASE.replace("accountable: a, responsible: [a]", "accountable: a"))
    offer = offers(found, Gap("source_without_responsible", "s"))["A new team…"]
    told = found.consequence(found.after(offer.changes(("Alpha",))))
    assert told.closed == (Gap("source_without_responsible", "s"),)
    shop = standing(BASE.replace(", touchpoint: shop", ""))
    offer = offers(shop, Gap("touchpoint_without_source", "shop"))["A new source there…"]
    told = shop.consequence(shop.after(offer.changes(("Box",))))
    assert Gap("touchpoint_without_source", "shop") in told.closed
    assert [(each.gap.id, each.severity) for each in told.opened] == [
        ("source_without_accountable", "high"), ("dead_end_source", "high"),
        ("source_without_responsible", "low"), ("source_without_objective", "low"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "id_"),
    [("Équipe Réseau", "equipe-reseau"), ("  B2B / Pro ", "b2b-pro"), ("客服", "客服"), ("…", "entry"), ("A_b", "a-b")],
)
def test_an_id_is_made_of_a_name(name, id_):
    assert slug(name) == id_


def test_a_new_entry_is_the_one_that_has_its_name_already():
    known = OwnershipMap.model_validate({"teams": [{"id": "cs", "name": "Support"}, {"id": "sales"}]})
    assert new(known, "teams", "support") == ("cs", ())
    assert new(known, "teams", "Sales") == ("sales", ())
    assert new(known, "teams", "CS!") == ("cs-2", (Change("teams", "cs-2", "name", "CS!"),))


def test_a_section_that_is_begun_lists_what_is_named_already():
    known = OwnershipMap.model_validate({"sources": [{"id": "s", "accountable": "retail-north"}, {"id": "t"}]})
    assert new(known, "teams", "Retail South")[1] == (
        Change("teams", "retail-north", "id", "retail-north"), Change("teams", "retail-south", "name", "Retail South"),
    )  # fmt: skip
    assert new(known, "teams", "Retail North")[0] == "retail-north"
    assert [change.id for change in several(known, "teams", "One, two;One , two, Sources")] == [
        "retail-north", "one", "two", "sources",
    ]  # fmt: skip


def test_names_are_separated_by_commas_and_numbers_written_as_people_do():
    assert split(" a , b;; a ,") == ["a", "b"]
    assert [number(word) for word in ("48", "1,5", "1 000", "2.0")] == [48, 1.5, 1000, 2]
    for word in ("x", "-1", "inf"):
        with pytest.raises(ValueError, match=word):
            number(word)
