"""How far a metric moved, in words."""

from __future__ import annotations

from cxmaturity.model import load_metrics
from cxmaturity.words import Language, fill, text


def change_words(metric: str, change: float | None, language: Language) -> str:
    """Return a change in its metric's unit, of a share in percentage points, with its sign; a dash of none."""
    if change is None:
        return "–"
    is_share = next((known.unit == "share" for known in load_metrics() if known.id == metric), False)
    size = abs(float(change)) * (100 if is_share else 1)
    coarse = "{n:decimal}" if is_share else "{n:short}"
    written = fill(coarse if size >= 0.1 or not size else "{n:decimal2}", {"n": size}, language)
    sign = "−" if change < 0 else "+" if change else ""
    points = text("pts")
    return f"{sign}{written}\u00a0{points.show(language)}" if is_share else f"{sign}{written}"
