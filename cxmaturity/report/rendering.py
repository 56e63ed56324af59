"""Jinja, sandboxed: a house's templates before ours, and each of its mistakes told with file, line and remedy."""

from __future__ import annotations

import traceback
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Final

from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.exceptions import SecurityError, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from cxmaturity import resources
from cxmaturity.errors import InputError, Place, Problem, did_you_mean, wrong
from cxmaturity.report import screen
from cxmaturity.report.branding.inside import shown
from cxmaturity.report.branding.pictures import picture
from cxmaturity.report.branding.references import OWN_FONTS, WITHOUT_FONTS
from cxmaturity.report.branding.template_folder import LAID_OUT
from cxmaturity.report.branding.template_use import useless
from cxmaturity.report.view.speech import Speech
from cxmaturity.words import Language, Text, text

if TYPE_CHECKING:
    from jinja2 import Environment

    from cxmaturity.report.branding.template_folder import Templates
    from cxmaturity.report.colours import Palette

OURS: Final = "cxmaturity"
"""Before a slash: our own template of that name, also where another stands before it."""
_LISTED: Final = 20
"""Names that a message lists at most."""
_FONTS: Final = (".woff2", ".woff", ".ttf", ".otf", ".eot")
EXTRA: Final = "extra.css"
"""A house's additions to the style."""


def folder() -> Path:
    """Return the folder that holds the report's templates."""
    return resources.templates() / "report"


def render(name: str, environment: Environment, values: Mapping[str, object], templates: Templates | None) -> str:
    """Return a template filled in. Raises InputError when a house's templates fail, with the line where they do."""
    try:
        return environment.get_template(name).render(values)
    except InputError as error:
        raise InputError(_placed(problem, error, templates) for problem in error.problems) from error
    except Exception as error:  # whatever a template makes of our values
        if templates is None:
            raise
        raise _failed(error, environment, templates) from error


def check(environment: Environment, templates: Templates) -> None:
    """Raise InputError for each file of a house that nothing lays out, and each block that no template has."""
    ours = frozenset(path.name for path in folder().iterdir() if path.suffix in LAID_OUT) | {EXTRA}
    try:
        problems = useless(environment, templates, ours)
    except TemplateSyntaxError as error:
        raise _failed(error, environment, templates) from error
    if problems:
        raise InputError(problems)


def environment(language: Language, palette: Palette, templates: Templates | None) -> Environment:
    """Return what fills our templates in, those of a house before them."""
    ours = FileSystemLoader(folder())
    before = [_Given(templates)] if templates else []
    made = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([*before, ours, PrefixLoader({OURS: ours})]),
        autoescape=True,
        undefined=_Missing,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    speech = Speech(language, {})
    made.globals |= {"_": _Say(speech), "either": _Either(language), "asset": _Asset(templates)}
    made.filters |= {
        "joined": speech.joined,
        "drawn": lambda svg: Markup(palette.on_drawing(svg)),
        "data_uri": lambda svg: _data_uri(palette.on_drawing(svg)),
        "sections": screen.sections,
        "figures": screen.figures,
        "one_picture": screen.one_picture,
    }
    return made


class _Given(BaseLoader):
    """Templates that were read before."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Return a template's source, and its path for messages."""
        content = self._templates.files.get(template)
        if content is None:
            raise TemplateNotFound(template)
        return content.decode("utf-8-sig"), str(self._templates.folder / template), None

    def list_templates(self) -> list[str]:
        """Return the names of all templates."""
        return sorted(self._templates.files)


class _Missing(StrictUndefined):
    """What a template asks for and nothing holds; its message is a text with the remedy."""

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        value = self._undefined_obj
        known = [field.name for field in fields(value)] if is_dataclass(value) else []
        return f"{self._undefined_name}\n{' '.join(known)}"


class _Say:
    """What ``_`` does in a template: an English sentence to the reader's language."""

    def __init__(self, speech: Speech) -> None:
        self._speech = speech

    def __call__(self, sentence: str, **figures: object) -> str:
        if not all((name or "").isidentifier() for _, name, *_ in Formatter().parse(sentence) if name is not None):
            raise SecurityError("a placeholder is one word, as in {words}")
        return self._speech.say(text(sentence, **figures))


