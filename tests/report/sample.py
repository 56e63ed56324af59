"""A French bank with several gaps: what the report's tests lay out. Facts and plan are by hand, the rest computed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from cxmaturity.assess import Assessment, assess
from cxmaturity.documents import Frozen
from cxmaturity.evidence.answers import Answer, Level, NotApplicable, Unknown, Voice
from cxmaturity.evidence.facts import Facts
from cxmaturity.evidence.measures import ContactFacts, Estimate, LogInput, Measure, OddsRatio, Row, Slope
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.model import Action, Bilingual, Model, find_model, load_model
from cxmaturity.roadmap.plan import Planned, Quarter, Roadmap, Value
from cxmaturity.scoring import StageReach
from cxmaturity.words import text

DAY = date(2026, 10, 15)
ROLES = ("executive", "cx", "support")

# One sign a role: 0-3 a level, ? unknown, - no answer, n not applicable, x outside our control.
SAID = {
    "q1.relationship-survey": "333", "q1.functional-surveys": "333", "q1.survey-objectives": "322",
    "q1.audience-timing": "22-", "q1.contact-limits": "332", "q1.open-question": "332",
    "q1.channel-fit": "-1-", "q1.journey-coverage": "211", "q1.expectations-explored": "-0-",
    "q1.not-one-survey": "22-", "q1.automated-sending": "-2-",
    "q2.actions-linked": "211", "q2.text-analysed": "-22", "q2.case-playbook": "210",
    "q2.actions-tracked": "221", "q2.action-records": "-1-", "q2.root-causes": "111",
    "q2.levers-known": "-10", "q2.remeasured": "-00", "q2.keep-what-works": "-1-",
    "q3.documented": "322", "q3.programme-owner": "333", "q3.committee": "322", "q3.routing": "321",
    "q3.acknowledged": "332", "q3.detractors-followed": "322", "q3.loop-complete": "-11",
    "q3.alerts-complete": "-11", "q3.deadline-kept": "??1", "q3.rules": "-0-", "q3.oversight": "--1",
    "q3.trained": "--1", "q3.promoters-engaged": "-0-",
    "q4.sponsor": "333", "q4.impact-stated": "322", "q4.executive-review": "332", "q4.stakeholders": "-2-",
    "q4.functional-leads": "211", "q4.visible-thanks": "-21", "q4.same-view": "--1",
    "q5.no-raw-pay-link": "x--", "q5.why-told": "322", "q5.wins-told": "211", "q5.easy-to-act": "-11",
    "q5.team-metrics": "-11", "q5.whole-staff": "n--",
    "q6.trend": "333", "q6.definitions": "322", "q6.never-alone": "-2-", "q6.communication-plan": "-2-",
    "q6.front-line": "321", "q6.monthly-by-function": "322", "q6.role-relevant": "-21", "q6.local-and-global": "-2-",
    "q7.inventory": "332", "q7.beyond-spreadsheet": "22-", "q7.one-source": "211", "q7.identity": "?1-",
    "q7.shared-calendar": "21-", "q7.one-workflow": "--1", "q7.profiles": "?0-",
}  # fmt: skip

SOURCES = {
    "nps-annuel": ("Enquête relationnelle annuelle", ("cx",), ("marketing",), 41_280),
    "apres-agence": ("Après une visite en agence", ("retail",), ("cx",), 63_912),
    "apres-appel": ("Après un appel au service client", ("support",), ("cx", "retail"), 48_305),
    "credit-offre": ("Après une offre de crédit", (), ("retail",), 12_774),
    "appli": ("Avis dans l’application mobile", ("digital",), (), 20_118),
    "reclamation": ("Après une réclamation", ("support", "cx"), ("retail",), 5_210),
    "campagnes": ("Questions jointes aux campagnes", ("marketing",), (), 6_871),
    "avis-web": ("Avis publiés en ligne", (), (), 0),
}
TEAMS = {
    "cx": "Expérience client", "support": "Service client", "retail": "Réseau d’agences", "digital": "Banque en ligne",
    "marketing": "Marketing", "credit": "Crédits",
}  # fmt: skip
BINS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "10+")
FULL = (
    "It needs {days:short} {days:plural day|days} a month of the team “{team}”, which never has as many over its "
    "duration. Give it more months, or the team more days."
)
TOUCHED = {"apres-agence": "agence"}
SHADOW = ("pop-up-credit", 1_530)


@cache
def model() -> Model:
    """Return the shipped model."""
    return load_model(find_model("cx-program"))


def voice(sign: str) -> Voice:
    """Return what one sign of the table above says."""
    special: dict[str, Voice] = {
        "?": Unknown(), "n": NotApplicable("not_our_business"), "x": NotApplicable("outside_control"),
    }  # fmt: skip
    return special[sign] if sign in special else Level(int(sign))


def answers() -> tuple[Answer, ...]:
    """Return the voices of three roles."""
    return tuple(
        Answer(practice, voice(sign), f"{role}-1", role)
        for practice, signs in SAID.items()
        for role, sign in zip(ROLES, signs, strict=True)
        if sign != "-"
    )


def contacts() -> ContactFacts:
    """Return what an audit of 200 000 contacts could have found."""
    return ContactFacts(
        metrics=contact_metrics(),
        tables={
            "response.by_pressure": by_pressure(),
            "fragmentation.collision_pairs": collision_pairs(),
            "response.by_channel": None,
        },
        concerned={
            "contact_after_opt_out": 257, "duplicate_rows": 180, "over_policy": 17_344, "collisions": 9_118,
            "same_day_requests": 2_034, "many_senders": 3_402,
        },
        policy={
            "name": "rest-30",
            "limits": [{"contacts": 1, "days": 30, "to": None}],
            "counts": ["invite", "reminder"],
            "exempt": [],
            "declared": True,
        },
        inputs=(
            LogInput("contacts/qualtrics-2026.csv", "3f" * 32, 158_470, "qualtrics-history", 12, "Europe/Paris"),
            LogInput("contacts/mailchimp-2026.csv", "a1" * 32, 41_530, "mailchimp", 0, "UTC"),
        ),
        sources={name: volume for name, (_, _, _, volume) in SOURCES.items() if volume} | {SHADOW[0]: SHADOW[1]},
        last_seen={"nps-annuel": "2026-06-12T08:00:00.000000Z"},
        histogram=dict(zip(BINS, (24_912, 9_301, 4_418, 2_013, 903, 402, 181, 73, 31, 22), strict=True)),
        as_old_as=date(2026, 9, 30),
        by_day=by_day(),
        timezone="Europe/Paris",
        frontier=rests(),
        without_reminders={
            "contacts.count": 171_204, "fatigue.pressure_30d.p95": 3,
            "fatigue.customers_over_policy_share": 0.3127, "response.rate": Estimate(0.2391, 0.2371, 0.2411, 161_020),
        },
    )  # fmt: skip


def contact_metrics() -> dict[str, Measure]:
    """Return the metrics of the audit."""
    return {
        "contacts.count": 200_000, "contacts.customers": 42_256, "contacts.sources": 8, "contacts.tools": 4,
        "contacts.channels": 3, "contacts.teams": 5, "contacts.rejected_rows": 12, "contacts.duplicates": 214,
        "contacts.suppressed": 0, "contacts.first": "2025-10-01T06:02:11.000000Z",
        "contacts.last": "2026-09-30T17:40:00.000000Z", "contacts.per_customer.mean": 4.733,
        "contacts.per_customer.p50": 4, "contacts.per_customer.p95": 11, "contacts.per_customer.max": 38,
        "contacts.top_decile_share": 0.284, "contacts.unattributed_share": 0.0,
        "fatigue.customers_over_policy_share": 0.41046, "fatigue.contacts_over_policy_share": 0.2231,
        "fatigue.pressure_30d.max": 13, "fatigue.gap_days.p50": 41.2, "fatigue.gaps_under_7d": 31_204,
        "fatigue.same_day.customers": 2_034, "fatigue.same_day.max": 4, "fatigue.after_opt_out": 318,
        "fragmentation.collision_share": 0.1274, "fragmentation.collisions_7d": 20_094,
        "fragmentation.multi_source_30d.customers": 13_870, "fragmentation.sources_per_customer.p95": 4,
        "fragmentation.off_map_tool_share": 0.0077, "fragmentation.off_platform_tool_share": 0.3112,
        "fragmentation.metric_conflicts": 1, "response.rate": Estimate(0.2138, 0.2120, 0.2156, 187_302),
        "response.within_customer_slope": Slope(-2.84, -3.31, -2.37, customers=21_377),
        "response.mantel_haenszel": OddsRatio(0.81, 0.77, 0.85),
        "response.feedback_ratio": Estimate(0.98, 0.96, 1.0), "fatigue.pressure_30d.p95": 4,
        "response.sources_with_comment_share": 0.875, "response.largest_source_share": 0.42,
        "timing.within_declared_share": 0.83,
    }  # fmt: skip


def by_day() -> dict[str, int]:
    """Return a year of sends: quiet weekends, a busy autumn, one day of a large campaign."""
    first, sends = date(2025, 10, 1), {}
    for offset in range(365):
        day = first + timedelta(days=offset)
        usual = (40, 690, 720, 655, 700, 610, 95)[(day.weekday() + 1) % 7]
        sends[day.isoformat()] = usual * (13 if day.month in (10, 11, 3) else 10) // 10 + offset * 7919 % 67
    return {**sends, "2026-03-12": 4_218}


def rests() -> tuple[Row, ...]:
    """Return what rests between two requests would have stopped."""
    found = [
        (0, 0, 0), (1, 4_120, 2_034), (3, 11_870, 6_480), (7, 24_310, 11_902), (14, 37_640, 15_221),
        (30, 58_930, 17_344), (60, 84_205, 23_718), (90, 99_480, 27_066), (180, 127_310, 33_190),
    ]  # fmt: skip
    return tuple({"days": d, "kept": 200_000 - n, "stopped": n, "customers_spared": k} for d, n, k in found)


def by_pressure() -> tuple[Row, ...]:
    """Return response rates by pressure."""
    rates = [("1", 98_211, 0.241), ("2", 41_870, 0.207), ("3", 18_402, 0.178), ("4", 7_911, 0.151), ("5", 3_020, 0.134)]
    rows = [
        {"pressure": p, "n": n, "responded": round(n * r), "rate": r, "low": r - 2 / n**0.5, "high": r + 2 / n**0.5}
        for p, n, r in [*rates, ("6+", 1_312, 0.119)]
    ]
    return tuple(rows)


def collision_pairs() -> tuple[Row, ...]:
    """Return pairs of sources that met."""
    found = [
        ("apres-agence", "apres-appel", 6_402, 3_911, 1.31), ("apres-agence", "nps-annuel", 4_980, 3_402, 1.12),
        ("appli", "campagnes", 3_205, 1_876, 1.84), ("apres-appel", "nps-annuel", 2_417, 1_750, 1.05),
        ("apres-appel", "reclamation", 1_398, 1_022, 2.6), ("credit-offre", "pop-up-credit", 988, 640, 4.1),
        ("apres-agence", "campagnes", 704, 598, 0.9),
    ]  # fmt: skip
    return tuple({"a": a, "b": b, "collisions": n, "customers": k, "lift": lift} for a, b, n, k, lift in found)


def ownership_map() -> OwnershipMap:
    """Return the bank's map."""
    return OwnershipMap.model_validate({
        "platform": "hub",
        "tools": [{"id": "qualtrics", "name": "Qualtrics", "feeds": "hub"}, {"id": "mailchimp", "name": "Mailchimp"}],
        "teams": [
            {"id": team, "name": name, "lead_role": f"Direction {name}", "capacity_days_per_month": 6}
            for team, name in TEAMS.items()
        ],
        "touchpoints": [
            {"id": "agence", "name": "Visite en agence", "important": True, "owner": "retail"},
            {"id": "credit", "name": "Demande de crédit", "important": True, "owner": "credit"},
        ],
        "sources": [
            {
                "id": source, "name": name, "accountable": list(accountable), "informed": list(informed),
                "responsible": list(accountable), "touchpoint": TOUCHED.get(source),
                "kind": "relationship" if source == "nps-annuel" else "transactional",
                "objective": "fideliser" if source != "campagnes" else None,
                "every_days": 365 if source == "nps-annuel" else None,
            }
            for source, (name, accountable, informed, _) in SOURCES.items()
        ],
        "objectives": [{"id": "fideliser", "name": "Fidéliser"}],
        "levers": [{"id": "renfort", "name": "Renforcer la ligne à midi", "owner": "support"},
            {"id": "horaires", "name": "Ouvrir plus tard", "owner": "retail"},
        ],
    })  # fmt: skip


