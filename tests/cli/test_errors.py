"""Whatever is wrong with the input: one message that says what, where and what to do, exit code 2, no stack trace."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from cli.commands import call
from small_engagements import write_answers, write_engagement

CYCLE = {"2026-Q4": "date: 2026-10-15\n"}


@pytest.fixture
def acme(tmp_path):
    return write_engagement(tmp_path / "acme", cycles=CYCLE)


def settings(content: str):
    return lambda folder: (folder / "engagement.yaml").write_text(content)


def cycle(content: str):
    return lambda folder: (folder / "cycles/2026-Q4/cycle.yaml").write_text(content)


def file(name: str, content: str | bytes):
    def write(folder: Path) -> None:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    return write


WRONG = {
    "no settings": (lambda folder: (folder / "engagement.yaml").unlink(), "holds no engagement", "cxmaturity init"),
    "empty settings": (settings(""), "this file is empty", "organisation"),
    "settings that are no mapping": (settings("- a\n- b\n"), "a mapping of keys", ""),
    "yaml typo": (settings("organisation: [Acme\n"), "engagement.yaml:1: this is not valid YAML", "Check indentation"),
    "tab": (settings("organisation: Acme\n\tlanguage: fr\n"), "engagement.yaml:2", "Check indentation"),
    "unknown key": (settings("organisation: Acme\nlangage: fr\n"), "engagement.yaml:2", "Did you mean “language”?"),
    "unknown model": (
        settings("organisation: A\nmodel: cx-progam\n"),
        "engagement.yaml:2",
        "Did you mean “cx-program”?",
    ),
    "not text": (file("engagement.yaml", b"\xff\xfe\x00"), "not UTF-8", "Save it again"),
    "binary": (file("engagement.yaml", b"organisation: \x00"), "engagement.yaml", "Check"),
    "broken model": (file("model/practices.yaml", "- {id: q1.a}\n"), "practices.yaml:1", "Add it"),
    "model without a file": (lambda folder: (folder / "model/stages.yaml").unlink(), "stages.yaml", "no such file"),
    "unknown policy": (settings("organisation: A\nmodel: model\npolicy: rst-30\n"), "engagement.yaml:3", "rest-30"),
    "cycle without date": (cycle("log_from: 2026-01-01\n"), "the key “date” is missing", "Add it"),
    "cycle with a wrong date": (cycle("date: 15.10.2026\n"), "cycle.yaml:1", "a date like 2026-10-15"),
    "cycle turned round": (cycle("date: 2026-10-15\nlog_from: 2026-02-01\nlog_to: 2026-01-01\n"), "log_from", ""),
    "answers without a date": (file("cycles/old/answers.jsonl", "{}"), "answers and no date", "date: 2026-10-15"),
    "map with a typo": (
        file("ownership.yaml", "teams: [{id: a, nam: b}]\n"),
        "ownership.yaml:1",
        "Did you mean “name”?",
    ),
    "roadmap with a typo": (file("roadmap.yaml", "actions: [{id: a, state: b}]\n"), "roadmap.yaml:1", "Did you mean"),
    "manifest with a typo": (file("contacts/manifest.yaml", "log: []\n"), "manifest.yaml:1", "Did you mean “logs”?"),
    "manifest to nowhere": (file("contacts/manifest.yaml", "logs: [{path: a.csv}]\n"), "a.csv", "contacts/"),
    "log that is none": (file("contacts/a.csv", "hello\nworld\n"), "a.csv", ""),
    "a folder for a file": (lambda folder: (folder / "ownership.yaml").mkdir(), "this is a folder", ""),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_engagement(acme, capsys, name):
    damage, what, remedy = WRONG[name]
    damage(acme)
    done = call(capsys, "score", acme, "--lang", "en")
    assert done.code == 2
    assert done.out == ""
    assert what in done.err
    assert remedy in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("command", ["score", "assess"])
@pytest.mark.parametrize(
    ("place", "what"),
    [
        ("nowhere", "there is no such folder"),
        (".", "holds no engagement"),
        ("acme/engagement.yaml", "this is a file"),
        ("plain.txt", "this is a file"),
        ("plain.txt/below", "there is no such folder"),
    ],
)
def test_a_path_that_is_no_engagement(acme, capsys, command, place, what):
    tmp_path = acme.parent
    (tmp_path / "plain.txt").write_text("x")
    done = call(capsys, command, tmp_path / place, "--lang", "en")
    assert (done.code, done.err.count("✗")) == (2, 1)
    assert what in done.err


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (["--cycle", "2026-Q3"], "there is no cycle “2026-Q3”. Did you mean “2026-Q4”?"),
        (["--cycle", "x"], "Known are: 2026-Q4."),
        (["--as-of", "15.10.26"], "“15.10.26” is not a date like 2026-10-15"),
        (["--as-of", "03/04/2026"], "Write 2026-03-04 or 2026-04-03"),
        (["--explain", "q1.z"], "there is no practice “q1.z” in the model."),
        (["--colour"], "--colour"),
        (["--fail-on", ","], "--fail-on names nothing"),
    ],
)
def test_wrong_options_of_score(acme, capsys, options, what):
    done = call(capsys, "score", acme, "--lang", "en", *options)
    assert done.code == 2
    assert what in done.err


@pytest.mark.parametrize("name", ["../out", "a/b", "", ".hidden", "a b"])
def test_a_cycles_name_stays_inside_the_folder(acme, tmp_path, capsys, name):
    answers = write_answers(tmp_path / "a.yaml", {"q1.a": 2})
    done = call(capsys, "assess", acme, "--answers", answers, "--cycle", name, "--lang", "en")
    assert done.code == 2
    assert [path.name for path in (acme / "cycles").iterdir()] == ["2026-Q4"]


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("none.yaml", None, "there is no such file"),
        ("a.yaml", "answers: [", "not valid YAML"),
        ("a.json", "{", "not valid JSON"),
        ("a.yaml", "", "It needs at least: answers"),
        ("a.yaml", "answers: {q1.a: 2}\nrespondent: ''\n", "a text is expected"),
        ("folder", "", "this is a folder"),
    ],
)
def test_wrong_answers_files(acme, capsys, name, content, what):
    tmp_path = acme.parent
    (tmp_path / "folder").mkdir()
    if content:
        (tmp_path / name).write_text(content)
    elif name == "a.yaml":
        (tmp_path / name).touch()
    done = call(capsys, "assess", acme, "--answers", tmp_path / name, "--lang", "en")
    assert done.code == 2
    assert what in done.err
    assert not (acme / "cycles/2026-Q4/answers.jsonl").exists()


def test_the_message_is_in_the_language_asked_for(tmp_path, capsys):
    done = call(capsys, "score", tmp_path / "nowhere", "--lang", "fr")
    assert "ce dossier n’existe pas. Pour en commencer une : cxmaturity init" in done.err.replace("\u00a0", " ")


DROP = "-dac_override,-dac_read_search"


def unprivileged(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a command as a user for whom permissions count, which they do not for an ordinary root."""
    lesser = ["setpriv", "--bounding-set", DROP, "--inh-caps", DROP] if os.geteuid() == 0 else []
    command = [*lesser, sys.executable, "-m", "cxmaturity", *map(str, arguments), "--lang", "en"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def read_only(acme, tmp_path):
    if os.geteuid() == 0 and (shutil.which("setpriv") is None or unprivileged("init", "--help").returncode != 0):
        pytest.skip("root cannot be made to obey permissions here")
    write_answers(tmp_path / "a.yaml", {"q1.a": 2})
    folders = [path for path in (acme, *acme.rglob("*")) if path.is_dir()]
    for folder in folders:
        folder.chmod(0o555)
    yield acme
    for folder in folders:
        folder.chmod(0o755)


def test_a_read_only_folder_can_be_read_and_refuses_writing_in_one_message(read_only, tmp_path):
    scored = unprivileged("score", read_only, "--json")
    assert scored.returncode == 0
    assert "cannot be written" in scored.stderr
    for arguments in (
        ("init", read_only / "inside", "--name", "Acme"),
        ("assess", read_only, "--answers", tmp_path / "a.yaml"),
    ):
        refused = unprivileged(*arguments)
        assert refused.returncode == 2
        assert refused.stderr.count("✗") == 1
        assert "cannot be written" in refused.stderr
        assert "Check the permissions" in refused.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("form", [["--json"], []], ids=["JSON", "page"])
def test_a_full_disk_behind_standard_output_is_no_bug_of_ours(acme, form):
    command = [sys.executable, "-m", "cxmaturity", "score", str(acme), *form, "--lang", "en"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert "the output cannot be written: No space left on device." in done.stderr
    assert "bug" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_a_machine_without_threads_to_give_is_no_bug_of_ours(tmp_path, capsys, monkeypatch):
    log = tmp_path / "log.csv"
    log.write_text("customer_id,sent_at\na,2024-01-01\n")

    def refused(thread):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refused)
    done = call(capsys, "audit", log, "--lang", "en")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("✗ the system gives this program no more threads")
    assert "--threads 1" in done.err


def test_a_date_that_is_none_is_told_in_french(acme, capsys):
    done = call(capsys, "score", acme, "--as-of", "15.10.26", "--lang", "fr")
    assert (done.code, "n’est pas une date comme 15/10/2026" in done.err) == (2, True)


@pytest.mark.parametrize(
    ("written", "language"), [("15/10/2026", "en"), ("03/04/2026", "fr"), ("3 avril 2026", "en"), ("2026-04-03", "fr")]
)
def test_a_date_is_taken_as_people_write_it(acme, capsys, written, language):
    done = call(capsys, "score", acme, "--as-of", written, "--lang", language, "--json")
    assert done.json["as_of"] == ("2026-10-15" if written.startswith("15") else "2026-04-03")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_an_output_that_lacks_letters_is_written_all_the_same(acme, encoding):
    def called(*arguments: object) -> subprocess.CompletedProcess[bytes]:
        program = [sys.executable, "-m", "cxmaturity", *map(str, arguments), "--lang", "fr"]
        return subprocess.run(
            program, capture_output=True, check=False, env=os.environ | {"PYTHONIOENCODING": encoding}
        )

    shown = called("model", "show", "closed-loop")
    assert (shown.returncode, shown.stderr, b"Dossier" in shown.stdout) == (0, b"", True)
    wrong = called("score", acme, "--cycle", "2031-Ω")
    assert (wrong.returncode, b"2031-" in wrong.stderr) == (2, True)
    record = json.loads(called("model", "show", "closed-loop", "--json").stdout.decode(encoding))
    assert "’" in json.dumps(record, ensure_ascii=False)
