"""Assessment models as data: what they may say, and how they are loaded and linted."""

from cxmaturity.model.loading import SHIPPED, find_model, json_schema, load_metrics, load_model
from cxmaturity.model.schema import Action, Bilingual, Check, EvidenceRule, Metric, Model, Practice, Question, Stage

__all__ = [
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
    "find_model",
    "json_schema",
    "load_metrics",
    "load_model",
]
