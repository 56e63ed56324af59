"""``cxmaturity verify``: the same report is told from another one, and why it is another; nothing is written."""

from __future__ import annotations

import shutil

import pytest
from cli.commands import call
from engagement.audited import CLOSED, LATEST, LOG, snapshot, write, write_audited
from report.pdfs import proving, with_record

from cxmaturity import __version__
from cxmaturity.cli.main import run
from cxmaturity.resources import program_digest

pytest.importorskip("weasyprint", exc_type=OSError)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """An engagement of two cycles, and the report of each."""
    place = tmp_path_factory.mktemp("verified")
    folder = write_audited(place / "acme")
    for cycle in (CLOSED, LATEST):
        pdf = place / f"{cycle}.pdf"
        assert run(["report", str(folder), "--cycle", cycle, "-o", str(pdf), "--lang", "en"]) == 0
    return place


@pytest.fixture
def place(made, tmp_path):
    """A copy that a test may change."""
    return shutil.copytree(made, tmp_path / "copy")


def test_the_same_report_is_told_from_a_copy_elsewhere_and_nothing_is_written(made, place, capsys, monkeypatch):
    monkeypatch.setenv("CXMATURITY_STATE", str(place / "state"))
    before = snapshot(place / "acme")
    done = call(capsys, "verify", made / f"{LATEST}.pdf", place / "acme", "--lang", "en")
    assert done.code == 0
    assert "The same: this PDF is what the engagement gives, byte for byte" in done.out
    assert "Acme, cycle 2026-Q4 as of 15 November 2026: leadership report in English." in " ".join(done.out.split())
    assert snapshot(place / "acme") == before


def test_a_log_that_is_gone_is_no_proof(place, capsys):
    (place / "acme" / "contacts" / "log.csv").unlink()
    done = call(capsys, "verify", place / f"{LATEST}.pdf", place / "acme", "--lang", "en")
    assert done.code == 1
    said = " ".join(done.out.split())
    assert "Not proven: the same bytes, but an input is gone" in said
    assert "Not computed anew, but as facts.json of the cycle records it: the audit of the logs." in said
    assert "Not here any more: contacts/log.csv" in said


FORGED = '"contacts.customers": 2', '"contacts.customers": 99'


def forge(folder):
    path = folder / "cycles" / LATEST / "facts.json"
    content = path.read_text(encoding="utf-8")
    assert FORGED[0] in content
    write(path, content.replace(*FORGED))


def test_facts_changed_by_hand_before_a_report_are_found(place, capsys):
    """The report prints the forgery, and every input has its digest."""
    forge(place / "acme")
    pdf = place / "forged.pdf"
    assert run(["report", str(place / "acme"), "-o", str(pdf), "--lang", "en"]) == 0
    capsys.readouterr()
    done = call(capsys, "verify", pdf, place / "acme", "--json")
    assert (done.code, done.json["identical"], done.json["verdict"]) == (1, False, "facts")
    assert done.json["facts"]["disagreements"] == [
        {"key": "contact.metrics.contacts.customers", "recorded": "99", "computed": "2"}
    ]
    trusted = call(capsys, "verify", pdf, place / "acme", "--recorded", "--lang", "en")
    assert trusted.code == 0
    assert "The same bytes, with the recorded facts taken on trust" in " ".join(trusted.out.split())


def test_facts_changed_by_hand_after_a_report_are_named_beside_it(place, capsys):
    forge(place / "acme")
    done = call(capsys, "verify", place / f"{LATEST}.pdf", place / "acme", "--lang", "en")
    assert done.code == 1
    said = " ".join(done.out.split())
    assert "The same bytes, but facts.json does not agree with the inputs" in said
    assert "facts.json of the cycle: contact.metrics.contacts.customers is 99, and computed anew 2." in said


def test_another_build_of_the_same_version_is_told(place, capsys):
    pdf = place / f"{LATEST}.pdf"
    pdf.write_bytes(with_record(pdf.read_bytes(), program_digest().encode(), b"ab" * 32))
    done = call(capsys, "verify", pdf, place / "acme", "--lang", "en")
    assert done.code == 1
    assert f"Not the same: made by another build of cxmaturity {__version__}" in " ".join(done.out.split())


def test_the_report_of_a_closed_cycle_holds_and_what_changed_since_is_told(place, capsys):
    write(place / "acme" / "contacts" / "log.csv", f"{LOG}c,2026-09-01T10:00:00Z,calls\n")
    write(place / "acme" / "roadmap.yaml", "start: 2027-02\n")
    done = call(capsys, "verify", place / f"{CLOSED}.pdf", place / "acme", "--json")
    assert done.code == 1
    told = done.json
    assert (told["identical"], told["same_bytes"], told["verdict"]) == (False, True, "inputs")
    assert (told["keeps_facts"], told["cycle"], told["facts"]["on_trust"]) == (True, CLOSED, ["contact"])
    states = {each["path"]: each["state"] for each in told["inputs"] if each["state"] != "same"}
    assert states == {"contacts/log.csv": "changed", "roadmap.yaml": "new"}


