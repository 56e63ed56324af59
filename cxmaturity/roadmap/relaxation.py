"""Programs handed to HiGHS, and their relaxation: the same with columns that may be cut into pieces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from cxmaturity.roadmap.steps import FREE, Program

if TYPE_CHECKING:
    import highspy


def loaded(program: Program, *, relaxed: bool = False) -> highspy.Highs:
    """Return a quiet solver on one thread that holds the program and maximises."""
    import highspy
    import numpy as np

    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(program.cost), len(program.rows)
    lp.col_cost_ = np.array(program.cost)
    lp.col_lower_, lp.col_upper_ = np.array(program.lower), np.array(program.upper)
    lp.row_lower_ = np.array([row[0] for row in program.rows])
    lp.row_upper_ = np.array([row[1] for row in program.rows])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array(program.starts, dtype=np.int32)
    lp.a_matrix_.index_ = np.array(program.index, dtype=np.int32)
    lp.a_matrix_.value_ = np.array(program.weight)
    if not relaxed:
        lp.integrality_ = [
            highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous for whole in program.integer
        ]
    lp.sense_ = highspy.ObjSense.kMaximize
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    options: dict[str, bool | int | str] = {"output_flag": False, "threads": 1, "parallel": "off", "random_seed": 0}
    for name, setting in options.items():
        solver.setOptionValue(name, setting)
    solver.passModel(lp)
    return solver


class Relaxation:
    """A program that is solved again and again, with more rows each time."""

    def __init__(self, program: Program) -> None:
        self._solver = loaded(program, relaxed=True)
        self._solver.setOptionValue("presolve", "off")  # it would forget where the last solution was

    @classmethod
    def over(cls, costs: Sequence[float]) -> Relaxation:
        """Return a program without rows: one column for each cost."""
        program = Program()
        for cost in costs:
            program.column(cost, integer=False)
        return cls(program)

    def add(self, terms: Mapping[int, float], most: float) -> None:
        """Add Σ weight·column ≤ most."""
        self._solver.addRow(-FREE, most, len(terms), list(terms), list(terms.values()))

    def solved(self) -> tuple[Sequence[float], float]:
        """Return the value of each column, and the objective."""
        self._solver.run()
        return list(self._solver.getSolution().col_value), self._solver.getInfo().objective_function_value
