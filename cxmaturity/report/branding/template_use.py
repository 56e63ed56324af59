"""Whether a house's templates are of use: each stands for one of ours or is named by one, and each block is known.

Jinja takes what nobody asks for in silence, so that a page would lack what a misspelt name was meant to add.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from jinja2 import TemplateNotFound, meta, nodes

from cxmaturity.errors import Place, Problem, did_you_mean
from cxmaturity.report.branding.inside import shown
from cxmaturity.report.branding.template_folder import LAID_OUT, Templates
from cxmaturity.words import text

if TYPE_CHECKING:
    from jinja2 import Environment

_STYLES: Final = ("style.css", "paper.css", "screen.css", "letter.css")
"""Read as they are: no templates."""


def useless(environment: Environment, templates: Templates, ours: frozenset[str]) -> list[Problem]:
    """Return what is wrong with the files that nothing lays out and the blocks that no template asks for.

    ``ours`` are the names that are laid out when a house gives them. Raises Jinja's TemplateSyntaxError.
    """
    trees = {name: _tree(environment, name) for name in templates.files if _is_template(name)}
    used = _used(trees, templates, ours)
    problems = [_unused(name, templates, ours) for name in _laid_out(templates) if name not in used]
    for name in sorted(used & trees.keys()):
        problems += _unknown_blocks(environment, trees[name], name, templates)
    return problems


def _laid_out(templates: Templates) -> list[str]:
    return [name for name in templates.files if name.lower().endswith(LAID_OUT)]


def _is_template(name: str) -> bool:
    return name.lower().endswith(LAID_OUT) and name not in _STYLES


def _tree(environment: Environment, name: str) -> nodes.Template:
    """Return a template's tree; its messages name the file as the loader does."""
    assert environment.loader is not None
    source, path, _ = environment.loader.get_source(environment, name)
    return environment.parse(source, name, path)


def _used(trees: dict[str, nodes.Template], templates: Templates, ours: frozenset[str]) -> set[str]:
    """Return the files that are laid out; all of them where a template names others by a value."""
    used: set[str] = set()
    waiting = [name for name in templates.files if name in ours]
    while waiting:
        name = waiting.pop()
        if name in used or name not in templates.files:
            continue
        used.add(name)
        for named in meta.find_referenced_templates(trees[name]) if name in trees else ():
            if named is None:
                return set(templates.files)
            waiting.append(named)
    return used


def _unused(name: str, templates: Templates, ours: frozenset[str]) -> Problem:
    return Problem(
        text("nothing lays this file out: it has no name of ours, and no template of yours names it."),
        Place(templates.folder / name, 1),
        did_you_mean(name, ours) or text("Ours are: {words}.", words=", ".join(sorted(ours))),
    )


def _unknown_blocks(
    environment: Environment, tree: nodes.Template, name: str, templates: Templates
) -> Iterator[Problem]:
    """Yield the blocks of a template, those inside its own blocks aside, that what it builds on does not have."""
    parent = next((found.template for found in tree.find_all(nodes.Extends)), None)
    if not isinstance(parent, nodes.Const) or parent.value == name:
        return
    known = _known(environment, str(parent.value))
    if known is None:
        return
    for block in _outer_blocks(tree):
        if block.name not in known:
            yield Problem(
                text("“{parent}” has no block “{block}”.", parent=shown(str(parent.value)), block=shown(block.name)),
                Place(templates.folder / name, block.lineno),
                did_you_mean(block.name, known) or text("Known are: {words}.", words=", ".join(sorted(known))),
            )


def _outer_blocks(node: nodes.Node) -> Iterator[nodes.Block]:
    for inner in node.iter_child_nodes():
        if isinstance(inner, nodes.Block):
            yield inner
        else:
            yield from _outer_blocks(inner)


def _known(environment: Environment, name: str, before: frozenset[str] = frozenset()) -> set[str] | None:
    """Return the blocks of a template and of those that it builds on; None where they cannot be told from here."""
    try:
        tree = _tree(environment, name)
    except TemplateNotFound:  # told where it is laid out
        return None
    parents = list(tree.find_all(nodes.Extends))
    known = {block.name for block in tree.find_all(nodes.Block)}
    for parent in parents:
        if not isinstance(parent.template, nodes.Const) or parent.template.value in before:
            return None
        above = _known(environment, str(parent.template.value), before | {name})
        if above is None:
            return None
        known |= above
    return known
