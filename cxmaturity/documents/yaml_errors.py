"""What YAML's parser stumbles over, told as a person would, and where the mistake is rather than where it shows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import yaml

from cxmaturity.errors import InputError, Place, wrong
from cxmaturity.words import Text, text

_REASONS: Final[Mapping[str, Text]] = {
    "mapping values are not allowed in this context": text("a second colon; a text that holds one needs quotes"),
    "found character that cannot start any token": text(
        "a tab, or a character that begins nothing; a text that begins with @, % or ` needs quotes"
    ),
    "did not find expected key": text(
        "this line does not go on as those above: their indentation differs, or a quotation mark is one too many"
    ),
    "did not find expected <document start>": text("this line begins further left than those above"),
    "did not find expected '-' indicator": text("this line does not go on as the list above"),
    "found undefined alias": text("a text that begins with * needs quotes"),
    "found unknown escape character": text("in double quotes a backslash is written twice"),
}
"""The parser's own words, which are English, to ours."""


def not_yaml(error: yaml.YAMLError, path: Path) -> InputError:
    """Return what is told of a file that is not YAML."""
    mark = getattr(error, "problem_mark", None)
    opened = getattr(error, "context_mark", None)
    context = str(getattr(error, "context", None) or "")
    reason: Text | str = getattr(error, "problem", None) or str(error).splitlines()[0]
    remedy = text("Check indentation, quotes and colons near this line.")
    if "quoted scalar" in context and "end of stream" in str(reason):
        mark, reason = opened, text("the quotation mark that opens in this line is never closed")
        remedy = text("Close it where its text ends.")
    elif context in ("while parsing a flow mapping", "while parsing a flow sequence"):
        mark, reason = opened, text("the bracket that opens in this line is never closed, or lacks a comma")
    else:
        reason = _REASONS.get(str(reason), reason)
    place = Place(path, mark.line + 1 if mark else None)
    return wrong(text("this is not valid YAML: {reason}.", reason=reason), place, remedy)
