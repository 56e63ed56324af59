"""Numbers and words of a model that a schema cannot judge: they depend on a metric's unit, or on a finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from string import Formatter

from cxmaturity.errors import Place, Problem, did_you_mean
from cxmaturity.model.lint.files import Entry, Files
from cxmaturity.model.schema import Check, Metric
from cxmaturity.words import text

_LEVELS = ("partly", "largely", "fully")
_NO_NUMBERS = ("table", "instant")
"""Units of metrics that no threshold can judge."""
_BETWEEN_0_AND_1 = ("share", "bool")
_FIGURES = {"value", "limit", "reach", "count", "subjects"}
"""What every finding has a figure for."""
_OF_NUMBERS = ("", "int", "decimal", "percent", "percent1")
_FORMATS = (*_OF_NUMBERS, "date", "month")


def wrong_values(files: Files, metrics: Mapping[str, Metric], checks: Mapping[str, Check]) -> Iterator[Problem]:
    """Yield every number that its metric cannot take, and every placeholder that a finding has no figure for.

    ``checks`` holds the shipped words of each finding, by id; their placeholders are the figures that it has.
    """
    yield from _stages_are_one_to_five(files)
    for stage in files.entries("stages"):
        yield from _of_symptoms(stage, metrics)
    for practice in files.entries("practices"):
        yield from _of_rules(practice, metrics)
    ruled = {rule.get("metric") for practice in files.entries("practices") for _, rule in practice.rules()}
    for action in files.entries("actions"):
        target = action.inner("target")
        unit = _unit(target.get("metric"), metrics)
        yield from _fits(target.get("to"), unit, action.place("target", "to"))
        if target.get("metric") not in ruled:
            yield from _can_improve(target.get("metric"), metrics, action.place("target", "metric"))
    for check in files.entries("checks"):
        shipped = checks.get(check.word("id") or "")
        if shipped is not None:
            yield from _placeholders(check, _FIGURES | _used(shipped))


def _stages_are_one_to_five(files: Files) -> Iterator[Problem]:
    numbers = [entry.fields.get("number") for entry in files.entries("stages")]
    if all(isinstance(number, int) for number in numbers) and numbers not in ([], [1, 2, 3, 4, 5]):
        what = text("the stages must be numbered 1, 2, 3, 4, 5, in this order.")
        yield Problem(what, files.first_place("stages"))


def _of_rules(practice: Entry, metrics: Mapping[str, Metric]) -> Iterator[Problem]:
    for number, rule in practice.rules():
        unit = _unit(rule.get("metric"), metrics)
        yield from _is_a_number(rule.get("metric"), unit, practice.place("evidence", number, "metric"))
        yield from _runs_as_its_metric(rule, metrics, practice.place("evidence", number, "direction"))
        limits = rule.get("thresholds")
        levels = [limits.get(level) for level in _LEVELS] if isinstance(limits, dict) else []
        numbers = [level for level in levels if isinstance(level, int | float)]
        against = {"up": numbers[:1] > numbers[-1:], "down": numbers[:1] < numbers[-1:]}
        if len(numbers) == len(_LEVELS) and against.get(str(rule.get("direction"))):
            yield Problem(
                text("the thresholds run against the direction “{direction}”.", direction=rule["direction"]),
                practice.place("evidence", number, "thresholds"),
                text("From partly to fully they rise when up is better, and fall when down is better."),
            )
        for language, template in (shows if isinstance(shows := rule.get("shows"), dict) else {}).items():
            place = practice.place("evidence", number, "shows", language)
            yield from _placeholders_of(template, {"value"}, place, _OF_NUMBERS) if isinstance(template, str) else ()
        for level, limit in zip(_LEVELS, levels, strict=False):
            yield from _fits(limit, unit, practice.place("evidence", number, "thresholds", level))


def _runs_as_its_metric(rule: Mapping[str, object], metrics: Mapping[str, Metric], place: Place) -> Iterator[Problem]:
    known = metrics.get(str(rule.get("metric")))
    remedies = {"up": text("More of it is better: write up."), "down": text("Less of it is better: write down.")}
    if known is not None and known.better is not None and rule.get("direction") in {*remedies} - {known.better}:
        what = text(
            "the direction “{direction}” runs against the metric “{metric}”.",
            direction=rule["direction"],
            metric=known.id,
        )
        yield Problem(what, place, remedies[known.better])


def _can_improve(metric: object, metrics: Mapping[str, Metric], place: Place) -> Iterator[Problem]:
    """Check that more or less of a target's metric is better, so that its action can be judged."""
    known = metrics.get(metric) if isinstance(metric, str) else None
    if known is not None and known.better is None:
        what = text("neither more nor less of the metric “{metric}” is better, so it is no target.", metric=known.id)
        yield Problem(what, place, text("Choose another metric."))


def _of_symptoms(stage: Entry, metrics: Mapping[str, Metric]) -> Iterator[Problem]:
    for number, symptom in stage.symptoms():
        units = {key: _unit(symptom.get(key), metrics) for key in ("metric", "per")}
        for key, unit in units.items():
            yield from _is_a_number(symptom.get(key), unit, stage.place("symptoms", number, key))
        for key in ("above", "below") if "per" not in symptom else ():
            yield from _fits(symptom.get(key), units["metric"], stage.place("symptoms", number, key))


def _is_a_number(metric: object, unit: str | None, place: Place) -> Iterator[Problem]:
    if unit in _NO_NUMBERS:
        what = text("the metric “{metric}” is no number that a threshold could judge.", metric=metric)
        yield Problem(what, place, text("Choose another metric."))


def _unit(metric: object, metrics: Mapping[str, Metric]) -> str | None:
    known = metrics.get(metric) if isinstance(metric, str) else None
    return known.unit if known else None


def _fits(number: object, unit: str | None, place: Place) -> Iterator[Problem]:
    if unit in _BETWEEN_0_AND_1 and isinstance(number, int | float) and not 0 <= number <= 1:
        what = text("{number} cannot be reached: the metric lies between 0 and 1.", number=number)
        yield Problem(what, place, text("Write a share as in 0.8, which is 80 %."))


def _used(check: Check) -> set[str]:
    words = (check.title.en, check.title.fr, check.detail.en, check.detail.fr)
    return {name for template in words for _, name, _, _ in Formatter().parse(template) if name}


def _placeholders(check: Entry, known: set[str]) -> Iterator[Problem]:
    for key in ("title", "detail"):
        for language, template in check.inner(key).items():
            if isinstance(template, str):
                yield from _placeholders_of(template, known, check.place(key, language))


def _placeholders_of(
    template: str, known: set[str], place: Place, forms: Sequence[str] = _FORMATS
) -> Iterator[Problem]:
    try:
        parts = [(name, form or "") for _, name, form, _ in Formatter().parse(template) if name is not None]
    except ValueError:
        yield Problem(
            text("a brace is not closed, or not opened."),
            place,
            text("Write figures as in {example}.", example="{value:int}"),
        )
        return
    for name, form in parts:
        if name not in known:
            remedy = did_you_mean(name, known) or text("Known are: {words}.", words=", ".join(sorted(known)))
            yield Problem(text("there is no figure “{name}” here.", name=name), place, remedy)
        if form not in forms and not (form.startswith("plural ") and form.count("|") == 1):
            what = text("“{form}” is not a way to write a figure.", form=form)
            yield Problem(what, place, text("Known are: {words}.", words=f"{', '.join(forms[1:])}, plural one|many"))
