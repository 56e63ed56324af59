"""The published numbers of ../shared/test-vectors.json, which only some checkouts have beside them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

PUBLISHED = Path(__file__).parents[3] / "shared" / "test-vectors.json"
VECTORS = json.loads(PUBLISHED.read_text()) if PUBLISHED.exists() else None
published = pytest.mark.skipif(VECTORS is None, reason="needs ../shared")
