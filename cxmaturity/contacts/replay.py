"""What contact policies would have stopped: logs replayed under each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from cxmaturity.contacts.settings import AuditSettings, Limit, Log, Policy
from cxmaturity.evidence.measures import Row, Table
from cxmaturity.words import Text

if TYPE_CHECKING:
    from cxmaturity.contacts.kernel.summary import Summary
    from cxmaturity.contacts.progress import Progress
    from cxmaturity.contacts.rows.opening import Opened

SCHEMA: Final = "cxmaturity/replay/1"
RESTS: Final = (0, 1, 3, 7, 14, 30, 60, 90, 180)
"""Days of rest of the policies on the frontier."""
FRONTIER: Final = tuple(Policy(f"rest-{days}", (Limit(1, days),) if days else ()) for days in RESTS)
"""One request in so many days; the first keeps everything."""


@dataclass(frozen=True)
class Replay:
    """What one policy would have kept and stopped."""

    policy: str
    """Its name."""
    groups: Mapping[str, Mapping[str, tuple[int, int]]]
    """``source`` and ``team`` to each one's kept and stopped contacts; the unattributed ones under ``""``."""
    customers_spared: int
    """Customers with at least one stopped contact."""
    stopped_responses: int | None
    """Answers to stopped contacts within the response window; None where the logs show no answers."""
    stopped_opt_outs: int | None
    """Opt-outs that belong to stopped contacts; None where the logs show none."""

    @property
    def kept(self) -> int:
        """Contacts that it would have kept."""
        return sum(kept for kept, _ in self.groups["source"].values())

    @property
    def stopped(self) -> int:
        """Contacts that it would have stopped."""
        return sum(stopped for _, stopped in self.groups["source"].values())

    def by(self, group: str) -> Table:
        """Return each source's, or each team's, kept and stopped contacts, sorted by its name."""
        found = sorted(self.groups[group].items())
        return tuple({group: name, "kept": kept, "stopped": stopped} for name, (kept, stopped) in found)

    def record(self) -> dict[str, object]:
        """Return it as JSON holds it."""
        return {
            "policy": self.policy,
            "kept": self.kept,
            "stopped": self.stopped,
            "by_source": list(self.by("source")),
            "by_team": list(self.by("team")),
            "customers_spared": self.customers_spared,
            "stopped_responses": self.stopped_responses,
            "stopped_opt_outs": self.stopped_opt_outs,
        }


@dataclass(frozen=True)
class Replays:
    """Logs replayed under several policies."""

    policies: tuple[Replay, ...]
    customers: int
    """Customers with a contact."""
    notes: tuple[Text, ...] = ()
    """Remarks on the reading."""


def replay(
    logs: Sequence[Log], settings: AuditSettings, policies: Sequence[Policy], progress: Progress | None = None
) -> Replays:
    """Return what each policy, of one or more, would have kept and stopped of the logs' contacts.

    Raises InputError as ``audit`` does, and when a policy has limits for kinds of source and no kind is known.
    """
    from cxmaturity.contacts.auditing import notes, read
    from cxmaturity.contacts.kernel.summarising import replayed
    from cxmaturity.contacts.policy import check_kinds

    for policy in policies:
        check_kinds(policy, settings.source_kinds)
    settings = replace(settings, policy=policies[0], replays=tuple(policies))
    found = read(logs, settings, progress, replayed)
    stopped = replays_of(policies, found.summary, found.opened)
    return Replays(stopped, found.summary.customers, notes(found, settings))


def replays_of(policies: Sequence[Policy], summary: Summary, opened: Sequence[Opened]) -> tuple[Replay, ...]:
    """Return what each policy would have kept and stopped, given the summary of the replay under them."""
    from cxmaturity.contacts.kernel.keeping import GROUPED
    from cxmaturity.contacts.metrics.observable import unseen_metrics

    unseen = unseen_metrics(opened)
    groups: dict[tuple[int, str], dict[str, tuple[int, int]]] = {
        (number, group): {} for number in range(len(policies)) for group in GROUPED
    }
    for (number, group, name), shares in summary.replays.items():
        groups[number, group][name] = shares
    found = []
    for number, policy in enumerate(policies):
        spared, responses, opt_outs = summary.spared.get(number, (0, 0, 0))
        found.append(
            Replay(
                policy.name,
                {group: groups[number, group] for group in GROUPED},
                spared,
                None if "response.rate" in unseen else responses,
                None if "optout.per_1000" in unseen else opt_outs,
            )
        )
    return tuple(found)


def frontier(replays: Iterable[Replay]) -> Table:
    """Return a row for each rest of the frontier, given its policies' replays: what more rest would have stopped."""
    return tuple(_row(days, each) for days, each in zip(RESTS, replays, strict=True))


def _row(days: int, found: Replay) -> Row:
    return {
        "days": days,
        "kept": found.kept,
        "stopped": found.stopped,
        "customers_spared": found.customers_spared,
        "stopped_responses": found.stopped_responses,
        "stopped_opt_outs": found.stopped_opt_outs,
    }
