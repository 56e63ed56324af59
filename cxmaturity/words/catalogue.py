"""Read the catalogues of translations (``fr/*.po``, one an area of the program)."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def read_catalogue(language: str) -> dict[str, str]:
    """Return the translation of every English sentence that the catalogues of that language hold."""
    from babel.messages.pofile import read_po

    translations: dict[str, str] = {}
    for path in sorted((FOLDER / language).glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
        translations |= {str(entry.id): str(entry.string) for entry in catalogue if entry.id and entry.string}
    return translations