def facts() -> Facts:
    """Return everything that was observed."""
    return Facts("Banque Horizon", "2026-Q4", DAY, answers(), contacts(), ownership_map(), timezone="Europe/Paris")


def muted(value: object, name: str = "model") -> object:
    """Return a part of a model with its words replaced by where they stand, so that rewording it breaks no test."""
    if isinstance(value, Bilingual):
        return value.model_copy(update={"en": f"[{name}]", "fr": f"[{name}, fr]"})
    if isinstance(value, tuple):
        return tuple(muted(item, f"{name}.{getattr(item, 'id', place)}") for place, item in enumerate(value, start=1))
    if isinstance(value, Frozen):
        quiet = {field: muted(getattr(value, field), f"{name}.{field}") for field in type(value).model_fields}
        return value.model_copy(update=quiet)
    return value


def muted_assessment() -> Assessment:
    """Return the bank's assessment with a model that says only where its words would stand."""
    quiet = muted(model())
    assert isinstance(quiet, Model)
    return assess(quiet.model_copy(update={"hash": "0" * 64}), facts())


def muted_roadmap() -> Roadmap:
    """Return the plan with muted actions."""
    plan = roadmap()
    quiet = {action.id: action for action in muted_assessment().model.actions}
    return replace(plan, actions=tuple(replace(item, action=quiet[item.action.id]) for item in plan.actions))


