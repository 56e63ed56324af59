"""Make the folder of a new engagement: settings to fill in, an empty map, places for logs and cycles."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from cxmaturity.engagement import atomic
from cxmaturity.engagement.folder import SETTINGS, Engagement, open_engagement
from cxmaturity.errors import wrong
from cxmaturity.words import Language, Text, text

_HEAD = text("The engagement: whose programme this is, and how it is looked at.")
_SETTINGS: tuple[tuple[str, Text | None], ...] = (
    ("scope: company", text("company, or team (then also `team: support`)")),
    ("timezone: UTC", text("for times without offset and for calendar days, as in Europe/Paris")),
    ("model: cx-program", text("a shipped assessment model, or a folder of your own")),
    (
        "# policy: 1/30",
        text("your own contact rule: 1/30 is at most one contact in 30 days; leave it out if you have none"),
    ),
    ("# currency: EUR", text("for amounts of money")),
    (
        "# roles: {cx: CX_TEAM}",
        text("who plays which role in an action's effort; a role without a team is one of its own, without limit"),
    ),
    ("# value_weights: [0.5, 0.3, 0.2]", text("what an action is worth: score, stage, reach")),
)
_CX_TEAM: Final[dict[Language, str]] = {"en": "cx-team", "fr": "equipe-cx"}
"""The team's id in the example of a map."""
_EXAMPLES: Final = {
    "ownership.yaml": "ownership.yaml",
    "contacts/manifest.yaml": "manifest.yaml",
    "roadmap.yaml": "roadmap.yaml",
}
"""Files whose every line is a comment, to what they are copied from in the language's folder of examples."""
_IGNORED = ("contacts/", "cases.csv", "due*.csv", "*-due.csv", "ownership.yaml.bak*", ".cxmaturity.lock", ".*.tmp")

MADE = (".gitignore", "contacts", "contacts/manifest.yaml", "cycles", SETTINGS, "ownership.yaml", "roadmap.yaml")
"""What a new engagement's folder holds of ours."""


def begin(folder: Path, organisation: str, language: Language) -> Engagement:
    """Make an engagement's folder and return it. Raises InputError when it holds one, or cannot be written."""
    _refuse_present(folder)
    if not organisation.strip():
        raise wrong(text("the name of the organisation is empty."), remedy=text("Give it with --name NAME."))
    for inside in (folder, folder / "contacts", folder / "cycles"):
        atomic.make_folder(inside)
    for name, example in _EXAMPLES.items():
        if not (folder / name).exists():
            atomic.write(folder / name, (Path(__file__).parent / "examples" / language / example).read_text("utf-8"))
    _keep_out_of_git(folder / ".gitignore", language)
    # Last, because a folder is an engagement from the moment that it holds this file.
    atomic.write(folder / SETTINGS, _settings(organisation.strip(), language))
    return open_engagement(folder)


def _refuse_present(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise wrong(text("this is a file, and a folder was expected."), folder)
    if (folder / SETTINGS).exists():
        raise wrong(
            text("there is an engagement here already."),
            folder / SETTINGS,
            text("Nothing was changed. Choose another folder."),
        )


def _settings(organisation: str, language: Language) -> str:
    lines = [
        (f"organisation: {_quoted(organisation)}", None),
        (f"language: {language}", text("en or fr: of reports, not of answers")),
    ]
    lines += [(line.replace("CX_TEAM", _CX_TEAM[language]), comment) for line, comment in _SETTINGS]
    width = max(len(line) for line, comment in lines if comment and len(line) < 40)
    written = [line if comment is None else f"{line:<{width}}  # {comment.show(language)}" for line, comment in lines]
    return "\n".join([f"# {_HEAD.show(language)}", *written]) + "\n"


def _quoted(name: str) -> str:
    """Return a name as YAML: between double quotes, whose escapes are those of JSON."""
    import json

    return json.dumps(name, ensure_ascii=False)


def _keep_out_of_git(path: Path, language: Language) -> None:
    """Add what holds customers' data to the folder's .gitignore, beside what stands there."""
    present = path.read_text(encoding="utf-8") if path.exists() else ""
    lines = present.splitlines()
    comment = text("Customers' data stays out of version control.").show(language)
    missing = [line for line in _IGNORED if line not in lines]
    if missing:
        head = present if not present or present.endswith("\n") else present + "\n"
        atomic.write(path, head + f"# {comment}\n" + "\n".join(missing) + "\n")
