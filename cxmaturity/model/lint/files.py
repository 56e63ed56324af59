"""A model's files as they are written, before pydantic has made anything of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cxmaturity.documents import Document
from cxmaturity.errors import Place


@dataclass(frozen=True)
class Entry:
    """One entry of a file that is a list of mappings, as it is written."""

    document: Document
    index: int
    fields: Mapping[str, Any]

    def word(self, key: str) -> str | None:
        """Return a field's text, None when it is absent or something else."""
        value = self.fields.get(key)
        return value if isinstance(value, str) else None

    def words(self, key: str) -> list[tuple[int | str, str]]:
        """Return the texts of a list, or the keys of a mapping, each with its step in the path to it."""
        value = self.fields.get(key)
        if isinstance(value, dict):
            return [(word, word) for word in value]
        return (
            [(step, word) for step, word in enumerate(value) if isinstance(word, str)]
            if isinstance(value, list)
            else []
        )

    def inner(self, key: str) -> Mapping[str, Any]:
        """Return a field that is a mapping, an empty one otherwise."""
        value = self.fields.get(key)
        return value if isinstance(value, dict) else {}

    def rules(self) -> list[tuple[int, Mapping[str, Any]]]:
        """Return a practice's evidence rules that are mappings, each with its position."""
        return self._mappings("evidence")

    def symptoms(self) -> list[tuple[int, Mapping[str, Any]]]:
        """Return a stage's symptoms that are mappings, each with its position."""
        return self._mappings("symptoms")

    def _mappings(self, key: str) -> list[tuple[int, Mapping[str, Any]]]:
        items = self.fields.get(key)
        return [
            (number, item)
            for number, item in enumerate(items if isinstance(items, list) else ())
            if isinstance(item, dict)
        ]

    def place(self, *path: int | str) -> Place:
        """Return where a field of the entry stands."""
        return self.document.place((self.index, *path))


class Files:
    """A model's parsed files; what a file that could not be parsed holds is not known."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents

    def entries(self, name: str) -> list[Entry]:
        """Return the entries of a file."""
        document = self._documents.get(name)
        items = document.data if document else None
        if document is None or not isinstance(items, list):
            return []
        return [Entry(document, index, item) for index, item in enumerate(items) if isinstance(item, dict)]

    def ids(self, name: str) -> list[str] | None:
        """Return the ids that a file defines, None when the file could not be read."""
        if name not in self._documents:
            return None
        return [word for entry in self.entries(name) if (word := entry.word("id")) is not None]

    def roles(self) -> list[str] | None:
        """Return the roles that the header defines, None when it could not be read."""
        document = self._documents.get("model")
        roles = document.data.get("roles") if document and isinstance(document.data, dict) else None
        return list(roles) if isinstance(roles, dict) else None

    def first_place(self, name: str) -> Place | None:
        """Return the beginning of a file."""
        return self._documents[name].place() if name in self._documents else None
