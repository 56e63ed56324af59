"""What a plan predicts, against the scores of an engagement in which it was done: commands from end to end."""

from __future__ import annotations

import shutil
from random import Random

import pytest
from cli.commands import call
from roadmap.plans import action, model_with
from small_engagements import write_answers, write_parts

from cxmaturity.cli.main import run
from cxmaturity.roadmap import months

LEVELS = ["not", "partly", "largely", "fully"]
SEEDS = [1, 3, 8]
SAID = [*LEVELS, *LEVELS, "unknown", {"level": "not_applicable", "reason": "not_our_business"}]


def written(folder, seed):
    """Write an engagement of nine practices in three questions, answered in part; return the answers."""
    draw = Random(seed)
    stages = {f"q{1 + n % 3}.p{n}": draw.choice([2, 2, 3, 4, 5]) for n in range(9)}
    levels = {key: draw.choice(LEVELS[1:]) for key in stages}
    chosen = [draw.sample(sorted(stages), draw.randint(1, 2)) for _ in range(8)]
    lengths = [draw.randint(1, 3) for _ in chosen]
    actions = [
        action(f"a{n}", {key: levels[key] for key in keys}, length, effort={"cx": length * draw.choice([2.0, 3.0])})
        for n, (keys, length) in enumerate(zip(chosen, lengths, strict=True))
    ]
    write_parts(folder / "model", model_with(actions, stages, checks=()))
    (folder / "engagement.yaml").write_text("organisation: Acme\nmodel: model\n", encoding="utf-8")
    (folder / "roadmap.yaml").write_text("start: 2026-11\ncapacity: {cx: [4]}\n", encoding="utf-8")
    (folder / "cycles" / "2026-Q4").mkdir(parents=True)
    (folder / "cycles" / "2026-Q4" / "cycle.yaml").write_text("date: 2026-10-15\n", encoding="utf-8")
    answers = {key: draw.choice(SAID) for key in stages if draw.random() < 0.7}
    assess(folder, answers)
    return answers


def assess(folder, answers):
    assert run(["assess", str(folder), "--answers", str(write_answers(folder / "given.yaml", answers))]) == 0


def reached(plan, scores, applicable, end):
    """Return the agreed answers by which the practices stand at the levels reached before a month is over."""
    now = {practice["id"]: practice["final"] or "not" for practice in scores["practices"]}
    done = [item for item in plan["actions"] if item["end"] and months.index(item["end"]) < end]
    return {
        key: {"level": max(now[key], level, key=LEVELS.index), "agreed": True}
        for item in done
        for key, level in item["establishes"].items()
        if applicable(key)
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_each_quarter_is_predicted_as_the_scores_are_once_its_actions_are_done(tmp_path, capsys, seed):
    folder = tmp_path / "acme"
    said = written(folder, seed)
    scores = call(capsys, "score", folder, "--json").json
    plan = call(capsys, "roadmap", folder, "--horizon", "11", "--json").json
    seen = set()
    for quarter in plan["predicted"]:
        year, number = quarter["quarter"].split("-Q")
        answers = reached(
            plan, scores, lambda key: not isinstance(said.get(key), dict), months.index(f"{year}-{3 * int(number):02}")
        )
        then = shutil.copytree(folder, tmp_path / quarter["quarter"])
        if answers:
            assess(then, answers)
        found = call(capsys, "score", then, "--json").json
        stage = found["stage"]
        assert quarter["stage"] == {part: stage[part] for part in ("value", "low", "high")}
        assert quarter["questions"] == {question["id"]: question["score"] for question in found["questions"]}
        seen.add(str(quarter["questions"]))
    assert len(seen) > 2
