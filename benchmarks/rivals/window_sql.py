"""The audit's metrics in DuckDB SQL with window functions, as an analyst would write them. Prints them as JSON.

Usage: python benchmarks/rivals/window_sql.py LOG.parquet
"""

from __future__ import annotations

import json
import sys
from typing import Any

import duckdb

CONTACTS = """
CREATE TEMP TABLE contacts AS
WITH rows AS (
    SELECT * REPLACE (sent_at::TIMESTAMP AS sent_at, responded_at::TIMESTAMP AS responded_at,
                      unsubscribed_at::TIMESTAMP AS unsubscribed_at),
           coalesce(responded_at BETWEEN sent_at AND sent_at + INTERVAL 30 DAY, false) AS answered
    FROM read_parquet($log)
)
SELECT *, epoch_us(sent_at) - lag(epoch_us(sent_at)) OVER ordered AS gap, lead(sent_at) OVER ordered AS next_at,
       lag(source) OVER ordered AS source_before,
       coalesce(sent_at = lag(sent_at) OVER ordered AND source = lag(source) OVER ordered
                AND channel = lag(channel) OVER ordered, false) AS repeated,
       count(*) OVER (PARTITION BY customer_id ORDER BY sent_at
                      RANGE BETWEEN INTERVAL 86399999999 MICROSECONDS PRECEDING AND CURRENT ROW) AS p1,
       count(*) OVER (PARTITION BY customer_id ORDER BY sent_at
                      RANGE BETWEEN INTERVAL 604799999999 MICROSECONDS PRECEDING AND CURRENT ROW) AS p7,
       count(*) OVER (PARTITION BY customer_id ORDER BY sent_at
                      RANGE BETWEEN INTERVAL 2591999999999 MICROSECONDS PRECEDING AND CURRENT ROW) AS p30,
       count(*) OVER (PARTITION BY customer_id ORDER BY sent_at
                      RANGE BETWEEN INTERVAL 7775999999999 MICROSECONDS PRECEDING AND CURRENT ROW) AS p90,
       min(unsubscribed_at) OVER of_customer AS opted_out_at,
       min(sent_at) FILTER (bounced = 'hard') OVER of_customer AS hard_bounced_at
FROM rows
WINDOW ordered AS (PARTITION BY customer_id ORDER BY sent_at, source, channel, team, tool, answered,
                   unsubscribed_at IS NOT NULL),
       of_customer AS (PARTITION BY customer_id)
"""

BOUNDS = """
CREATE TEMP TABLE bounds AS
SELECT greatest(max(sent_at), max(responded_at), max(unsubscribed_at)) AS latest, min(sent_at) AS earliest FROM contacts
"""

JUDGED = """
CREATE TEMP TABLE judged AS
SELECT contacts.*, sent_at >= earliest + INTERVAL 30 DAY AS settled, least(p30, 6) AS under,
       source IN (SELECT source FROM contacts WHERE responded_at IS NOT NULL) AS answerable,
       EXISTS (SELECT 1 FROM contacts AS other
               WHERE other.customer_id = contacts.customer_id AND other.unsubscribed_at >= contacts.sent_at
                 AND (contacts.next_at IS NULL OR other.unsubscribed_at < contacts.next_at)
                 AND other.unsubscribed_at <= contacts.sent_at + INTERVAL 30 DAY) AS opted_out
FROM contacts, bounds WHERE sent_at <= latest - INTERVAL 30 DAY
"""

