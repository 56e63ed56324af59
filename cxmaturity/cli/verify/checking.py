"""A PDF against an engagement: what became of its inputs, and whether the same bytes come of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from cxmaturity import __version__
from cxmaturity.engagement.recomputing import Disagreement, Part
from cxmaturity.engagement.reproducing import (
    InputSince,
    can_be_the_same,
    inputs_since,
    keeps_its_facts,
    made_again,
    since,
)
from cxmaturity.errors import wrong
from cxmaturity.report import pdf
from cxmaturity.report.branding.template_folder import load_templates
from cxmaturity.report.branding.theme_file import load_theme
from cxmaturity.report.differences import differences
from cxmaturity.report.edition import Edition
from cxmaturity.report.proof import Named, Proof, read_pdf, read_proof
from cxmaturity.report.theme import Theme
from cxmaturity.resources import program_digest
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from cxmaturity.contacts import Progress
    from cxmaturity.engagement.folder import Cycle, Engagement
    from cxmaturity.model import Model


Verdict = Literal["same", "trusted", "inputs", "records", "changed", "build", "facts", "differs"]
"""``same`` and, on recorded facts by request, ``trusted``; the same bytes, but other ``inputs`` or ``records`` that
deny it; else why not: something ``changed``, another ``build``, ``facts`` that no file gives, or it ``differs``."""


@dataclass(frozen=True)
class Asked:
    """A PDF, what it says of itself, and the edition that is made again."""

    file: Path
    content: bytes
    proof: Proof
    edition: Edition


@dataclass(frozen=True)
class Verified:
    """What came of the comparison."""

    asked: Asked
    folder: Path
    organisation: str
    """Whose engagement the folder is."""
    model: Model
    """The model as it is now."""
    inputs: tuple[InputSince, ...]
    theme: tuple[InputSince, ...]
    templates: tuple[InputSince, ...]
    keeps_facts: bool
    """The cycle is closed: its report follows from recorded facts, whatever became of the files since."""
    again: bytes | None
    """The report as it is made now; None where it was not made, because it cannot be the same."""
    trusting: bool
    """Somebody wanted the recorded facts taken on trust."""
    on_trust: tuple[Part, ...]
    """Facts that were taken as recorded; the others were computed anew."""
    disagreements: tuple[Disagreement, ...]
    """What facts.json says otherwise than the files that it rests on."""
    concluded_otherwise: tuple[Disagreement, ...]
    """What results.json says otherwise than what follows; no report rests on that."""
    hints: tuple[Text, ...]
    """Where the two differ, when everything that they rest on is the same."""
    notes: tuple[Text, ...]

    @property
    def verdict(self) -> Verdict:
        """What came of it, the plainest cause first."""
        if self.again is None:
            return "changed"
        if self.again != self.asked.content:
            return "facts" if self.disagreements else "differs" if self.is_same_program else "build"
        if self.others:
            return "inputs"
        return "records" if self.disagreements else "trusted" if self.trusting and self.on_trust else "same"

    @property
    def is_same(self) -> bool:
        """Tell whether the PDF is what the engagement gives: the same bytes, of the same inputs, and no word against.

        Recorded facts count where somebody wanted them taken on trust.
        """
        return self.verdict in ("same", "trusted")

    @property
    def is_same_program(self) -> bool:
        """Tell whether the PDF says that this very build made it, or does not say which."""
        return self.asked.proof.program in (None, program_digest())

    @property
    def is_same_version(self) -> bool:
        """Tell whether the PDF says that this version of the program made it."""
        return self.asked.proof.version == __version__

    @property
    def is_same_model(self) -> bool:
        """Tell whether the PDF says that it was scored by the model as it is."""
        return self.asked.proof.model.hash == self.model.hash

    @property
    def others(self) -> tuple[InputSince, ...]:
        """The inputs that are not as they were, those of its looks among them."""
        return tuple(each for each in (*self.inputs, *self.theme, *self.templates) if each.state != "same")


def asked(file: Path, theme: Path | None, templates: Path | None) -> Asked:
    """Return what a PDF asks for. Raises InputError when it is no report of ours, or its looks are not at hand."""
    content = read_pdf(file)
    proof = read_proof(content, file)
    for named, given, option in ((proof.theme, theme, "--theme FILE"), (proof.templates, templates, "--templates DIR")):
        if named and given is None:
            raise wrong(
                text("this report has a look of its own, made with: {files}.", files=_listed(named)),
                file,
                text("Give it with {option}.", option=option),
            )
    edition = Edition(
        proof.language,
        proof.kind,
        proof.internal,
        load_theme(theme) if theme else Theme(),
        load_templates(templates) if templates else None,
    )
    return Asked(file, content, proof, edition)


def against(question: Asked, engagement: Engagement, progress: Progress | None, *, trusting: bool = False) -> Verified:
    """Return what comes of a PDF's question to an engagement, whose folder is only read. Raises InputError.

    ``trusting`` takes recorded facts as they are, and reads no log but for its digest.
    """
    proof, edition = question.proof, question.edition
    cycle = _cycle(engagement, proof, question.file)
    inputs = inputs_since(_digests(proof.inputs), engagement, cycle)
    theme = since(_digests(proof.theme), edition.theme_digests)
    templates = since(_digests(proof.templates), edition.template_digests)
    model = engagement.model()
    can_be = (
        proof.version == __version__
        and proof.model.hash == model.hash
        and all(each.state == "same" for each in (*theme, *templates))
        and can_be_the_same(engagement, cycle, inputs)
    )
    made = made_again(engagement, cycle, proof.as_of, inputs, progress, trusting=trusting) if can_be else None
    again = pdf(made.concluded.results, edition) if made else None
    return Verified(
        question,
        engagement.folder,
        engagement.settings.organisation,
        model,
        inputs,
        theme,
        templates,
        keeps_its_facts(engagement, cycle),
        again,
        trusting,
        made.basis.on_trust if made else (),
        made.basis.disagreements if made else (),
        made.concluded_otherwise if made else (),
        tuple(differences(question.content, again)) if again is not None and again != question.content else (),
        made.basis.gathered.notes if made else (),
    )


def digest(content: bytes) -> str:
    """Return the sha256 of a PDF."""
    return hashlib.sha256(content).hexdigest()


def _cycle(engagement: Engagement, proof: Proof, file: Path) -> Cycle:
    """Return the cycle that a PDF says it is of, by its name alone: no folder is looked for."""
    names = [cycle.name for cycle in engagement.cycles()]
    if proof.cycle in names:
        return engagement.cycle(proof.cycle, proof.as_of)
    if not names and (fresh := engagement.next_cycle(None, proof.as_of)).name == proof.cycle:
        return fresh
    raise wrong(
        text("this report is of the cycle “{cycle}” of {name}.", cycle=proof.cycle[:80], name=proof.organisation[:80]),
        file,
        text("The engagement of {name} has no such cycle: give the folder that the report was made from.",
             name=engagement.settings.organisation),
    )  # fmt: skip


def _digests(files: tuple[Named, ...]) -> dict[str, str]:
    return {named.path: named.sha256 for named in files}


def _listed(files: tuple[Named, ...]) -> str:
    names = [named.path[:80] for named in files[:5]]
    return ", ".join(names if len(files) <= 5 else [*names, "…"])
