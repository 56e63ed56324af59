"""The sample's first cycle: what was said, measured and planned half a year before; something to compare with."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from cxmaturity.assess import assess
from cxmaturity.contacts import Progress
from cxmaturity.demo import sample
from cxmaturity.engagement import atomic
from cxmaturity.engagement.answering import import_answers
from cxmaturity.engagement.concluding import conclude
from cxmaturity.engagement.earlier_plan import keep_plan
from cxmaturity.engagement.facts import Gathered, gather
from cxmaturity.engagement.folder import Engagement
from cxmaturity.engagement.results import write_results
from cxmaturity.results.score_record import score_record
from cxmaturity.words import Language

NAME: Final = str(sample.mapping("first-cycle", "en")["name"])
"""The cycle's name."""
_SINCE: Final = ("status", "started", "ended", "result")
"""What an action that is finished by now did not say yet when it was planned."""


def take_first_cycle(engagement: Engagement, language: Language, progress: Progress | None = None) -> Gathered:
    """Write the first cycle's answers and roadmap, import and audit as of its day, and return what was known then.

    The logs are there already; the cycle looks at the part that there was. Its plan is written as it was made then, for
    none is made again half a year later. At the end roadmap.yaml is today's again, and the cycle is concluded with it,
    as whoever looks back concludes it: nothing is added to its results later on, and it keeps its facts.
    """
    said: dict[str, Any] = sample.mapping("first-cycle", language)
    _write_cycle(engagement, said)
    _import_answers(engagement, said, language)
    atomic.write(engagement.roadmap_file, sample.as_yaml(roadmap_of_the_time(language)))
    gathered = gather(engagement.folder, NAME, progress=progress)
    write_results(gathered, {"score": score_record(assess(gathered.model, gathered.facts), language)})
    atomic.write(engagement.roadmap_file, sample.as_yaml(sample.roadmap(language)))
    _keep_plan(gathered, said)
    conclude(gather(engagement.folder, NAME, progress=progress))
    return gathered


def roadmap_of_the_time(language: Language) -> dict[str, object]:
    """Return what roadmap.yaml said at the first cycle."""
    said: dict[str, Any] = sample.mapping("first-cycle", language)
    today = sample.roadmap(language)["actions"]
    planned = [
        {key: value for key, value in action.items() if key not in _SINCE} | {"status": "planned"}
        for action in today
        if action["id"] in said["planned"]
    ]
    finished = [action for action in today if action["id"] in said["finished"]]
    return {"capacity": said["capacity"], "actions": finished + planned}


def _write_cycle(engagement: Engagement, said: dict[str, Any]) -> None:
    inside = engagement.folder / "cycles" / NAME
    atomic.make_folder(inside)
    settings = {key: said[key] for key in ("date", "log_from", "log_to")}
    atomic.write(inside / "cycle.yaml", sample.as_yaml(settings))


def _import_answers(engagement: Engagement, said: dict[str, Any], language: Language) -> None:
    folder = engagement.folder / "answers" / NAME
    atomic.make_folder(folder)
    day = said["date"]
    for voice in said["respondents"]:
        path = folder / f"{voice['of']}.yaml"
        atomic.write(path, sample.as_yaml(_answers(voice, language)))
        import_answers(engagement, path, at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


def _answers(voice: dict[str, Any], language: Language) -> dict[str, object]:
    """Return an answers file: what the respondent says half a year later, but for what was said otherwise."""
    later: dict[str, Any] = sample.mapping(f"answers-{voice['of']}", language)
    name = voice.get("respondent", later["respondent"])
    return {**later, "cycle": NAME, "respondent": name, "answers": {**later["answers"], **voice["otherwise"]}}


def _keep_plan(gathered: Gathered, said: dict[str, Any]) -> None:
    """Keep the plan that was made then apart from the results, as it is kept once its actions have begun."""
    plan = [{"id": id_, "start": start, "end": end} for id_, (start, end) in said["plan"].items()]
    keep_plan(gathered.cycle, {"roadmap": {"actions": plan}}, gathered.engagement.roadmap())