@cache
def assessment() -> Assessment:
    """Return the bank's assessment."""
    return assess(model(), facts())


def bare_assessment() -> Assessment:
    """Return an assessment that rests on answers alone: no log, no map."""
    return assess(model(), replace(facts(), contacts=None, map=None))


def empty_assessment() -> Assessment:
    """Return an assessment of an engagement in which nothing has been answered yet."""
    return assess(model(), replace(facts(), answers=(), contacts=None, map=None))


def crowded_assessment() -> Assessment:
    """Return the bank with forty sources, long names and text that HTML must not take for its own."""
    extra = [
        {"id": f"s{number}", "name": f"Une très longue dénomination d’enquête, numéro {number} <b>&amp;</b>"}
        for number in range(40)
    ]
    record = ownership_map().model_dump(mode="json", by_alias=True, exclude_unset=True)
    crowded = OwnershipMap.model_validate({**record, "sources": [*record["sources"], *extra]})
    name = "Société générale d’études, de prêts & d’assurances <script>alert(1)</script> – Łódź, Αθήνα 株式会社"
    return assess(model(), replace(facts(), map=crowded, organisation=name))


FOREIGN = "Δ ☃ 株 🙂"
"""Characters that not all of the report's fonts hold."""


def foreign_assessment(words: str = FOREIGN) -> Assessment:
    """Return the bank with other words in every name, in its logs' paths and in its remarks."""
    record = ownership_map().model_dump(mode="json", by_alias=True, exclude_unset=True)
    for part in ("tools", "teams", "touchpoints", "sources", "levers", "objectives"):
        record[part] = [{**entry, "name": f"{entry['name']} {words}"} for entry in record[part]]
    record["teams"] = [{**team, "lead_role": f"{team['lead_role']} {words}"} for team in record["teams"]]
    log = LogInput(f"/home/{words}/clients/{words}.csv", "3f" * 32, 7, words, 1, "UTC")
    told = replace(
        contacts(),
        inputs=(log,),
        notes=(text("{file} has no rows below its header.", file=log.path),),
        sources={**contacts().sources, words: 900},
    )
    named = OwnershipMap.model_validate(record)
    said = tuple(replace(answer, note=words, internal_note=words, role=words) for answer in answers())
    known = replace(facts(), map=named, contacts=told, answers=said, organisation=f"Δelta {words}", cycle=words)
    return assess(model(), known)


