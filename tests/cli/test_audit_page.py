"""The page of an audit: all that matters, in the order of METHODS, at 80 columns and without colour; and --explain."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import timedelta

import pytest
from cli.commands import call
from cli.test_audit_findings import START, answering, calm, one, sent, written

from cxmaturity.cli.audit_page.page import notes
from cxmaturity.cli.paper import Paper
from cxmaturity.contacts import AuditSettings, Log
from cxmaturity.contacts import audit as audit_logs
from cxmaturity.contacts.policy import parse_policy
from cxmaturity.contacts.rows.masking import masked
from cxmaturity.contacts.rows.zones import zone_in_words

RAW = {"en": "1. Raw: response by", "fr": "1. Données brutes : réponse selon"}
IN_ORDER = {
    "en": ["1. Raw", "2. Within customers", "3. Mantel-Haenszel", "4. Feedback", "The more often customers are asked"],
    "fr": [
        "1. Données",
        "2. À client égal",
        "3. Mantel-Haenszel",
        "4. Rétroaction",
        "Plus les clients sont sollicités",
    ],
}


@pytest.fixture(autouse=True)
def terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("CXMATURITY_LANG", "en")


def rich_rows() -> list[dict[str, object]]:
    """Return a log with everything that an audit can measure."""
    rng = random.Random(4)
    rows = []
    for row in answering(0.08):
        metric, scale, top = rng.choice((("nps", "0-10", 10), ("csat", "1-5", 5), ("ces", "1-7", 7)))
        at = row["sent_at"]
        more = {"source": rng.choice(("nps", "after-call", "shop")), "channel": rng.choice(("email", "sms"))}
        more |= {"team": "t", "tool": "q", "kind": rng.choice(("invite", "reminder")), "question": "How was it?"}
        more |= {"metric": metric, "scale": scale, "score": rng.randint(1, top) if row.get("responded_at") else ""}
        more |= {"unsubscribed_at": at + timedelta(hours=3) if rng.random() < 0.01 else ""}
        more |= {"bounced": "hard" if rng.random() < 0.01 else "", "event_at": at - timedelta(hours=30)}
        rows.append({"responded_at": "", **row, **more})
    rows += [sent("silent", timedelta(days=3), source="never answered"), dict(rows[5])]
    return rows


@pytest.fixture(scope="module")
def rich(tmp_path_factory):
    return written(tmp_path_factory.mktemp("rich") / "log.csv", rich_rows())


def flat(printed: str) -> str:
    """Return what was printed as one line, every blank the same."""
    return " ".join(printed.split())


@pytest.mark.parametrize("language", ["en", "fr"])
def test_everything_measured_is_on_the_page(rich, capsys, language):
    done = call(capsys, "audit", rich, "--lang", language)
    assert done.code == 0
    assert max(map(len, done.out.splitlines())) <= 80
    assert "\x1b" not in done.out
    assert "{" not in done.out
    assert "None" not in done.out.replace("None: ", "")
    page = flat(done.out)
    places = [page.index(" ".join(words.split())) for words in (RAW[language], *IN_ORDER[language][1:4])]
    places.append(page.rindex(IN_ORDER[language][4]))
    assert places == sorted(places)


def test_the_figures_on_the_page_are_those_of_json(rich, capsys):
    page = flat(call(capsys, "audit", rich, "--lang", "en").out)
    metrics = call(capsys, "audit", rich, "--json").json["metrics"]
    rate, slope, odds = (metrics[f"response.{name}"] for name in ("rate", "within_customer_slope", "mantel_haenszel"))
    assert f"Response rate {rate['value']:.1%} {rate['low']:.1%} to {rate['high']:.1%} {rate['n']:,}" in page
    told = f"{slope['value']:.1f} points of response per further request ({slope['low']:.1f} to {slope['high']:.1f}; "
    assert f"{told}{slope['customers']} customers".replace("-", "−") in page
    assert f"{odds['odds_ratio']:.2f} times those at 1 ({odds['low']:.2f} to {odds['high']:.2f})" in page
    again = metrics["response.feedback_ratio"]
    assert f"{again['value']:.2f} times as likely ({again['low']:.2f} to {again['high']:.2f})" in page
    per_1000 = metrics["optout.per_1000"]
    assert f"Opt-outs per 1,000 requests {per_1000['value']:.2f} {per_1000['low']:.2f} to" in page
    nps = metrics["score.nps"]
    told = f"NPS {nps['value']:.1f} {nps['low']:.1f} to {nps['high']:.1f} {nps['n']:,}".replace("-", "−")
    assert told in page
    assert "NPS: promoters less detractors; interval clustered by customer" in page
    for name, metric in (
        ("Requests after opt-out", "fatigue.after_opt_out"),
        ("Requests after a hard bounce", "fatigue.after_hard_bounce"),
        ("Late answers", "response.late"),
        ("Unanswered requests in a row, maximum", "fatigue.ignored_streak.max"),
        ("Exact copies", "contacts.duplicates"),
    ):
        assert f"{name} {metrics[metric]:,}" in page
    assert "Requests from sources without any answer, left out 1" in page
    assert f"Repeated questions {metrics['fragmentation.repeat_question_share']:.1%}" in page
    assert "Delay after the event, median 1.25" in page


def test_both_are_shown_with_and_without_reminders(rich, capsys):
    page = flat(call(capsys, "audit", rich, "--lang", "en").out)
    both = [call(capsys, "audit", rich, "--json", *more).json["metrics"] for more in ([], ["--without-reminders"])]
    assert "With and without reminders with without" in page
    with_, without = (metrics["contacts.count"] for metrics in both)
    assert f"Requests {with_:,} {without:,}" in page
    with_, without = (metrics["response.rate"]["value"] for metrics in both)
    assert f"Response rate {with_:.1%} {without:.1%}" in page
    assert "With and without" not in call(capsys, "audit", rich, "--without-reminders", "--lang", "en").out


def test_few_customers_have_a_slope_and_no_verdict(tmp_path, capsys):
    rows = [row for row in answering(0.08) if row["customer_id"] in {f"c{n}" for n in range(50)}]
    page = flat(call(capsys, "audit", written(tmp_path / "log.csv", rows), "--lang", "en").out)
    assert "2. Within customers: " in page
    assert "No verdict: only 50 customers were asked at different pressures; at least 100 are needed." in page
    assert "the less they answer" not in page


def test_what_cannot_be_seen_is_left_out_and_said_in_one_line(tmp_path, capsys):
    log = written(tmp_path / "log.csv", calm())
    page = flat(call(capsys, "audit", log, "--lang", "en").out)
    assert "Not in these logs, with the field that would show it: response (responded_at), opt-outs " in page
    assert not any(word in page for word in ("Response rate", "Opt-outs per", "Raw:", "Scores", "Timing", "Teams seen"))
    page = flat(call(capsys, "audit", log, "--lang", "fr").out)
    assert "le champ qui le montrerait" in page


def test_a_lower_bound_is_said_first(tmp_path, capsys):
    log = tmp_path / "people.csv"
    log.write_text("id,email,name,last_sent_at,last_responded_at\n1,a@x.org,A,1700000000,\n2,b@x.org,B,1700000000,\n")
    page = flat(call(capsys, "audit", log, "--lang", "en").out)
    assert page.index("every pressure here is a lower bound") < page.index("finding")


def test_a_page_of_long_names_keeps_to_80_columns(tmp_path, capsys):
    names = [f"{'Umfrage nach dem Gespräch mit dem Kundendienst ' * 3}{n}" for n in range(3)]
    rows = one(*(sent("a", timedelta(hours=n), source=name) for n, name in enumerate(names)))
    for language in ("en", "fr"):
        for more in ([], ["--definitions"], ["--explain"]):
            done = call(capsys, "audit", written(tmp_path / "log.csv", rows), "--lang", language, *more)
            assert max(map(len, done.out.splitlines())) <= 80


@pytest.mark.parametrize(("language", "words"), [("en", "strictly later"), ("fr", "strictement")])
def test_definitions(rich, capsys, language, words):
    done = call(capsys, "audit", rich, "--definitions", "--lang", language)
    assert done.code == 0
    assert "fatigue.gaps_under_7d" in done.out
    assert words in flat(done.out)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_explain_shows_what_is_understood_and_computes_nothing(rich, capsys, language):
    done = call(capsys, "audit", rich, "--explain", "--lang", language)
    assert (done.code, done.err) == (0, "")
    assert max(map(len, done.out.splitlines())) <= 80
    told = flat(done.out)
    assert "customer_id customer_id" in told
    assert "•#" in told
    assert "95%" not in told.replace(" ", "")


def test_explain_as_json(rich, capsys):
    record = call(capsys, "audit", rich, "--explain", "--json").json
    assert list(record) == ["schema", "files", "beside", "notes", "problems"]
    assert record["schema"] == "cxmaturity/explain/1"
    (file,) = record["files"]
    assert (file["understood"], file["format"], file["shape"], file["tz"]) == (True, "generic", "wide", "UTC")
    assert (file["kind"], file["encoding"], file["delimiter"], file["unused"]) == ("csv", "utf-8", ",", [])
    assert file["becomes"] == {"contact": file["rows"]}
    assert file["sample"][0]["verdict"] == "contact"
    assert file["sample"][0]["values"]["customer_id"] == masked("last")
    sent_at = next(each for each in file["fields"] if each["field"] == "sent_at")
    assert sent_at == {
        "field": "sent_at",
        "column": "sent_at",
        "value": None,
        "reading": "times with an offset, written Y-m-d",
    }


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_explain_tells_what_it_understood_before_what_is_wrong(tmp_path, capsys, more):
    log = tmp_path / "log.csv"
    log.write_text("customer_id,sent_at,source\nAnn,03/04/2024,nps\n")
    done = call(capsys, "audit", log, "--explain", *more)
    assert done.code == 2
    assert "##/##/####" in done.out
    assert "day and month cannot be told apart" in done.err
    if more:
        assert [problem in done.err for problem in json.loads(done.out)["problems"]] == [True]


def test_explain_of_an_engagement_and_of_several_files(tmp_path, capsys):
    us = tmp_path / "us"
    assert call(capsys, "init", us, "--name", "Us", "--lang", "fr").code == 0
    for name in ("one.csv", "two.csv"):
        written(us / "contacts" / name, calm())
    record = call(capsys, "audit", us, "--explain", "--json").json
    assert [file["rows"] for file in record["files"]] == [9, 9]
    assert not list((us / "cycles").glob("*/facts.json"))
    assert "Premières lignes" in call(capsys, "audit", us, "--explain").out
    done = call(capsys, "audit", us, "--explain", "--policy", "rest-7", "--lang", "en")
    assert (done.code, "--policy cannot be given with an engagement" in done.err) == (2, True)


@pytest.mark.parametrize("option", [["--definitions"], ["--fail-on", "high"]])
def test_explain_goes_with_nothing_that_needs_figures(rich, capsys, option):
    done = call(capsys, "audit", rich, "--explain", *option, "--lang", "en")
    assert (done.code, done.out) == (2, "")
    assert done.err == f"✗ {option[0]} needs figures, and --explain computes none. Give one of them.\n"


@pytest.mark.parametrize("command", [["audit"], ["audit", "--explain"], ["replay"]])
def test_an_engagement_may_say_what_of_the_machine_to_take(tmp_path, capsys, command):
    us = tmp_path / "us"
    assert call(capsys, "init", us, "--name", "Us").code == 0
    written(us / "contacts" / "log.csv", calm())
    done = call(capsys, command[0], us, *command[1:], "--memory", "1GB", "--threads", "1")
    assert (done.code, done.err) == (0, "")
    done = call(capsys, command[0], us, *command[1:], "--memory", "lots", "--lang", "en")
    assert (done.code, "“lots” is not a size of memory" in done.err) == (2, True)


def test_a_log_without_digest_names_none(tmp_path, capsys):
    path = tmp_path / "log.csv"
    path.write_text("customer_id,sent_at\na,2024-01-01T00:00:00Z\n")
    facts = audit_logs([Log(path)], AuditSettings(parse_policy("rest-30")))
    for digest, told in ((facts.inputs[0].sha256, True), ("", False)):
        notes(replace(facts, inputs=(replace(facts.inputs[0], sha256=digest),)), Paper("en"))
        assert ("sha256" in capsys.readouterr().out) == told


def test_a_page_of_one_request(tmp_path, capsys):
    done = call(capsys, "audit", written(tmp_path / "log.csv", [sent("a", timedelta(0))]), "--lang", "en")
    assert done.code == 0
    assert f"1 request to 1 customer, {START.day} January 2026 to" in flat(done.out)
    assert "No finding fires." in done.out


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_columns_of_a_replay_fit_80_columns(rich, capsys, language):
    done = call(capsys, "replay", rich, "--policy", "rest-30", "--frontier", "--lang", language)
    lines = done.out.splitlines()
    assert max(map(len, lines)) <= 80
    assert {"en": "opted", "fr": "désabonnés"}[language] in flat(done.out)
    (first, *_) = (line for line in lines if line.split()[:1] == ["rest-180"])
    assert (
        len([cell for cell in first.split(" ") if cell]) == 7
    )  # no figure is broken, not at a blank of its own either


def test_a_rate_of_opt_outs_says_which_requests_show_none(tmp_path, capsys):
    shown = written(tmp_path / "a.csv", [{**row, "unsubscribed_at": ""} for row in calm()])
    blind = written(tmp_path / "b.csv", calm())
    page = flat(call(capsys, "audit", shown, blind, "--lang", "en").out)
    assert page.count("9 requests are from logs that show no opt-outs") == 2
    assert "An opt-out is taken as one from every request" in page
    assert "show no opt-outs" not in flat(call(capsys, "audit", shown, "--lang", "en").out)


def test_a_rule_named_at_the_command_line_is_not_called_a_reference(tmp_path, capsys):
    log = written(tmp_path / "log.csv", calm())
    for more, words in ((["--policy", "rest-0"], "no limit (named by --policy, not declared"), ([], "a reference")):
        assert words in flat(call(capsys, "audit", log, "--lang", "en", *more).out)


@pytest.mark.parametrize(("zone", "told"), [("Etc/GMT+6", "UTC\u22126"), ("Etc/GMT-2", "UTC+2"), ("Etc/GMT+0", "UTC")])
def test_zones_are_told_with_the_sign_that_people_use(zone, told):
    assert (zone_in_words(zone), zone_in_words("Europe/Paris")) == (told, "Europe/Paris")


def test_definitions_need_no_log(rich, capsys):
    page = call(capsys, "audit", "--definitions", "--lang", "en")
    assert (page.code, page.err) == (0, "")
    assert "fragmentation.collision_pairs" in page.out
    assert "lift" in page.out
    record = call(capsys, "audit", "--definitions", "--json", "--lang", "en").json
    assert record["schema"] == "cxmaturity/definitions/1"
    assert all(list(each) == ["id", "unit", "name", "definition"] for each in record["metrics"])
    measured = {
        each["id"]: each.get("value") for each in call(capsys, "audit", rich, "--definitions", "--json").json["metrics"]
    }
    metrics = call(capsys, "audit", rich, "--json").json["metrics"]
    assert {name: measured[name] for name in metrics} == metrics
    done = call(capsys, "audit", "--lang", "en")
    assert (done.code, "Missing argument" in done.err) == (2, True)


def test_no_blanks_stand_at_the_end_of_a_line(rich, capsys):
    lines = call(capsys, "audit", rich, "--lang", "en").out.split("\n")
    assert [line for line in lines if line.endswith(" ")] == []