def test_an_input_that_changed_is_named_with_both_digests(place, capsys):
    write(place / "acme" / "contacts" / "log.csv", LOG.replace("calls", "shops"))
    before = snapshot(place / "acme")
    done = call(capsys, "verify", place / f"{LATEST}.pdf", place / "acme", "--json")
    assert done.code == 1
    (changed,) = [each for each in done.json["inputs"] if each["state"] != "same"]
    assert changed["path"] == "contacts/log.csv"
    assert {len(changed["then"]), len(changed["now"])} == {64}
    assert changed["then"] != changed["now"]
    assert (done.json["identical"], done.json["sha256"]["now"]) == (False, None)
    assert snapshot(place / "acme") == before
    shown = call(capsys, "verify", place / f"{LATEST}.pdf", place / "acme", "--lang", "fr")
    assert shown.code == 1
    assert "Pas identique\u00a0: ce sur quoi repose ce PDF a changé" in shown.out
    assert "Modifié\u00a0: contacts/log.csv" in shown.out
    assert changed["then"] in shown.out
    assert changed["now"] in shown.out


def changed_model(folder):
    path = folder / "model" / "model.yaml"
    write(path, path.read_text(encoding="utf-8").replace("version: '1'", "version: '2'"))


OTHERS = {
    "gone": (b"", b"", lambda folder: (folder / "ownership.yaml").unlink(), "Not here any more: ownership.yaml"),
    "new": (b"", b"", lambda folder: write(folder / "cases.csv", "case_id\n"), "New: cases.csv"),
    "another version": (b'"version": "', b'"version": "0.0.', lambda folder: None, "verify it with that version"),
    "another model": (b"", b"", changed_model, "It was scored by the model"),
    "another organisation": (
        b'"organisation": "Acme"',
        b'"organisation": "Bolt"',
        changed_model,
        "It is of Bolt, and this is the engagement of Acme",
    ),
}


@pytest.mark.parametrize("name", OTHERS)
def test_why_it_is_another_is_told(place, capsys, name):
    old, new, change, said = OTHERS[name]
    pdf = place / f"{LATEST}.pdf"
    if old:
        pdf.write_bytes(with_record(pdf.read_bytes(), old, new))
    change(place / "acme")
    done = call(capsys, "verify", pdf, place / "acme", "--lang", "en")
    assert done.code == 1
    assert said in " ".join(done.out.split())


def test_a_changed_figure_is_found_where_every_input_is_as_it_was(place, capsys):
    pdf = place / f"{LATEST}.pdf"
    pdf.write_bytes(with_record(pdf.read_bytes(), b'"respondents": 1', b'"respondents": 9'))
    done = call(capsys, "verify", pdf, place / "acme", "--json", "--lang", "en")
    assert done.code == 1
    assert {each["state"] for each in done.json["inputs"]} == {"same"}
    assert "report.json: voices.respondents is 9, and made again 1." in done.json["hints"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"cycle": "../../etc"}, "this report is of the cycle “../../etc” of Acme"),
        ({"cycle": "2026-Q3"}, "has no such cycle"),
        ({"theme": [{"path": "/etc/passwd", "sha256": "ab" * 32}]}, "Give it with --theme FILE"),
        ({"templates": [{"path": "cover.html", "sha256": "ab" * 32}]}, "Give it with --templates DIR"),
    ],
)
def test_what_cannot_be_made_again_ends_in_one_message(made, tmp_path, capsys, changes, said):
    pdf = tmp_path / "report.pdf"
    pdf.write_bytes(proving(**changes))
    done = call(capsys, "verify", pdf, made / "acme", "--lang", "en")
    assert done.code == 2
    assert said in done.err
    assert done.out == ""


def test_paths_inside_a_pdf_are_words_and_nothing_is_opened_for_them(made, tmp_path, capsys):
    secret = write(tmp_path / "secret", "secret")
    pdf = tmp_path / "report.pdf"
    named = [str(secret), "../secret", "cycles/2026-Q4/../../../secret", "\x1b[2J\x07"]
    pdf.write_bytes(proving(inputs=[{"path": path, "sha256": "ab" * 32} for path in named]))
    done = call(capsys, "verify", pdf, made / "acme", "--json")
    assert done.code == 1
    assert {each["path"]: each["now"] for each in done.json["inputs"] if each["path"] in named} == dict.fromkeys(named)
    shown = call(capsys, "verify", pdf, made / "acme", "--lang", "en")
    assert "\x1b[2J" not in shown.out
    assert "\x07" not in shown.out


def test_a_house_that_changed_its_theme_is_told_so(made, tmp_path, capsys):
    theme = write(tmp_path / "theme.yaml", "author: Hawthorn\n")
    pdf = tmp_path / "report.pdf"
    pdf.write_bytes(proving(theme=[{"path": "theme.yaml", "sha256": "ab" * 32}]))
    done = call(capsys, "verify", pdf, made / "acme", "--theme", theme, "--json")
    assert done.code == 1
    assert [(each["path"], each["state"]) for each in done.json["theme"]] == [("theme.yaml", "changed")]
