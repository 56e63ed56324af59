"""The text of a question as it is compared, and its number."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from hashlib import blake2b
from typing import Final

import pyarrow as pa  # the engine reads the annotations of its functions

_REMEMBERED: Final = 1 << 16


def normalised(question: str) -> str:
    """Return a question's text as it is compared.

    Case is folded, letters lose their marks, what is neither letter nor digit becomes one space, the ends are trimmed.
    """
    spread = unicodedata.normalize("NFKD", question.casefold())
    kept = (letter for letter in spread if unicodedata.category(letter)[0] != "M")
    return " ".join("".join(letter if letter.isalnum() else " " for letter in kept).split())


@lru_cache(maxsize=_REMEMBERED)
def question_number(question: str) -> int:
    """Return 64 bits that stand for a question's normalised text; 0 for an empty one."""
    text = normalised(question)
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) | 1 if text else 0


def question_numbers(questions: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Return the number of each question (``uint64``)."""
    if isinstance(questions, pa.ChunkedArray):
        questions = questions.combine_chunks()
    coded = questions.dictionary_encode()
    numbers = pa.array([question_number(text or "") for text in coded.dictionary.to_pylist()], pa.uint64())
    return numbers.take(coded.indices).fill_null(0)
