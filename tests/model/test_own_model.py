"""The steps of assessments/README.md, done as they are written; and that it speaks of every key there is."""

from __future__ import annotations

import re
import shlex
import shutil

import pytest
from cli.commands import call

from cxmaturity import resources
from cxmaturity.model import find_model, load_model
from cxmaturity.model.schema import (
    Action,
    Check,
    EvidenceRule,
    Header,
    Impact,
    Practice,
    Question,
    Stage,
    Stand,
    Target,
)

README = resources.assessments() / "README.md"
SOURCE = README.read_text(encoding="utf-8")
FILES = {
    "model": (Header,),
    "questions": (Question,),
    "stages": (Stage,),
    "practices": (Practice, EvidenceRule),
    "actions": (Action, Impact, Target),
    "checks": (Check,),
    "stands": (Stand,),
}


def blocks():
    """The fenced blocks of the steps and of the editor's section, in order: their kind and lines."""
    for match in re.finditer(r"^( *)```(sh|yaml)\n(.*?)^\1```$", SOURCE.split("## The files")[0], re.M | re.S):
        yield match[2], [line.removeprefix(match[1]) for line in match[3].rstrip("\n").split("\n")]


def edit(folder, lines):
    """Do what a block says; its first line names the file and the place."""
    name, place = re.match(r"# (\S+): (.*)$", lines[0]).groups()
    path, body = folder / name, "\n".join(lines[1:]) + "\n"
    source = path.read_text(encoding="utf-8")
    if place == "at the end":
        source += "\n" + body
    elif place == "at the top":
        source = body + source
    elif place == "instead of the lines with the same keys":
        for line in lines[1:]:
            key = line.partition(":")[0]
            source, done = re.subn(rf"^{key}:.*$", lambda _, line=line: line, source, flags=re.M)
            assert done == 1
    else:
        before = re.match("under the line “(.*)”", place)[1]
        assert source.count(f"    {before}\n") == 1
        source = source.replace(f"    {before}\n", f"    {before}\n{body}")
    path.write_text(source, encoding="utf-8")


def test_the_steps_work_as_they_are_written(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "answers.yaml").write_text("respondent: anna\nrole: it\nanswers: {q7.exit-plan: largely}\n")
    said = {}
    for kind, lines in blocks():
        if kind == "yaml":
            edit(tmp_path, lines)
            continue
        for line in lines:
            command, *arguments = shlex.split(line)
            if command == "cp":
                assert arguments[1] == "FOLDER"
                printed = re.search("^Folder: (.*)$", said["model lint"].out, re.M)[1]
                shutil.copytree(printed, arguments[2])
                continue
            target = tmp_path / arguments.pop() if ">" in arguments else None
            done = call(capsys, *[word for word in arguments if word != ">"], *(["--lang", "en"] if not target else []))
            assert done.code == 0, done
            said[" ".join(arguments[:2])] = done
            if target:
                target.write_text(done.out, encoding="utf-8")
    assert "my-model 1.0.0 is sound: 80 practices" in said["model lint"].out
    assert "q7.exit-plan" in said["score acme"].out
    assert load_model(tmp_path / "my-model").practice("q7.exit-plan").weight == 0.5
    assert '"$schema"' in (tmp_path / "my-model/cxmaturity.schema.json").read_text()


@pytest.mark.parametrize("name", FILES)
def test_every_key_is_spoken_of_in_its_file(name):
    section = re.search(rf"^### {name}\.yaml.*?(?=^##)", SOURCE, re.M | re.S)[0]
    for kind in FILES[name]:
        for field, info in kind.model_fields.items():
            if field in ("en", "fr") or (kind is EvidenceRule and field == "thresholds"):
                continue
            starred = "*" if info.is_required() and kind is not Target else ""
            assert f"`{info.alias or field}`{starred}" in section, (kind, field)


def test_the_counts_are_the_models():
    for name in ("cx-program", "closed-loop"):
        assert f"| {len(load_model(find_model(name)).practices)} practices |" in next(
            line for line in SOURCE.split("\n") if line.startswith(f"| `{name}`")
        )
