"""Times besides the sending are read by the rules of the sending's: each column on its own."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cxmaturity.contacts import AuditSettings, Log, audit
from cxmaturity.contacts.policy import parse_policy
from cxmaturity.errors import InputError

SETTINGS = AuditSettings(parse_policy("rest-30"), timezone="Europe/Paris")
LAST = "z,2025-01-01 00:00,"
"""A contact so late that the others are judged."""


def read(tmp_path, content, **options):
    (tmp_path / "log.csv").write_text(content)
    return audit([Log(tmp_path / "log.csv", **options)], SETTINGS)


@pytest.mark.parametrize(
    ("answer", "late", "impossible"),
    [
        ("2024-01-01 10:00", 0, 0),
        ("2024-01-31 10:00", 0, 0),
        ("2024-01-31 10:00:00.000001", 1, 0),
        ("2024-01-01 09:59:59.999999", 0, 1),
        ("2024-01-01T09:00:00Z", 0, 0),
        ("2024-01-01T08:59:59Z", 0, 1),
        ("13/01/2024", 0, 0),
        ("02.13.2024", 1, 0),
        ("2430-01-01", 1, 1),
        ("", 0, 0),
    ],
)
def test_answers_in_many_formats(tmp_path, answer, late, impossible):
    """The sending is at 10:00 in Paris, without offset; the answer as its own column writes it."""
    facts = read(tmp_path, f"customer_id,sent_at,responded_at\na,2024-01-01 10:00,{answer}\n{LAST}\n")
    assert facts.responses == ({"": 1} if answer else {})
    assert facts.metrics["response.late"] == late
    assert facts.metrics["contacts.impossible_times"] == facts.concerned["impossible_times"] == impossible


def test_a_column_with_two_formats_asks(tmp_path):
    rows = "a,2024-01-01 10:00,2024-01-02\na,2024-02-01 10:00,13/02/2024\n"
    for field in ("responded_at", "unsubscribed_at", "bounced_at", "opened_at", "event_at"):
        with pytest.raises(InputError, match="two formats") as refused:
            read(tmp_path, f"customer_id,sent_at,{field}\n{rows}")
        assert refused.value.problems[0].where.column == field
    with pytest.raises(InputError) as refused:
        read(tmp_path, "customer_id,sent_at,responded_at,event_at\na,2024-01-01 10:00,1/2/2024,01/02/2024\n")
    assert len(refused.value.problems) == 2


def test_a_date_format_is_for_the_columns_that_it_fits(tmp_path):
    content = "customer_id,sent_at,responded_at,unsubscribed_at\na,02/01/2024,2024-01-05,07/01/2024\n"
    facts = read(tmp_path, content + "z,01/01/2025,,\n", date_format="%d/%m/%Y")
    assert (facts.metrics["response.rate"].value, facts.metrics["response.rate"].n) == (1, 1)
    assert facts.metrics["optout.per_1000"].value == 1000


@pytest.mark.parametrize(("word", "after"), [("2024-01-05", "2025-06-01"), ("yes", "2025-01-01"), ("1", "2025-01-01")])
def test_delivered_is_a_time_only_where_times_are_written(tmp_path, word, after):
    last = "2025-06-01" if word.startswith("2024") else word
    facts = read(tmp_path, f"customer_id,sent_at,delivered\na,2024-01-01 10:00,{word}\n{LAST}{last}\n")
    assert str(facts.as_old_as) == after


def test_times_that_cannot_be_read_are_told(tmp_path):
    rows = "a,2024-01-01 10:00,2024-01-02\na,2024-02-01 10:00,soon\na,2024-03-01 10:00, \n"
    facts = read(tmp_path, f"customer_id,sent_at,Answered\n{rows}", columns={"responded_at": "Answered"})
    assert facts.responses == {"": 1}
    assert any("1 time in the column “Answered” cannot be read" in str(note) for note in facts.notes)


@pytest.mark.parametrize(
    ("bounced", "at", "after"),
    [
        ("hard", "", 1),
        ("true", "", 1),
        ("soft", "", 0),
        ("", "2024-01-02", 1),
        ("", "", 0),
        ("no", "", 0),
        ("Hard", "2024-03-01", 0),
    ],
)
def test_bounces_of_a_wide_log(tmp_path, bounced, at, after):
    rows = f"a,2024-01-01 10:00,{bounced},{at}\na,2024-02-01 10:00,,\n"
    facts = read(tmp_path, f"customer_id,sent_at,bounced,bounced_at\n{rows}")
    assert facts.metrics["fatigue.after_hard_bounce"] == after


def test_parquet_columns_of_other_types(tmp_path):
    table = pa.table(
        {
            "customer_id": ["a", "z"],
            "sent_at": ["2024-01-01", "2025-01-01"],
            "responded_at": pa.array([None, None], pa.null()),
            "delivered": [True, False],
            "bounced": [True, False],
            "score": [9.0, None],
        }
    )
    pq.write_table(table, tmp_path / "log.parquet")
    facts = audit([Log(tmp_path / "log.parquet")], SETTINGS)
    assert (facts.metrics["response.late"], facts.metrics["fatigue.after_hard_bounce"]) == (0, 0)
    table = table.set_column(2, "responded_at", pa.array([1_704_153_600, None]))
    pq.write_table(table, tmp_path / "log.parquet")
    with pytest.raises(InputError, match="of the type BIGINT"):
        audit([Log(tmp_path / "log.parquet")], SETTINGS)
    mixed = table.set_column(1, "sent_at", pa.array([1_704_067_200, 1_735_689_600]))
    pq.write_table(mixed, tmp_path / "log.parquet")
    facts = audit([Log(tmp_path / "log.parquet", date_format="epoch")], SETTINGS)
    assert facts.responses == {"": 1}
