"""What an answers file gives, whatever its format: answers, whose they are, and which model they answer."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from cxmaturity.errors import Place, Problem, did_you_mean, slip_of
from cxmaturity.evidence.answers import Answer
from cxmaturity.model import Model
from cxmaturity.model.migrating import Migration, arrivals, chain
from cxmaturity.words import LANGUAGES, Text, text
from cxmaturity.words.folding import plain


@dataclass(frozen=True)
class Respondent:
    """Who answers."""

    name: str
    role: str


@dataclass(frozen=True)
class Whose:
    """Whose answers a file holds, as far as that is known."""

    name: str | None = None
    role: str | None = None


UNSAID: Final = Whose()
_GROUPS: Final = frozenset({"team", "department", "dept", "equipe", "departement", "service"})
"""What people say with a role and what tells none apart, as in “CX team”; as ``bare`` writes it."""


@dataclass(frozen=True)
class Line:
    """One answer of a file."""

    answer: Answer
    """What was said; it has no ``at`` yet."""
    withdrawn: bool = False
    """True when it takes an earlier answer back."""

    @property
    def key(self) -> tuple[str, str, bool]:
        """What it stands for in the journal."""
        return self.answer.practice, self.answer.respondent, self.answer.agreed


@dataclass(frozen=True)
class Given:
    """A whole answers file."""

    cycle: str | None
    """The cycle that it names."""
    lines: tuple[Line, ...]
    """Its answers in the file's order; skipped practices have none."""
    respondents: tuple[Respondent, ...]
    """Those who answer in it."""
    version: str
    """The version of the model that its practices are of, as far as migrations lead from it."""
    notes: tuple[Text, ...] = ()
    """What a person should know of how it was read."""

    def namesakes(self, present: Iterable[str]) -> Iterator[Text]:
        """Yield a note for each respondent whose name is all but one in use, there or before it in the file."""
        names = dict.fromkeys(present)
        for who in self.respondents:
            yield from namesakes(who.name, names)
            names.setdefault(who.name)


@dataclass(frozen=True)
class ModelName:
    """The model that a file was made for."""

    id: str
    version: str


def tidy(name: str) -> str:
    """Return a name with single blanks inside and none around it."""
    return " ".join(name.split())


def known_as(name: str, present: Iterable[str]) -> str:
    """Return the name that a respondent goes by already, where only case, accents or blanks differ; else the tidy name.

    ``present`` holds the names in use, the first that fits counts.
    """
    names = list(present)
    if name in names:
        return name
    return next((known for known in names if _sounds(known) == _sounds(name)), tidy(name))


def namesakes(name: str, present: Iterable[str]) -> Iterator[Text]:
    """Yield a note when a name is new, and only case, accents or blanks set it apart from one in use.

    They stay two people: nobody but they can tell.
    """
    names = list(present)
    if name in names:
        return
    if like := next((known for known in names if _sounds(known) == _sounds(name)), None):
        yield text("Is {name} the same person as {known}? They count as two people.", name=name, known=like)


def _sounds(name: str) -> str:
    return plain(name).replace(" ", "")


def role_of(word: str, model: Model) -> str:
    """Return the model's role that a word names, else the word itself.

    It may be the role's id or its name in either language, whatever its case, accents, blanks and hyphens, with or
    without “team” or its like where one role only can be meant.
    """
    named = [(role, role) for role in model.header.roles]
    named += [(name.show(language), role) for role, name in model.header.roles.items() for language in LANGUAGES]
    exact = {bare(name): role for name, role in reversed(named)}
    if bare(word) in exact:
        return exact[bare(word)]
    near = {role for name, role in named if _alone(name) == _alone(word) != ""}
    return near.pop() if len(near) == 1 else tidy(word)


def _alone(word: str) -> str:
    """Return a role's letters without “team” or its like."""
    parts = (bare(part) for part in word.replace("-", " ").split())
    return "".join(part for part in parts if part not in _GROUPS)


