"""The sample engagement's files, put into one language and written into a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from cxmaturity.demo.recipe import CasesRecipe, LogRecipe
from cxmaturity.documents import load, parse
from cxmaturity.words import LANGUAGES, Language

FOLDER = Path(__file__).resolve().parent / "sample"
ANSWERS = ("executive", "cx", "branch", "hotline")
"""Respondents, in the order in which they were asked."""


def recipe() -> LogRecipe:
    """Return what the sample's contact log is made of."""
    found: LogRecipe = load(FOLDER / "log.yaml", LogRecipe)[0]
    return found


def cases(language: Language) -> CasesRecipe:
    """Return what the sample's log of cases is made of, its causes in one language."""
    return CasesRecipe.model_validate(mapping("cases", language))


def roadmap(language: Language) -> dict[str, Any]:
    """Return what roadmap.yaml says today: results in one language, an action's own texts in both, as it asks for."""
    found: dict[str, Any] = parse(FOLDER / "roadmap.yaml").data
    return {
        "actions": [
            {key: in_language(value, language) if key == "result" else value for key, value in action.items()}
            for action in found["actions"]
        ]
    }


def mapping(name: str, language: Language) -> dict[str, object]:
    """Return a sample file's content in one language."""
    return {str(key): in_language(value, language) for key, value in parse(FOLDER / f"{name}.yaml").data.items()}


def in_language(value: object, language: Language) -> object:
    """Return a value with every ``{en, fr}`` inside it replaced by that language's text."""
    if isinstance(value, dict):
        if set(value) == set(LANGUAGES):
            return value[language]
        return {key: in_language(item, language) for key, item in value.items()}
    if isinstance(value, list):
        return [in_language(item, language) for item in value]
    return value


def as_yaml(content: object) -> str:
    """Return content as YAML that a person can go on editing."""
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)
