"""A matrix as changes to the map."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_maps import a_map

from cxmaturity.ownership.changing import Change
from cxmaturity.ownership.raci import ROLES, Matrix, Party, cell_of, changes_to, letters_of, slug, teams_across
from cxmaturity.ownership.walk.applying import applied

CELLS = {
    "A": "A", "a": "A", "A/R": "A/R", "R,A": "A/R", "ra": "A/R", "A - R": "A/R", "r & i": "R/I", "RACI": "A/R/C/I",
    "AA": "A", "": "", "-": "", "–": "", " . ": "", "X": None, "A/X": None, "1": None, "yes": None, "=A": None,
    "Å": None,
}  # fmt: skip


@pytest.mark.parametrize(("cell", "written"), CELLS.items(), ids=[f"cell {n}" for n in range(len(CELLS))])
def test_cells(cell, written):
    letters = letters_of(cell)
    assert (None if letters is None else cell_of(letters)) == written


@given(st.sets(st.sampled_from(sorted(ROLES))))
def test_a_cell_is_read_as_it_is_written(letters):
    assert letters_of(cell_of(letters)) == letters


@pytest.mark.parametrize(
    ("name", "taken", "given_id"),
    [
        ("Vente & après-vente", (), "vente-apres-vente"),
        ("CX", ("cx", "cx-2"), "cx-3"),
        ("…", (), "x"),
        ("客户", (), "客户"),
    ],
)
def test_new_entries_get_an_id_of_their_own(name, taken, given_id):
    assert slug(name, taken) == given_id


TEAMS = ("a", "b", "c")
ROLE = st.lists(st.sampled_from([*TEAMS, "d"]), max_size=4)


@given(
    st.fixed_dictionaries(dict.fromkeys(ROLES.values(), ROLE)),
    st.sets(st.sampled_from(TEAMS), min_size=1),
    st.dictionaries(st.sampled_from(TEAMS), st.frozensets(st.sampled_from(sorted(ROLES)))),
)
def test_the_map_says_of_the_teams_across_what_the_matrix_says_and_of_others_what_it_said(roles, across, cells):
    before = a_map("teams: [{id: a}, {id: b}, {id: c}, {id: d}]\nsources: [{id: s}]")
    before = applied(before, [Change("sources", "s", key, value) for key, value in roles.items()])
    teams = tuple(Party(name, None) for name in sorted(across))
    matrix = Matrix((Party("s", None),), teams, {("s", team): letters for team, letters in cells.items()})
    changes = changes_to(before, matrix)
    after = applied(before, changes).sources[0]
    for letter, key in ROLES.items():
        said = {team for team in across if letter in cells.get(team, ())}
        assert set(getattr(after, key)) == said | (set(roles[key]) - across)
    assert changes_to(applied(before, changes), matrix) == ()


def test_teams_across_are_those_listed_then_those_named():
    found = a_map(
        """
        teams: [{id: cx}]
        sources: [{id: s, accountable: support, consulted: [cx, " "]}]
        levers: [{id: l, owner: legal}]
        """
    )
    assert teams_across(found) == ("cx", "support", "legal")