VOLUME = """
SELECT count(*) AS "contacts.count", count(DISTINCT customer_id) AS "contacts.customers",
       count(DISTINCT nullif(source, '')) AS "contacts.sources",
       count(DISTINCT nullif(channel, '')) AS "contacts.channels", count(DISTINCT nullif(team, '')) AS "contacts.teams",
       count(DISTINCT nullif(tool, '')) AS "contacts.tools", count(*) FILTER (repeated) AS "contacts.duplicates",
       strftime(min(sent_at), '%Y-%m-%dT%H:%M:%S.%fZ') AS "contacts.first",
       strftime(max(sent_at), '%Y-%m-%dT%H:%M:%S.%fZ') AS "contacts.last",
       avg((source = '')::INT) AS "contacts.unattributed_share",
       quantile_disc(p1, .5) AS "fatigue.pressure_1d.p50", quantile_disc(p1, .95) AS "fatigue.pressure_1d.p95",
       max(p1) AS "fatigue.pressure_1d.max",
       quantile_disc(p7, .5) AS "fatigue.pressure_7d.p50", quantile_disc(p7, .95) AS "fatigue.pressure_7d.p95",
       max(p7) AS "fatigue.pressure_7d.max",
       quantile_disc(p30, .5) AS "fatigue.pressure_30d.p50", quantile_disc(p30, .95) AS "fatigue.pressure_30d.p95",
       max(p30) AS "fatigue.pressure_30d.max",
       quantile_disc(p90, .5) AS "fatigue.pressure_90d.p50", quantile_disc(p90, .95) AS "fatigue.pressure_90d.p95",
       max(p90) AS "fatigue.pressure_90d.max",
       quantile_disc(gap // 3600000000, .5) / 24 AS "fatigue.gap_days.p50",
       quantile_disc(gap // 3600000000, .05) / 24 AS "fatigue.gap_days.p05",
       count(*) FILTER (gap < 86400000000) AS "fatigue.gaps_under_1d",
       count(*) FILTER (gap < 604800000000) AS "fatigue.gaps_under_7d",
       count(*) FILTER (gap < 2592000000000) AS "fatigue.gaps_under_30d",
       count(*) FILTER (gap < 7776000000000) AS "fatigue.gaps_under_90d",
       avg((p30 > 1)::INT) AS "fatigue.contacts_over_policy_share",
       count(DISTINCT customer_id) FILTER (p30 > 1) / count(DISTINCT customer_id)
           AS "fatigue.customers_over_policy_share",
       count(*) FILTER (sent_at > opted_out_at) AS "fatigue.after_opt_out",
       count(*) FILTER (sent_at > hard_bounced_at) AS "fatigue.after_hard_bounce",
       count(*) FILTER (responded_at > sent_at + INTERVAL 30 DAY) AS "response.late",
       count(*) FILTER (gap < 604800000000 AND source <> source_before AND source <> '' AND source_before <> '')
           AS "fragmentation.collisions_7d",
       "fragmentation.collisions_7d" / count(gap) AS "fragmentation.collision_share"
FROM contacts
"""

CUSTOMERS = """
WITH customers AS (
    SELECT count(*) AS n, count(DISTINCT nullif(source, '')) AS sources,
           row_number() OVER (ORDER BY n DESC) AS place, count(*) OVER () AS customers
    FROM contacts GROUP BY customer_id
)
SELECT avg(n) AS "contacts.per_customer.mean", quantile_disc(n, .5) AS "contacts.per_customer.p50",
       quantile_disc(n, .95) AS "contacts.per_customer.p95", quantile_disc(n, .99) AS "contacts.per_customer.p99",
       max(n) AS "contacts.per_customer.max",
       sum(n) FILTER (place <= ceil(customers / 10)) / sum(n) AS "contacts.top_decile_share",
       avg(sources) AS "fragmentation.sources_per_customer.mean",
       quantile_disc(sources, .95) AS "fragmentation.sources_per_customer.p95",
       max(sources) AS "fragmentation.sources_per_customer.max"
FROM customers
"""

DAYS = """
WITH days AS (SELECT customer_id, count(*) AS n FROM contacts GROUP BY customer_id, sent_at::DATE)
SELECT max(n) AS "fatigue.same_day.max",
       count(DISTINCT customer_id) FILTER (n >= 2) AS "fatigue.same_day.customers",
       count(DISTINCT customer_id) FILTER (n > 20) AS "fatigue.over_20_a_day.customers"
FROM days
"""

EFFECTIVE = """
SELECT (SELECT sum(n) ** 2 / sum(n ** 2) FROM (SELECT count(*) AS n FROM contacts WHERE source <> '' GROUP BY source))
           AS "contacts.effective_sources",
       (SELECT sum(n) ** 2 / sum(n ** 2) FROM (SELECT count(*) AS n FROM contacts WHERE tool <> '' GROUP BY tool))
           AS "contacts.effective_tools"
"""

SEVERAL = """
SELECT count(DISTINCT customer_id) AS "fragmentation.multi_source_30d.customers"
FROM (SELECT customer_id FROM contacts WHERE source <> ''
      WINDOW ordered AS (PARTITION BY customer_id ORDER BY sent_at, source, channel, team, tool)
      QUALIFY lag(source) OVER ordered <> source AND sent_at < lag(sent_at) OVER ordered + INTERVAL 30 DAY)
"""

STREAKS = """
WITH runs AS (
    SELECT customer_id, answered, sum(answered::INT) OVER ordered AS run FROM judged WHERE answerable
    WINDOW ordered AS (PARTITION BY customer_id ORDER BY sent_at, source, channel, team, tool, answered
                       ROWS UNBOUNDED PRECEDING)
), streaks AS (SELECT customer_id, count(*) FILTER (NOT answered) AS streak FROM runs GROUP BY customer_id, run),
   longest AS (SELECT max(streak) AS streak FROM streaks GROUP BY customer_id)
SELECT quantile_disc(streak, .95) AS "fatigue.ignored_streak.p95", max(streak) AS "fatigue.ignored_streak.max"
FROM longest
"""

RATES = """
SELECT avg(answered::INT) FILTER (answerable) AS "response.rate", 1000 * avg(opted_out::INT) AS "optout.per_1000"
FROM judged
"""