def solved_assessment() -> Assessment:
    """Return an organisation that has established everything."""
    done = tuple(Answer(practice.id, Level.FULLY, "cx-1", "cx") for practice in model().practices)
    return assess(model(), replace(facts(), answers=done, contacts=None, map=None))


def roadmap() -> Roadmap:
    """Return a plan of the library's first actions, placed one after the other by hand."""
    planned, month = [], 0
    for number, action in enumerate(model().actions[:23]):
        start = month // 2
        late = number > 20
        planned.append(_planned(action, number, None if late else start))
        month += action.months
    return Roadmap(
        start="2026-11",
        months=24,
        capacity=dict.fromkeys(TEAMS, (6.0,) * 24),
        unlimited=("it", "data"),
        actions=tuple(planned),
        practice_values={},
        objective=412.5,
        bound=412.5,
        proven=True,
        gap=0.0,
        predicted=_predicted(),
        critical_chain=("source-inventory", "contact-policy", "sending-calendar"),
    )


def _planned(action: Action, number: int, start: int | None) -> Planned:
    worth = 0.09 / (1 + number / 6)
    fired = {finding.id for finding in assessment().findings}
    last = None if start is None else start + action.months - 1
    return Planned(
        action=action,
        status="running" if number == 0 else "proposed",
        owner="cx" if number % 3 == 0 else None,
        findings=tuple(answer for answer in action.answers if answer in fired),
        effort=dict(action.effort),
        start=None if start is None else _month(start),
        end=None if last is None else _month(last),
        value=Value(worth, worth * 0.55, worth * 0.3, worth * 0.15, 0.84),
        why_not=None if last is not None else text(FULL, days=9.0, team="it"),
    )


def _month(offset: int) -> str:
    return f"{2026 + (10 + offset) // 12}-{(10 + offset) % 12 + 1:02d}"


def _predicted() -> tuple[Quarter, ...]:
    stages = [1, 1, 1, 2, 2, 2, 3, 3, 3]
    names = ["2026-Q4", "2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4", "2028-Q1", "2028-Q2", "2028-Q3", "2028-Q4"]
    scores = assessment().scores
    questions = {question.id: question.score for question in scores.questions}
    return tuple(
        Quarter(name, StageReach(stage, stage, stage), questions) for name, stage in zip(names, stages, strict=True)
    )
