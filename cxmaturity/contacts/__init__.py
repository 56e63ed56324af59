"""Contact logs to contact facts: formats, one sort, one kernel, mergeable summaries (CONTACT_METRICS.md)."""

from cxmaturity.contacts.auditing import audit
from cxmaturity.contacts.progress import Progress, Step
from cxmaturity.contacts.settings import AuditSettings, EmptyPeriodError, Engine, Limit, Log, Machine, Policy

__all__ = [
    "AuditSettings",
    "EmptyPeriodError",
    "Engine",
    "Limit",
    "Log",
    "Machine",
    "Policy",
    "Progress",
    "Step",
    "audit",
]
