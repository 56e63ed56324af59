"""The table of identities: ids of several logs that are one customer's, and what is wrong with a table."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest
from contacts.test_reading import SETTINGS

from cxmaturity.contacts import Log, audit
from cxmaturity.errors import InputError


@pytest.fixture
def logs(tmp_path):
    (tmp_path / "1.csv").write_text("customer_id,sent_at\nC1,2024-01-01\nC2,2024-01-01\n")
    (tmp_path / "2.csv").write_text("customer_id,sent_at\n Ann@x.org,2024-01-02\nbob,2024-01-02\nBOB,2024-01-02\n")
    return [Log(tmp_path / "1.csv"), Log(tmp_path / "2.csv")]


def with_table(tmp_path, content: str):
    (tmp_path / "identities.csv").write_text(content)
    return replace(SETTINGS, identities=tmp_path / "identities.csv")


def test_aliases_are_joined_on_cleaned_ids(tmp_path, logs):
    assert audit(logs, SETTINGS).metrics["contacts.customers"] == 5
    settings = with_table(tmp_path, "customer_id;alias\nC1;ann@X.org \n C2 ;bob\nC2;bob\nC2;C2\nC9;nobody\n")
    facts = audit(logs, settings)
    assert (facts.metrics["contacts.customers"], facts.metrics["contacts.count"]) == (3, 5)
    assert facts.metrics["fatigue.gaps_under_7d"] == 2


@pytest.mark.parametrize(
    ("content", "messages"),
    [
        ("alias,customer_id\nbob,C1\nbob,C2\n", [":3: this alias is another customer's on line 2."]),
        ("alias,customer_id\nbob,C2\nC2,C1\n", [":2: its customer is itself an alias on line 3. Write the"]),
        ("alias,customer_id\nbob,C2\nC2,bob\n", [":2: its customer is itself", ":3: its customer is itself"]),
        (
            "alias,customer_id\n,C2\nbob, \n",
            [":2 [alias]: this cell is empty.", ":3 [customer_id]: this cell is empty"],
        ),
        ("alias,customer\nbob,C2\n", [": a table of identities has the columns alias, customer_id."]),
        ("", [": this file is empty."]),
    ],
)
def test_a_table_that_is_wrong_names_its_lines(tmp_path, logs, content, messages):
    with pytest.raises(InputError) as caught:
        audit(logs, with_table(tmp_path, content))
    told = [problem.show("en") for problem in caught.value.problems]
    assert len(told) == len(messages)
    for said, message in zip(told, messages, strict=True):
        assert said.startswith(f"{tmp_path / 'identities.csv'}{message}")
        assert not any(name in said.partition(":")[2] for name in ("bob", "C1", "C2"))


def test_files_with_the_same_contacts_are_named(tmp_path, logs):
    (tmp_path / "3.csv").write_text("sent_at,customer_id,source\n2024-01-02T00:00Z,ann@x.org,\n2024-01-03T00:00Z,x,s\n")
    (tmp_path / "4.csv").write_text("customer_id,sent_at\nbob,2024-01-02\nbob,2024-01-02\nC1,2024-01-01\n")
    facts = audit([*logs, Log(tmp_path / "3.csv"), Log(tmp_path / "4.csv")], SETTINGS)
    assert facts.metrics["contacts.duplicates"] == 4
    told = [str(note) for note in facts.notes if "in common" in str(note)]
    names = [tmp_path / f"{n}.csv" for n in range(5)]
    assert told == [
        f"{names[a]} and {names[b]} have 1 contact in common, which count in both; --dedupe keeps one of each."
        for a, b in ((1, 4), (2, 3), (2, 4))
    ]
    facts = audit([logs[1], Log(tmp_path / "4.csv")], replace(SETTINGS, dedupe=True))
    assert "have 1 contact in common; each counts once." in str(facts.notes[-1])
    assert not any("in common" in str(note) for note in audit(logs, SETTINGS).notes)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("alias,customer_id\nANN@x.org,C1\nbob,C2\nnobody,C9\n", "3 aliases, 2 found in the logs."),
        ("alias,customer_id\nBob,C1\n", "1 alias, 0 found in the logs. So it joins nobody: its column alias must hold"),
    ],
)
def test_what_the_table_gives_is_told_first(tmp_path, logs, content, told):
    note = str(audit(logs, with_table(tmp_path, content)).notes[0])
    digest = sha256(content.encode()).hexdigest()[:12]
    assert note.startswith(f"{tmp_path / 'identities.csv'} (sha256 {digest}…): {told}")
