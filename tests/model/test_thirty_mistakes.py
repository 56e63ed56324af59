"""One model with more than thirty different mistakes: all are told at once, each at its own line, in both languages."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass

import pytest

from cxmaturity.errors import InputError
from cxmaturity.model import find_model, load_model


@dataclass(frozen=True)
class Mistake:
    """One mistake: in an entry of a file, what is written instead of what."""

    file: str
    entry: str
    """The id of its entry; empty for the whole file."""
    old: str
    new: str
    """A ``¶`` stands on the line that is to be named; it is not written."""
    what: str

    def make(self, source: str) -> str:
        start = re.search(rf"^- (?:id|number): {re.escape(self.entry)}$", source, re.M).start() if self.entry else 0
        end = source.find("\n- ", start + 1) if self.entry else len(source)
        entry = source[start : end if end > 0 else len(source)]
        assert self.old in entry, self
        return source[:start] + entry.replace(self.old, self.new, 1) + source[start + len(entry) :]


MISTAKES = [
    Mistake("model", "", "version:", "¶versoin:", "unknown key “versoin”. Did you mean “version”?"),
    Mistake("model", "", "400", "0¶", "“freshness_days” is 0: it must be greater than 0."),
    Mistake("model", "", "  data: {en: Data and analytics, fr:", "  data: ¶{en: Data, fre:", "unknown key “fre”."),
    Mistake(
        "questions",
        "q4",
        "  weak:\n    en: ",
        "  weak:\n    en: again\n    en¶: ",
        "the key “en” stands here a second time",
    ),
    Mistake("stages", "3", "number: 3", "¶number: three", "“number” is three: a whole number is expected."),
    Mistake("stages", "5", "name:", "¶nmae:", "unknown key “nmae”. Did you mean “name”?"),
    Mistake(
        "practices", "q1.survey-objectives", "id: q1.survey-objectives", "id: q1.relationship-survey¶", "second time"
    ),
    Mistake("practices", "q1.audience-timing", "stage: 2", "stage: 1¶", "“stage” is 1: it must be at least 2."),
    Mistake("practices", "q1.contact-limits", "weight: 1", "weight: 0¶", "“weight” is 0: it must be greater than 0."),
    Mistake("practices", "q1.open-question", "required: true", "required: yes¶", "“required” is yes: true or false"),
    Mistake("practices", "q1.channel-fit", "screening:", "screaning¶:", "unknown key “screaning”. Did you mean"),
    Mistake("practices", "q1.journey-coverage", "question: q1", "question: q11¶", "there is no question “q11”."),
    Mistake("practices", "q1.expectations-explored", "knows: marketing", "knows: marketeer¶", "no role “marketeer”."),
    Mistake("practices", "q1.not-one-survey", "direction: down", "direction: up¶", "run against the direction “up”."),
    Mistake("practices", "q1.recent-incident", "  proof:\n    en", "  proof:\n    english¶", "unknown key “english”."),
    Mistake("practices", "q1.automated-sending", "source: seven-steps", "source¶: []", "it needs at least 1 entry."),
    Mistake(
        "practices", "q1.indirect-signals", "knows: marketing", 'knows: ""¶', "“knows” is empty: it may hold small"
    ),
    Mistake(
        "practices",
        "q2.actions-linked",
        "roadmap.linked_share",
        "roadmap.linkd_share¶",
        "no metric “roadmap.linkd_share”",
    ),
    Mistake("practices", "q2.actions-linked", "fully: 0.9}", "fully: most}¶", "“fully” is most: a number is expected."),
    Mistake(
        "practices",
        "q2.text-analysed",
        "id: q2.text-analysed",
        "id: q3.text-analysed¶",
        "does not begin with its question, “q2.”.",
    ),
    Mistake(
        "practices",
        "q2.case-playbook",
        "fully: 1.0",
        "fully: 100¶",
        "100 cannot be reached: the metric lies between 0 and 1.",
    ),
    Mistake(
        "practices",
        "q2.actions-tracked",
        "partly: 0.4, largely: 0.7",
        "partly: 0.8, largely: 0.7¶",
        "must rise or fall",
    ),
    Mistake(
        "practices",
        "q2.action-records",
        "roadmap.record_share",
        "response.by_channel¶",
        "is no number that a threshold could judge.",
    ),
    Mistake("actions", "source-inventory", "months: ", "months: 0¶ #", "“months” is 0: it must be at least 1."),
    Mistake(
        "actions", "survey-purpose", "q1.audience-timing:", "q1.audience-timng¶:", "no practice “q1.audience-timng”"
    ),
    Mistake(
        "actions", "core-surveys", "requires:\n", "requires:\n    - survey-purposes¶\n", "no action “survey-purposes”"
    ),
    Mistake("actions", "contact-policy", "- over_policy", "- over_polcy¶", "there is no finding “over_polcy”."),
    Mistake(
        "actions",
        "accountable-owners",
        "level: cross-functional",
        "level: crossfunctional¶",
        "is not a value of “level”",
    ),
    Mistake(
        "actions",
        "comment-reading",
        "effort:\n",
        "effort:\n    accounts: 2¶\n",
        "there is no role “accounts”. Known are: executive, cx, support",
    ),
    Mistake("actions", "executive-review", "cx: ", "cx: -¶", "it must be at least 0."),
    Mistake("actions", "sponsor-and-objective", "requires: []", "requires: [owner-and-committee]¶", "in a circle"),
    Mistake("actions", "sponsor-and-objective", "    to: 1", "    to: 100¶", "100 cannot be reached"),
    Mistake(
        "actions", "metric-handbook", "q6.definitions: fully", "q6.definitions: total¶", "“total” is not a value of"
    ),
    Mistake("checks", "over_policy", "severity: medium", "severity: meduim¶", "“meduim” is not a value of “severity”."),
    Mistake("checks", "collisions", "id: collisions", "id: colisions¶", "there is no finding “colisions”."),
    Mistake(
        "checks",
        "over_20_a_day",
        "    en: >-\n      {concerned:int}",
        "    en: >-¶\n      {concernd:int}",
        "no figure “concernd”",
    ),
    Mistake("checks", "same_day_requests", "{customers:int}", "{customers:integer¶}", "not a way to write a figure"),
    Mistake("checks", "many_senders", "    en:", "    en¶: A brace { too many\n    other:", "a brace is not closed"),
    Mistake("stands", "one-number", "- id: one-number", "- id: One number¶", "“id” is One number: it may hold small"),
    Mistake("stands", "ranking", "    fr:", "    de¶:", "unknown key “de”."),
]

CONSEQUENCES = (
    "the key “version” is missing",
    "the key “fr” is missing",
    "the key “name” is missing",
    "the key “en” is missing",
    "unknown key “other”",
    "there is no practice “q1.survey-objectives”",
    "there is no practice “q2.text-analysed”",
    "there is no finding “collisions”",
)
"""What else is told of some of them: a misspelt key is a missing one too, a changed id is missed elsewhere."""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Where each mistake was made, and what the model's problems are, in English and in French."""
    folder = tmp_path_factory.mktemp("model") / "own"
    shutil.copytree(find_model("cx-program"), folder)
    expected = []
    for name in dict.fromkeys(mistake.file for mistake in MISTAKES):
        source = (folder / f"{name}.yaml").read_text(encoding="utf-8")
        mine = [mistake for mistake in MISTAKES if mistake.file == name]
        for number, mistake in enumerate(mine):
            marked = Mistake(**{**vars(mistake), "new": mistake.new.replace("¶", f"¶{number}¶")})
            source = marked.make(source)
        for number, mistake in enumerate(mine):
            expected.append((mistake, source[: source.index(f"¶{number}¶")].count("\n") + 1))
        (folder / f"{name}.yaml").write_text(re.sub("¶[0-9]+¶", "", source), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_model(folder)
    problems = caught.value.problems
    return expected, [problem.show("en") for problem in problems], [problem.show("fr") for problem in problems]


@pytest.mark.parametrize("number", range(len(MISTAKES)))
def test_it_is_told_at_its_line(told, number):
    mistake, line = told[0][number]
    at = [message for message in told[1] if f"{mistake.file}.yaml:{line}: " in message]
    assert any(mistake.what in message for message in at), (mistake.what, line, at or told[1])


def test_there_are_more_than_thirty_kinds():
    assert len({mistake.what for mistake in MISTAKES}) >= 30


def test_nothing_else_is_told(told):
    places = {(mistake.file, line) for mistake, line in told[0]}
    others = [
        message
        for message in told[1]
        if not any(f"{file}.yaml:{line}: " in message for file, line in places)
        and not any(consequence in message for consequence in CONSEQUENCES)
    ]
    assert others == []


def test_each_is_told_in_french(told):
    english, french = told[1], told[2]
    assert len(english) == len(french)
    assert [one for one, other in zip(english, french, strict=True) if one == other] == []


def test_they_come_by_file_and_line(told):
    order = ["model", "questions", "stages", "practices", "actions", "checks", "stands"]
    places = [re.search(r"(\w+)\.yaml:(\d+): ", message).groups() for message in told[1]]
    assert places == sorted(places, key=lambda place: (order.index(place[0]), int(place[1])))
