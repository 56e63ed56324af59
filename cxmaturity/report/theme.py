"""A theme: the colours, logo, names and confidentiality line of whoever hands the report over."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Theme:
    """How a report looks; every field left out is as ours."""
