"""How it was found: method, limits, terms, where the model stands, remarks on the reading."""

from __future__ import annotations

from collections.abc import Iterator

from cxmaturity.report.sheets.reading import Field, Reading
from cxmaturity.report.tables import Sheet
from cxmaturity.report.view.method import absences, method_page
from cxmaturity.words import text

_Line = tuple[str, str, str]


def method(reading: Reading) -> Sheet | None:
    """Return a statement a row, as the report's last pages make them."""
    fields = (
        Field[_Line](text("Part"), lambda line: line[0], width=22),
        Field[_Line](text("What"), lambda line: line[1] or None, width=50),
        Field[_Line](text("Words"), lambda line: line[2], width=110),
    )
    return reading.sheet("method", text("Method"), fields, _lines(reading))


def _lines(reading: Reading) -> Iterator[_Line]:
    say, speech = reading.say, reading.speech
    absent = absences(reading.assessment, reading.roadmap is not None, speech)
    page = method_page(reading.assessment, reading.results.inputs, absent, speech)
    for head, words in page.paragraphs:
        yield say(text("Method")), head, words
    for words in page.limits:
        yield say(text("Limit")), "", words
    for term, meaning in page.terms:
        yield say(text("Term")), term, meaning
    for conflict, stand in page.stands:
        yield say(text("Where the model stands")), conflict, stand
    for words in page.notes:
        yield say(text("Reading of the logs")), "", words
    loop = reading.assessment.facts.loop
    for note in loop.notes if loop else ():
        yield say(text("Reading of the cases")), "", say(note)
