"""Write the sample engagement's own files into a folder, as an organisation would have."""

from __future__ import annotations

from pathlib import Path
from shutil import rmtree

from cxmaturity.demo import sample
from cxmaturity.demo.cases import PlantedCases, write_cases
from cxmaturity.demo.log import Planted, write_log
from cxmaturity.engagement import atomic
from cxmaturity.engagement.beginning import begin
from cxmaturity.engagement.folder import SETTINGS, Engagement, open_engagement
from cxmaturity.errors import wrong
from cxmaturity.words import Language, text

MARK = ".cxmaturity-demo"
"""File by which a folder is known to be a demo, to be written anew when the demo runs again."""


def make_room(folder: Path) -> None:
    """Leave a folder that can be filled: absent, empty, or a former demo without its cycles.

    Raises InputError for a folder that holds anything else.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise wrong(text("this is a file, and a folder was expected."), folder)
    if not any(folder.iterdir()):
        return
    if not (folder / MARK).exists():
        raise wrong(
            text("this folder is not empty, and it is not a former demo."),
            folder,
            text("Nothing was changed. Choose another folder."),
        )
    (folder / SETTINGS).unlink(missing_ok=True)
    for name in ("cycle", "first-cycle"):
        rmtree(folder / "cycles" / str(sample.mapping(name, "en")["name"]), ignore_errors=True)


def fill(folder: Path, language: Language) -> Engagement:
    """Write every file but the two logs, in one language, and return the engagement."""
    settings = sample.mapping("engagement", language)
    begin(folder, str(settings["organisation"]), language)
    atomic.write(folder / MARK, text("A sample engagement; the next demo writes it anew.").show(language) + "\n")
    named = {"organisation": settings.pop("organisation"), "language": language}
    atomic.write(folder / SETTINGS, sample.as_yaml(named | settings))
    atomic.write(folder / "ownership.yaml", sample.as_yaml(sample.mapping("ownership", language)))
    atomic.write(folder / "roadmap.yaml", sample.as_yaml(sample.roadmap(language)))
    cycle = sample.mapping("cycle", language)
    inside = folder / "cycles" / str(cycle.pop("name"))
    atomic.make_folder(inside)
    atomic.write(inside / "cycle.yaml", sample.as_yaml(cycle))
    atomic.make_folder(folder / "answers")
    for path in answer_files(folder):
        atomic.write(path, sample.as_yaml(sample.mapping(f"answers-{path.stem}", language)))
    return open_engagement(folder)


def fill_log(folder: Path) -> Planted:
    """Write the contact log and return what was planted in it."""
    return write_log(sample.recipe(), folder / "contacts" / "contacts.parquet")


def fill_cases(folder: Path, language: Language) -> PlantedCases:
    """Write the log of cases and return what was planted in it."""
    return write_cases(sample.recipe(), sample.cases(language), folder / "cases.csv")


def answer_files(folder: Path) -> list[Path]:
    """Return where the respondents' answers stand, in the order in which they were asked."""
    return [folder / "answers" / f"{name}.yaml" for name in sample.ANSWERS]
