"""The JSON Schema of a model's files, for editors that complete and check YAML while it is written."""

from __future__ import annotations

from typing import Any

from cxmaturity.model.loading import FILES, load_metrics

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(name: str | None = None) -> dict[str, Any]:
    """Return one JSON Schema (draft 2020-12) of all files of a model; of one file alone where ``name`` is given.

    The whole says nothing at its root, because editors would add that to the part that they are pointed at:
    ``#/$defs/practices`` and its like are the schemas of the files.
    """
    from pydantic import TypeAdapter

    definitions: dict[str, Any] = {}
    files: dict[str, Any] = {}
    for file, kind in FILES.items():
        schema = TypeAdapter(kind).json_schema(ref_template="#/$defs/{model}")
        definitions |= schema.pop("$defs", {})
        files[file] = schema | {"title": f"{file}.yaml"}
    for rule in ("EvidenceRule", "Target"):
        definitions[rule]["properties"]["metric"]["enum"] = [metric.id for metric in load_metrics()]
    if name is not None:
        used = {key: definitions[key] for key in sorted(_reached(files[name], definitions))}
        return {"$schema": _DIALECT, "$id": f"{name}.schema.json", **files[name], "$defs": used}
    return {
        "$schema": _DIALECT,
        "$id": "cxmaturity.schema.json",
        "title": "The files of an assessment model of cxmaturity",
        "$defs": files | definitions,
    }


def _reached(schema: object, definitions: dict[str, Any]) -> set[str]:
    """Return the names of the definitions that a schema refers to, through others too."""
    found: set[str] = set()
    waiting: list[object] = [schema]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            name = str(part.get("$ref", "")).rpartition("/")[2]
            if name and name not in found:
                found.add(name)
                waiting.append(definitions[name])
        waiting += part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return found
