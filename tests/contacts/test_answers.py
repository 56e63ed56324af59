"""The table of answers agrees with the audit, and with the naive reference in every column."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from contacts.logs import random_files, write_csv

from cxmaturity.contacts import AuditSettings, Log, audit
from cxmaturity.contacts.answers import Answers, answers
from cxmaturity.contacts.policy import parse_policy
from cxmaturity.errors import InputError

SETTINGS = AuditSettings(parse_policy("rest-30"), max_rejected=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def table(found: Answers) -> list[dict]:
    rows = found.connection.execute("FROM answers ORDER BY number")
    names = [column[0] for column in rows.description]
    return [dict(zip(names, row, strict=True)) for row in rows.fetchall()]


def answers_of(paths, settings=SETTINGS, **further):
    with answers([Log(path) for path in paths], settings, **further) as found:
        return table(found)


def by_source(rows):
    return Counter(row["source"] for row in rows if row["sent"] is not None)


def written(tmp_path, files):
    return [write_csv(tmp_path / f"{number}.csv", rows) for number, rows in enumerate(files)]


VARIANTS = [
    SETTINGS,
    replace(SETTINGS, without_reminders=True),
    replace(SETTINGS, dedupe=True),
    replace(SETTINGS, without_reminders=True, dedupe=True, response_window=10),
    replace(SETTINGS, log_from=date(2024, 1, 20), log_to=date(2024, 6, 30), timezone="Europe/Paris"),
]


@pytest.mark.parametrize("seed", range(40))
def test_answers_of_contacts_are_those_that_the_audit_counts(tmp_path, seed):
    paths = written(tmp_path, random_files(seed, size=100))
    settings = VARIANTS[seed % len(VARIANTS)]
    try:
        facts = audit([Log(path) for path in paths], settings)
    except InputError:  # every contact was dropped
        return
    assert by_source(answers_of(paths, settings)) == facts.responses
