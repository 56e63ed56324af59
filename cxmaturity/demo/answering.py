"""Answers to the requests of a generated log, with a planted effect: each further request costs some of them.

Customers differ in how readily they answer, and those whom everybody asks answer most readily of all. So the raw rates
hide what further requests cost, as they do in real logs; only a comparison within customers shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cxmaturity.demo.recipe import LogRecipe

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cxmaturity.demo.log import Contacts

DAY: Final = 86_400
_WINDOW: Final = 30 * DAY
_EVENING: Final = DAY // 4
"""Before midnight UTC, so that the calendar day is the same in Paris."""
SCALES: Final = {"nps": ("0-10", 0, 10), "csat": ("1-5", 1, 5), "ces": ("1-7", 1, 7)}
"""Metric to how its scale is written, and its ends."""


@dataclass(frozen=True)
class Answers:
    """The answer to each contact, as columns of the length of the log."""

    second: NDArray[np.int64]
    """Seconds after the midnight (UTC) before the log's first day."""
    answered: NDArray[np.bool_]
    score: NDArray[np.int64]
    """On the scale of the source's metric."""


def answers(recipe: LogRecipe, contacts: Contacts, random: np.random.Generator) -> Answers:
    """Return the answers to contacts, of those that came before the evening of the log's last day."""
    import numpy as np

    plan = recipe.answering
    sent = contacts.day * DAY + contacts.second
    order = np.lexsort((contacts.source, sent, contacts.customer))
    readiness = random.normal(0.0, plan.spread, int(contacts.customer.max()) + 1)
    readiness[: recipe.fatigue.customers] += plan.readier
    shares = np.array([*(source.answered for source in recipe.sources), plan.answered])
    odds = np.log(shares / (1 - shares))[contacts.source] + readiness[contacts.customer]
    odds += plan.effect * (_pressure(contacts.customer, sent, order) - 1)
    wait = np.minimum(random.exponential(plan.mean_days * DAY, len(sent)), plan.most_days * DAY)
    answered = random.random(len(sent)) < 1 / (1 + np.exp(-odds))
    found = Answers(sent + 60 + wait.astype(np.int64), answered, _scores(recipe, contacts, random))
    found = _doubled_alike(found, contacts, sent, order)
    return Answers(found.second, found.answered & (found.second < recipe.days * DAY - _EVENING), found.score)


def _pressure(customer: NDArray[np.int64], sent: NDArray[np.int64], order: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many contacts of the customer lie in the 30 days that end with each one."""
    import numpy as np

    line = (customer * (sent.max() + 2 * _WINDOW) + sent)[order]
    pressure = np.empty(len(line), dtype=np.int64)
    pressure[order] = np.searchsorted(line, line, side="right") - np.searchsorted(line, line - _WINDOW, side="right")
    return pressure


def _scores(recipe: LogRecipe, contacts: Contacts, random: np.random.Generator) -> NDArray[np.int64]:
    """Return scores that lean to the upper end of their scale, as those of customers do."""
    import numpy as np

    ends = np.array([SCALES[source.metric][1:] for source in recipe.sources] + [SCALES["nps"][1:]])
    low, high = ends[contacts.source].T
    drawn: NDArray[np.int64] = np.rint(low + (high - low) * random.beta(*recipe.answering.leaning, len(low))).astype(
        np.int64
    )
    return drawn


def _doubled_alike(found: Answers, contacts: Contacts, sent: NDArray[np.int64], order: NDArray[np.int64]) -> Answers:
    """Return the answers with those of a row that the export holds twice being one and the same."""
    import numpy as np

    before, after = order[:-1], order[1:]
    same = (contacts.customer[before] == contacts.customer[after]) & (sent[before] == sent[after])
    same &= contacts.source[before] == contacts.source[after]
    twin = np.arange(len(sent))
    twin[after[same]] = before[same]
    return Answers(found.second[twin], found.answered[twin], found.score[twin])
