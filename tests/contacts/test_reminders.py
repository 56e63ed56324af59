"""The figures without reminders that stand beside the others are those that --without-reminders gives."""

from __future__ import annotations

import pytest
from contacts.logs import random_files, random_rows, write_csv

from cxmaturity.contacts import AuditSettings, Log, audit
from cxmaturity.contacts.metrics.without_reminders import KEY_FIGURES
from cxmaturity.contacts.policy import parse_policy
from cxmaturity.errors import InputError
from cxmaturity.evidence.measures import contact_facts, contact_record

SETTINGS = AuditSettings(policy=parse_policy("2/30,3/90"), response_window=10)
WITHOUT = AuditSettings(policy=parse_policy("2/30,3/90"), response_window=10, without_reminders=True)


def possible(rows):
    """Return rows without impossible instants: dropping a reminder may change which answers are flagged."""
    return [row for row in rows if not any(value.startswith(("1979", "2430", "2099")) for value in row.values())]


@pytest.mark.parametrize("seed", range(40))
def test_both_are_told(tmp_path, seed):
    files = [possible(rows) for rows in random_files(seed, 200)]
    logs = [Log(write_csv(tmp_path / f"{number}.csv", rows)) for number, rows in enumerate(files)]
    try:
        alone = audit(logs, WITHOUT)
    except InputError:
        pytest.skip("no contact is left")
    together = audit(logs, SETTINGS)
    if together.without_reminders is None:
        assert {name: alone.metrics[name] for name in KEY_FIGURES} == {
            name: together.metrics[name] for name in KEY_FIGURES
        }
    else:
        assert together.without_reminders == {name: alone.metrics[name] for name in KEY_FIGURES}
    assert alone.without_reminders is None
    assert contact_facts(contact_record(together)).without_reminders == together.without_reminders


def test_a_log_whose_contacts_are_all_reminders(tmp_path):
    rows = [dict(row, kind="reminder") for row in random_rows(3, 50)]
    found = audit([Log(write_csv(tmp_path / "log.csv", rows))], SETTINGS).without_reminders
    assert found is not None
    assert (found["contacts.count"], found["fatigue.pressure_30d.p95"], found["response.rate"]) == (0, None, None)


def test_a_log_without_reminders_has_nothing_to_show(tmp_path):
    rows = [dict(row, kind="invite") for row in random_rows(3, 50)]
    assert audit([Log(write_csv(tmp_path / "log.csv", rows))], SETTINGS).without_reminders is None