def role_notes(who: Respondent, model: Model, before: Mapping[str, str]) -> tuple[Text, ...]:
    """Return what a person should know of a role: that the model has none of the name, or the respondent had another.

    ``before`` maps respondents to the role that they answered in so far.
    """
    had, roles = before.get(who.name), model.header.roles
    if had == who.role:
        return ()
    own = text(
        "“{role}” is no role of the model and counts as one of its own; the model's are {roles}.",
        role=who.role,
        roles=", ".join(roles),
    )
    changed = text(
        "{name} has answered as {before} in this cycle, and answers as {role} from now on.",
        name=who.name,
        before=had,
        role=who.role,
    )
    return (*(() if who.role in roles else (own,)), *(() if had is None else (changed,)))


def bare(word: str) -> str:
    """Return a word's letters and digits only, in lower case and without accents."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", word))).casefold()


def overridden(said: Whose, taken: Whose, model: Model) -> Iterator[Text]:
    """Yield a note for each thing that a file says of who answers and an option says otherwise: the option counts."""
    if said.name and taken.name and tidy(said.name) != tidy(taken.name):
        yield text("The file says that {said} answers; taken as {taken}.", said=tidy(said.name), taken=tidy(taken.name))
    if said.role and taken.role and role_of(said.role, model) != role_of(taken.role, model):
        yield text("The file says the role {said}; taken as {taken}.", said=said.role, taken=taken.role)


def misspelt_role(role: str, model: Model, where: Place) -> Iterator[Problem]:
    """Yield the mistake of a role that is all but certainly one of the model's."""
    if hint := slip_of(role_of(role, model), model.header.roles):
        yield Problem(text("the model has no role “{role}”.", role=role), where, hint)


def other_model(made_for: ModelName | None, model: Model, where: Place) -> Iterator[Problem]:
    """Yield the mistake of a file that was made for another model than the engagement's."""
    header = model.header
    if made_for is not None and made_for.id != header.id:
        yield Problem(
            text(
                "this file answers the model {other}, and this engagement looks at {model}.",
                other=made_for.id,
                model=header.id,
            ),
            where,
            text("Export a new form, or name the model {other} under `model:` in engagement.yaml.", other=made_for.id),
        )


@dataclass(frozen=True)
class Asked:
    """What a file's answers are to: the engagement's model, and the ways to it from the versions before."""

    model: Model
    migrations: tuple[Migration, ...] = ()

    def way(self, made_for: ModelName | None) -> tuple[Migration, ...]:
        """Return the migrations from a file's version to the present one; none where it is that, or none lead here."""
        version = self.model.header.version
        return (chain(self.migrations, made_for.version, version) or ()) if made_for else ()

    def version(self, made_for: ModelName | None) -> str:
        """Return the version by which a file's practices are understood."""
        return made_for.version if made_for and self.way(made_for) else self.model.header.version

    def strangers(self, practice: str, made_for: ModelName | None, where: Place) -> Iterator[Problem]:
        """Yield the mistake of an answer to what is no practice of the model, nor became one of its practices."""
        known = [each.id for each in self.model.practices]
        if arrivals(self.way(made_for), [practice]) <= set(known):
            return
        hint = did_you_mean(practice, known)
        version = self.model.header.version
        if made_for is None or made_for.version == version:
            yield Problem(text("there is no practice “{id}” in the model.", id=practice), where, hint)
            return
        what = text(
            "there is no practice “{id}” in version {version} of the model; this file was made for version {other}.",
            id=practice,
            version=version,
            other=made_for.version,
        )
        yield Problem(what, where, hint or text("Delete this answer, or export a new form."))

    def notes(self, made_for: ModelName | None) -> tuple[Text, ...]:
        """Return the note that a file is of another version from which no migration leads here, where it is."""
        version = self.model.header.version
        if made_for is None or made_for.version == version or self.way(made_for):
            return ()
        told = text(
            "The file was made for version {other} of the model, and version {version} is in use: its answers are "
            "taken for the practices of the same id.",
            other=made_for.version,
            version=version,
        )
        return (told,)