SLOPE = """
WITH dosed AS (
    SELECT customer_id, p30 - 1 AS x, answered::INT AS y, (epoch(sent_at) - epoch(earliest)) / 86400 AS t
    FROM judged, bounds WHERE answerable AND settled AND kind <> 'reminder'
), customers AS (
    SELECT regr_sxx(x, x) AS sxx, regr_sxy(x, t) AS sxt, regr_sxx(t, t) AS stt, regr_sxy(x, y) AS sxy,
           regr_sxy(t, y) AS sty FROM dosed GROUP BY customer_id
)
SELECT 100 * (sum(sxy) * sum(stt) - sum(sty) * sum(sxt)) / (sum(sxx) * sum(stt) - sum(sxt) ** 2)
           AS "response.within_customer_slope"
FROM customers
"""

ODDS = """
WITH strata AS (
    SELECT count(*) AS n, count(*) FILTER (p30 > 1 AND answered) AS a, count(*) FILTER (p30 > 1 AND NOT answered) AS b,
           count(*) FILTER (p30 = 1 AND answered) AS c, count(*) FILTER (p30 = 1 AND NOT answered) AS d
    FROM judged, bounds WHERE answerable AND settled AND kind <> 'reminder'
    GROUP BY customer_id, (epoch_us(sent_at) - epoch_us(earliest)) // 7862400000000
)
SELECT sum(a * d / n) / sum(b * c / n) AS "response.mantel_haenszel" FROM strata
"""

FEEDBACK = """
WITH asked AS (
    SELECT customer_id, sent_at, answered, count(*) OVER (PARTITION BY customer_id ORDER BY sent_at RANGE BETWEEN
           INTERVAL 1 MICROSECOND FOLLOWING AND INTERVAL 2591999999999 MICROSECONDS FOLLOWING) > 0 AS again
    FROM contacts
    WHERE kind <> 'reminder' AND source IN (SELECT source FROM contacts WHERE responded_at IS NOT NULL)
), strata AS (
    SELECT count(*) AS n, count(*) FILTER (answered AND again) AS a, count(*) FILTER (answered) AS exposed,
           count(*) FILTER (NOT answered AND again) AS c, count(*) FILTER (NOT answered) AS others
    FROM asked, bounds WHERE sent_at <= latest - INTERVAL 30 DAY GROUP BY customer_id
)
SELECT sum(a * others / n) / sum(c * exposed / n) AS "response.feedback_ratio" FROM strata
"""

METRICS = (VOLUME, CUSTOMERS, DAYS, EFFECTIVE, SEVERAL, STREAKS, RATES, SLOPE, ODDS, FEEDBACK)

TABLES = {
    "response.by_pressure": """
        SELECT CASE WHEN under = 6 THEN '6+' ELSE under::VARCHAR END AS pressure, count(*) AS n,
               count(*) FILTER (answered) AS responded
        FROM judged WHERE answerable AND settled GROUP BY under ORDER BY under""",
    "optout.by_pressure": """
        SELECT CASE WHEN under = 6 THEN '6+' ELSE under::VARCHAR END AS pressure, count(*) AS n,
               count(*) FILTER (opted_out) AS optouts
        FROM judged WHERE settled GROUP BY under ORDER BY under""",
    "response.by_channel": """
        SELECT channel, count(*) AS n, count(*) FILTER (answered) AS responded
        FROM judged WHERE answerable GROUP BY channel ORDER BY channel""",
    "response.by_source": """
        SELECT source, count(*) AS n, count(*) FILTER (answered) AS responded
        FROM judged WHERE answerable GROUP BY source ORDER BY source""",
    "fragmentation.collision_pairs": """
        WITH met AS (
            SELECT customer_id, least(source, source_before) AS a, greatest(source, source_before) AS b FROM contacts
            WHERE gap < 604800000000 AND source <> source_before AND source <> '' AND source_before <> ''
        ), reach AS (SELECT source, count(DISTINCT customer_id) AS customers FROM contacts GROUP BY source),
           pairs AS (SELECT a, b, count(*) AS collisions, count(DISTINCT customer_id) AS customers
                     FROM met GROUP BY a, b)
        SELECT a, b, collisions, pairs.customers,
               pairs.customers * (SELECT count(DISTINCT customer_id) FROM contacts) / (one.customers * other.customers)
                   AS lift
        FROM pairs JOIN reach AS one ON one.source = a JOIN reach AS other ON other.source = b ORDER BY a, b""",
}


def figures(log: str) -> dict[str, Any]:
    """Return metrics and tables of a log."""
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(CONTACTS, {"log": log})
    connection.execute(BOUNDS)
    connection.execute(JUDGED)
    metrics: dict[str, Any] = {}
    for query in METRICS:
        metrics |= _records(connection, query)[0]
    return {"metrics": metrics, "tables": {name: _records(connection, query) for name, query in TABLES.items()}}


def _records(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    found = connection.execute(query)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


if __name__ == "__main__":
    print(json.dumps(figures(sys.argv[1])))