class _Either:
    """What ``either`` does in a template: the one of two texts that is in the reader's language."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def __call__(self, en: str, fr: str) -> str:
        return fr if self._language == "fr" else en


class _Asset:
    """What ``asset`` does in a template: a picture of the house's folder as a data URI."""

    def __init__(self, templates: Templates | None) -> None:
        self._templates = templates

    def __call__(self, name: str) -> Markup:
        files = self._templates.files if self._templates else {}
        place = self._templates.folder if self._templates else Path(name)
        if Path(name).suffix.lower() in _FONTS:
            raise wrong(OWN_FONTS, place, WITHOUT_FONTS)
        if name not in files:
            pictures = [file for file in files if not file.endswith(LAID_OUT)]
            what = text("there is no picture “{name}” in the folder of the templates.", name=shown(name))
            raise wrong(what, place, did_you_mean(name, pictures) or _put_there(pictures))
        return Markup(picture(files[name], name, place / name).uri)


def _put_there(pictures: list[str]) -> Text:
    """Return what to do about a picture that is not there."""
    if 0 < len(pictures) <= _LISTED:
        return text("It holds {words}.", words=", ".join(sorted(pictures)))
    return text("Put a PNG, JPEG or SVG file of that name there.")


def _data_uri(svg: str) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def _placed(problem: Problem, error: Exception, templates: Templates | None) -> Problem:
    """Return a problem of the whole folder as one of the line that was at work."""
    if templates is None or problem.where is None or problem.where.path != templates.folder:
        return problem
    return replace(problem, where=_place(error, templates))


def _failed(error: Exception, environment: Environment, templates: Templates) -> InputError:
    """Return what is told of a template that fails."""
    place = _place(error, templates)
    match error:
        case TemplateSyntaxError():
            return wrong(text("this template cannot be read: {reason}.", reason=_sentence(error.message)), place)
        case TemplateNotFound():
            name, known = str(error.name), environment.list_templates()
            remedy = did_you_mean(name, known) or text("Ours begin with {prefix}/.", prefix=OURS)
            return wrong(text("there is no template “{name}”.", name=name), place, remedy)
        case SecurityError():
            what = text("a template may only read what it is given: {reason}.", reason=_sentence(error.message))
            return wrong(what, place, text("What it is given stands in templates/README.md."))
        case UndefinedError():
            return _undefined(error.message or "", place)
        case RecursionError():
            return wrong(
                text("templates include each other without end."),
                place,
                text("To build on ours, name it “{example}”.", example=f"{OURS}/report.html"),
            )
        case _:
            reason = _sentence(f"{type(error).__name__}: {error}")
            return wrong(text("this template fails: {reason}.", reason=reason), place)


def _undefined(message: str, place: Place) -> InputError:
    name, is_name, known = message.partition("\n")
    if not is_name:
        return wrong(text("this template fails: {reason}.", reason=_sentence(message)), place)
    remedy = did_you_mean(name, known.split())
    if remedy is None and 0 < len(known.split()) <= _LISTED:
        remedy = text("Known are: {words}.", words=", ".join(known.split()))
    if remedy is None and Path(place.path).is_relative_to(folder()):
        remedy = text("A template of yours stands in the place of one of ours, and lacks it.")
    return wrong(text("“{name}” is not known here.", name=name), place, remedy)


def _place(error: Exception, templates: Templates) -> Place:
    """Return the innermost line of the house's templates, else of ours, that was at work."""
    if isinstance(error, TemplateSyntaxError) and error.filename:
        return Place(error.filename, error.lineno)
    steps = [(Path(step.filename), step.lineno) for step in reversed(traceback.extract_tb(error.__traceback__))]
    for home in (templates.folder, folder()):
        for path, line in steps:
            if path.is_relative_to(home):
                return Place(path, line)
    return Place(templates.folder)


def _sentence(message: str | None) -> str:
    """Return a message of Jinja's as a part of a sentence of ours."""
    return (message or "").split("\n")[0].rstrip(".")
