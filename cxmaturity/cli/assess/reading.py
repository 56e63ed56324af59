"""What a sitting at the terminal begins with: the cycle's journal, and what scores its answers beside the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxmaturity.cli import watching
from cxmaturity.cli.assess.telling import say_when_signed
from cxmaturity.cli.options import note
from cxmaturity.errors import InputError
from cxmaturity.words import Language, text

if TYPE_CHECKING:
    from cxmaturity.engagement.folder import Cycle, Engagement
    from cxmaturity.engagement.journal import Journal
    from cxmaturity.evidence.facts import Facts


def read(engagement: Engagement, cycle: Cycle, language: Language) -> Journal:
    """Return the cycle's journal as the model has it now; say what could not be read of it, and who has signed it."""
    from cxmaturity.engagement.up_to_date import to_write

    present = to_write(engagement, cycle)
    for message in present.notes:
        note(message, language)
    say_when_signed(cycle, language)
    return present


def evidence_at_hand(engagement: Engagement, cycle: Cycle, language: Language, *, renewed: bool = False) -> Facts:
    """Return what is known of a cycle, answers aside; nothing but its date, and a note, where it cannot be read.

    Recorded facts are taken as they are, and no log is read. ``renewed``: where a log has changed, it is audited first.
    """
    from cxmaturity.engagement.facts import facts_at_hand
    from cxmaturity.engagement.recording import as_note
    from cxmaturity.evidence.facts import Facts

    try:
        if renewed:
            return watching.gathered(engagement.folder, cycle.name if cycle.recorded else None, cycle.as_of).facts
        return facts_at_hand(engagement, cycle)
    except InputError as error:  # the sitting needs no evidence, and score explains all of it
        note(
            text(
                "The scores shown leave out the evidence, because it cannot be read: {what}",
                what=as_note(error.problems[0]),
            ),
            language,
        )
        return Facts(engagement.settings.organisation, cycle.name, cycle.as_of, answers=())
