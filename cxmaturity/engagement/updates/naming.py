"""What columns, statuses and levels of an update may be called, in English or French."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, TypeVar, get_args

from cxmaturity.engagement.given import bare
from cxmaturity.evidence.facts import Status
from cxmaturity.roadmap.columns import STATUSES, TRACKED
from cxmaturity.words import LANGUAGES, Text, text

Column = Literal["id", "status", "owner", "started", "ended", "result", "feedback", "level"]
ActionLevel = Literal["individual", "functional", "cross-functional"]
Planned = Literal["months", "start", "end"]
"""What an exported plan shows of an action, and nobody can change there."""
N = TypeVar("N", bound=str)

_COLUMNS: Final[Mapping[Column, str]] = {
    "id": "id, action, action_id, identifiant",
    "status": "status, state, statut, état",
    "owner": "owner, responsable, porteur, pilote",
    "started": "started, started_at, commencée, commencé, démarrée, démarrée_le, lancée_le",
    "ended": "ended, ended_at, terminée, terminé, finie_le, achevée_le",
    "result": "result, résultat",
    "feedback": "feedback, causes, retours, origine",
    "level": "level, niveau",
}
_STATUSES: Final[Mapping[Status, str]] = {
    "proposed": "proposée, proposé",
    "planned": "planifiée, planifié, prévue, prévu",
    "running": "started, in progress, ongoing, en cours, commencée, démarrée",
    "finished": "done, completed, terminée, terminé, finie, fini, achevée, faite, fait",
    "dropped": "abandoned, cancelled, canceled, abandonnée, abandonné, annulée, annulé",
}
_LEVELS: Final[Mapping[ActionLevel, str]] = {
    "individual": "individuel, individuelle",
    "functional": "fonctionnel, fonctionnelle",
    "cross-functional": "transversal, transversale, transverse",
}


def _names(known: Mapping[N, str]) -> dict[str, N]:
    return {bare(str(word)): name for name, words in known.items() for word in (name, *words.split(", "))}


COLUMNS: Final[dict[str, Column]] = _names(_COLUMNS)
"""What a column may be called, without accents, blanks and capitals."""
STATUS_WORDS: Final[dict[str, Status]] = _names(_STATUSES)
LEVEL_WORDS: Final[dict[str, ActionLevel]] = _names(_LEVELS)
WEAK: Final = frozenset({"action"})
"""Names of the column of ids that another column may have beside it."""
FRENCH: Final = frozenset(
    {
        *("identifiant", "statut", "etat", "porteur", "pilote", "resultat", "niveau", "debut"),
        *("commencee", "commenceele", "demarree", "demarreele", "terminee", "termineele", "causeepar"),
    }
)
"""Names of columns that only a French table has."""
_PLANNED: Final[Mapping[Planned, Text]] = {
    "months": text("Months"),
    "start": text("Planned from"),
    "end": text("Planned until"),
}
CLEARED: Final = frozenset({"-", "–", "—"})
"""What a cell holds whose value is to be taken away; a blank one leaves everything as it is."""


def column_of(name: str) -> Column | None:
    """Return the column that a name means: its key, the head that exports give it, or another usual name."""
    return (COLUMNS | _heads()).get(bare(name))


def planned_of(name: str) -> Planned | None:
    """Return what of a plan the head of an exported column names: it is shown there, and not taken back."""
    return next((key for key, head in _PLANNED.items() if bare(name) in map(bare, _shown(head))), None)


def _shown(head: Text) -> list[str]:
    return [head.show(language) for language in LANGUAGES]


def status_of(word: str) -> Status | None:
    """Return the status that a word means, in either language."""
    shown = {bare(text.show(language)): status for status, text in STATUSES.items() for language in LANGUAGES}
    return (STATUS_WORDS | shown).get(bare(word))


def level_of(word: str) -> ActionLevel | None:
    """Return the level that a word means, in either language."""
    return LEVEL_WORDS.get(bare(word))


def _heads() -> dict[str, Column]:
    return {
        bare(head.show(language)): column
        for column in get_args(Column)
        if (head := TRACKED.get(column)) is not None
        for language in LANGUAGES
    }
