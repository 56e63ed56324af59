"""Which unknown words of a log may be repeated to the user: none that may tell a customer.

A wrong ``--map`` makes a kind or an event type of what is a customer's id, an address or a comment.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from cxmaturity.words import Text, text

_NAMED: Final = 20
"""Most distinct words that are named; a column with more is not one of kinds or types."""
_LONGEST: Final = 30
_CODE: Final = re.compile(r"[^\W\d_]\d|\d[^\W\d_]")


def named(words: Collection[str]) -> str | Text:
    """Return the distinct words as one list, or only how many they are where one of them may tell a customer."""
    distinct = sorted({word or "∅" for word in words})
    if len(distinct) <= _NAMED and all(map(_tells_nobody, distinct)):
        return ", ".join(distinct)
    return text("{n:int} distinct {n:plural value|values}, not named here", n=len(distinct))


def _tells_nobody(word: str) -> bool:
    """Return whether a word is short, no address, and has no code in it: letters beside digits, or mostly digits."""
    digits = sum(character.isdigit() for character in word)
    return "@" not in word and len(word) <= _LONGEST and 2 * digits < len(word) and not _CODE.search(word)
