"""What columns, statuses and levels of an update may be called, in English or French."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, TypeVar, get_args

from cxmaturity.engagement.given import bare
from cxmaturity.errors import is_slip
from cxmaturity.evidence.facts import Status
from cxmaturity.model.schema import ActionLevel
from cxmaturity.roadmap.columns import LEVELS, SHOWN, STATUSES, TRACKED
from cxmaturity.words import LANGUAGES, Text, text

Column = Literal["id", "status", "owner", "started", "ended", "result", "feedback", "level"]
Planned = Literal["months", "start", "end"]
"""What an exported plan shows of an action, and nobody can change there."""
N = TypeVar("N", bound=str)

_COLUMNS: Final[Mapping[Column, str]] = {
    "id": "id, action_id, identifiant",
    "status": "status, state, statut, état",
    "owner": "owner, responsable, porteur, pilote",
    "started": "started, started_at, commencée, commencé, démarrée, démarrée_le, lancée_le",
    "ended": "ended, ended_at, terminée, terminé, finie_le, achevée_le",
    "result": "result, results, résultat, résultats",
    "feedback": "feedback, causes, retours, origine",
    "level": "level, niveau",
}
_WEAK: Final[Mapping[Column, str]] = {
    "id": "action",
    "started": "start, start date, date started, started date, début, date de début, date début",
    "ended": "end, end date, date ended, ended date, finish, finish date, fin, date de fin, date fin",
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


_WEAK_NAMES: Final = {bare(word): name for name, words in _WEAK.items() for word in words.split(", ")}
COLUMNS: Final[dict[str, Column]] = _names(_COLUMNS) | _WEAK_NAMES
"""What a column may be called, without accents, blanks and capitals."""
STATUS_WORDS: Final[dict[str, Status]] = _names(_STATUSES)
LEVEL_WORDS: Final[dict[str, ActionLevel]] = _names(_LEVELS)
WEAK: Final = frozenset(_WEAK_NAMES)
"""Names that mean a column where no other name does: beside ``id`` a column Action holds titles, beside ``started`` a
column Start may be what was planned."""
FRENCH: Final = frozenset(
    {
        *("identifiant", "statut", "etat", "porteur", "pilote", "resultat", "niveau"),
        *("debut", "datededebut", "datedebut", "fin", "datedefin", "datefin"),
        *("commencee", "commenceele", "demarree", "demarreele", "terminee", "termineele", "causeepar"),
    }
)
"""Names of columns that only a French table has."""
_SHORT: Final = 5
"""Letters of a name up to which only one may be wrong."""
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


def meant(name: str) -> Column | None:
    """Return the column whose usual name is all but certainly misspelt here; None where a name is one of its own."""
    word, names = bare(name), _heads() | {bare(str(column)): column for column in _tracked()}
    slips = (column for known, column in names.items() if is_slip(word, known, 1 if len(known) <= _SHORT else 2))
    return next(slips, None)


def called(column: Column) -> Text:
    """Return what a column is usually called, in the reader's language."""
    return Text("{name:lower}", {"name": TRACKED.get(column, column)})


def is_shown(name: str, *, is_export: bool) -> bool:
    """Tell whether a column is one that exports show and nobody gives back; of another table, reference and title."""
    heads = [bare(said) for head in (SHOWN if is_export else SHOWN[:2]) for said in _shown(head)]
    days = [bare(said) for said in _shown(text("Days of {team}", team=""))]
    return bare(name) in heads or (is_export and any(bare(name).startswith(head) for head in days))


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
    shown = {bare(text.show(language)): level for level, text in LEVELS.items() for language in LANGUAGES}
    return (LEVEL_WORDS | shown).get(bare(word))


def _heads() -> dict[str, Column]:
    return {bare(TRACKED[column].show(language)): column for column in _tracked() for language in LANGUAGES}


def _tracked() -> list[Column]:
    return [column for column in get_args(Column) if column in TRACKED]
