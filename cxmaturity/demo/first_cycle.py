"""The sample's first cycle: answers of half a year before, and no log yet: something to compare with."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from cxmaturity.demo import sample
from cxmaturity.engagement import atomic
from cxmaturity.engagement.answering import import_answers
from cxmaturity.engagement.facts import gather
from cxmaturity.engagement.folder import Engagement
from cxmaturity.words import Language

NAME: Final = str(sample.mapping("first-cycle", "en")["name"])
"""The cycle's name."""


def take_first_cycle(engagement: Engagement, language: Language) -> None:
    """Write the first cycle's answers, import them as of its day, and record what was known then.

    To be done before the logs are there. Later on the cycle keeps those facts.
    """
    said: dict[str, Any] = sample.mapping("first-cycle", language)
    inside = engagement.folder / "cycles" / NAME
    atomic.make_folder(inside)
    atomic.write(inside / "cycle.yaml", sample.as_yaml({"date": said["date"]}))
    folder = engagement.folder / "answers" / NAME
    atomic.make_folder(folder)
    day = said["date"]
    for voice in said["respondents"]:
        path = folder / f"{voice['of']}.yaml"
        atomic.write(path, sample.as_yaml(_answers(voice, language)))
        import_answers(engagement, path, at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    gather(engagement.folder, NAME)


def _answers(voice: dict[str, Any], language: Language) -> dict[str, object]:
    """Return an answers file: what the respondent says half a year later, but for what was said otherwise."""
    later: dict[str, Any] = sample.mapping(f"answers-{voice['of']}", language)
    name = voice.get("respondent", later["respondent"])
    return {**later, "cycle": NAME, "respondent": name, "answers": {**later["answers"], **voice["otherwise"]}}
