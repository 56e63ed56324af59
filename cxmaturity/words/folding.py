"""Words without what does not tell them apart: capitals, accents, the kind of blank and of apostrophe."""

from __future__ import annotations

import unicodedata


def plain(written: str) -> str:
    """Return the words in lower case, without accents, with single spaces."""
    letters = unicodedata.normalize("NFKD", written.casefold().replace("’", "'").replace("_", " "))
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())
