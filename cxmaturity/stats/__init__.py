"""Estimators and tests (METHODS.md), in plain Python or by a named library. ``None`` where nothing can be said."""

from __future__ import annotations

from cxmaturity.stats.agreement import ordinal_alpha, r_wg
from cxmaturity.stats.associations import (
    clustered_slope,
    mantel_haenszel_odds,
    mantel_haenszel_risk,
    odds_terms,
    risk_terms,
)
from cxmaturity.stats.permutations import MOST_ARRANGEMENTS, holm, least_permutation_p, permutation_ps
from cxmaturity.stats.rates import Z95, Z99, Interval, difference, newcombe, wilson
from cxmaturity.stats.scores import NpsCounts, clustered_nps_interval, mean_interval, nps, nps_change, nps_interval, t95
from cxmaturity.stats.survival import CENSORED, Incidence, Survival, aalen_johansen, kaplan_meier

__all__ = [
    "CENSORED",
    "MOST_ARRANGEMENTS",
    "Z95",
    "Z99",
    "Incidence",
    "Interval",
    "NpsCounts",
    "Survival",
    "aalen_johansen",
    "clustered_nps_interval",
    "clustered_slope",
    "difference",
    "holm",
    "kaplan_meier",
    "least_permutation_p",
    "mantel_haenszel_odds",
    "mantel_haenszel_risk",
    "mean_interval",
    "newcombe",
    "nps",
    "nps_change",
    "nps_interval",
    "odds_terms",
    "ordinal_alpha",
    "permutation_ps",
    "r_wg",
    "risk_terms",
    "t95",
    "wilson",
]
