"""Assessment models as data: what they may say, and how they are loaded and linted."""

from cxmaturity.model.editing import json_schema
from cxmaturity.model.loading import (
    FILES,
    SHIPPED,
    better_way,
    find_model,
    load_checks,
    load_metrics,
    load_model,
    notes,
)
from cxmaturity.model.schema import (
    Action,
    Bilingual,
    Check,
    EvidenceRule,
    Metric,
    Model,
    Practice,
    Question,
    Stage,
    Stand,
)

__all__ = [
    "FILES",
    "SHIPPED",
    "Action",
    "Bilingual",
    "Check",
    "EvidenceRule",
    "Metric",
    "Model",
    "Practice",
    "Question",
    "Stage",
    "Stand",
    "better_way",
    "find_model",
    "json_schema",
    "load_checks",
    "load_metrics",
    "load_model",
    "notes",
]
