"""Where the shipped ``assessments/`` and ``templates/`` are, in an installed wheel or in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _shipped(name: str) -> Path:
    """Return the packaged folder of that name, else the one beside the package in a checkout."""
    packaged = _PACKAGE / name
    return packaged if packaged.is_dir() else _PACKAGE.parent / name


def assessments() -> Path:
    """Return the folder that holds the shipped assessment models and the catalogue of metrics."""
    return _shipped("assessments")


def templates() -> Path:
    """Return the folder that holds the report's templates, style sheets and fonts."""
    return _shipped("templates")
