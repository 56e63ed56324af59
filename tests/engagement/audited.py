"""A small engagement of two cycles with a log, a map and answers, both cycles gathered."""

from __future__ import annotations

from pathlib import Path

from small_engagements import write_answers, write_engagement

from cxmaturity.cli.main import run
from cxmaturity.engagement.facts import gather

LOG = "customer_id,sent_at,source\na,2026-01-10T10:00:00Z,calls\nb,2026-02-10T10:00:00Z,calls\n"
MAP = "teams: [{id: cx, name: CX}]\nsources: [{id: calls, accountable: cx}]\n"
CYCLES = {"2026-Q2": "date: 2026-05-15\n", "2026-Q4": "date: 2026-11-15\n"}
CLOSED, LATEST = CYCLES


def write(path: Path, content: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def write_audited(folder: Path) -> Path:
    """Write the engagement; its first cycle is closed."""
    write_engagement(folder, cycles=CYCLES)
    write(folder / "ownership.yaml", MAP)
    write(folder / "contacts" / "log.csv", LOG)
    answers = write_answers(folder / "model" / "answers.yaml", {"q1.a": "fully", "q2.a": "partly"})
    for cycle in CYCLES:
        assert run(["assess", str(folder), "--cycle", cycle, "--answers", str(answers)]) == 0
        gather(folder, cycle)
    return folder


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return the content of every file in a folder, and the time of its last change."""
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }
