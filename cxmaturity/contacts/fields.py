"""The canonical fields of a contact log (CONTACT_METRICS.md)."""

from __future__ import annotations

from typing import Final

FIELDS: Final = (
    "customer_id", "sent_at", "source", "channel", "team", "tool", "kind", "question", "contact_id", "event_at",
    "delivered", "opened_at", "responded_at", "metric", "score", "scale", "unsubscribed_at", "bounced", "bounced_at",
    "suppressed", "segment", "value", "comment", "predicted_score", "event_type",
)  # fmt: skip
"""Every field that ``--map`` and ``--set`` know. ``event_type`` makes a log an event log."""

LIKE_FIELDS: Final = {
    "customer_id": (
        "id", "client", "client_id", "customer", "customerid", "customer_number", "contact", "recipient", "respondent",
        "user", "user_id", "email", "e_mail", "mail", "person", "id_client", "identifiant", "clientid", "kunde",
    ),
    "sent_at": ("sent", "send_date", "date", "time", "timestamp", "sent_date", "date_envoi", "envoi", "heure"),
    "responded_at": ("responded", "answered_at", "response_date", "date_reponse", "reponse"),
    "event_type": ("event", "type", "action", "evenement", "événement"),
    "source": ("survey", "campaign", "program", "programme", "enquete", "enquête", "campagne"),
    "channel": ("medium", "canal"),
    "team": ("department", "equipe", "équipe", "service"),
    "tool": ("platform", "outil", "vendor"),
    "unsubscribed_at": ("unsubscribed", "opt_out", "optout", "desabonnement", "désabonnement"),
    "score": ("rating", "note", "nps"),
}  # fmt: skip
"""Field to words that people write for it."""

CATEGORIES: Final = ("source", "channel", "team", "tool", "kind")
"""Fields with few distinct values: they travel through the sort as codes, in the order of their code points."""

CODED: Final = (*CATEGORIES, "metric", "scale")
"""Fields that travel as codes; the last two have no part in the order."""

DETAILS: Final = (
    "event", "ident", "responded", "unsubscribed", "bounced", "soft", "strange", "event_at", "score", "question",
    "commented",
)  # fmt: skip
"""The further columns of the sorted stream. ``event`` is 0 for a contact, else an index in KNOWN_EVENTS; ``ident`` and
``question`` are hashes (0: none); times are microseconds since 1970, NEVER where there is none; a ``score`` that is no
number is infinite, one that is not there no number (nan); ``soft`` tells soft bounces, ``strange`` contacts with an
instant that cannot be besides their sending, ``commented`` whether there is a comment."""

FURTHER: Final = ("segment", "value", "comment")
"""Fields that only an answer's follow-up looks at."""

OF_EVENTS: Final = ("source", "metric", "scale")
"""Coded fields that an event's row has, too."""

LOWERED: Final = ("kind", "metric")
"""Fields whose values are compared in lower case."""

BLANK: Final = {"kind": "invite"}
"""What a contact without a value has in a category, where that is not the empty text."""

KINDS: Final = ("invite", "reminder", "other")
"""Kinds of contact; any other word counts as the last."""

SENT: Final = "sent"
KNOWN_EVENTS: Final = ("sent", "delivered", "opened", "responded", "unsubscribed", "bounced", "suppressed")
"""Event types of an event log; any other is counted as another event."""

MOMENTS: Final = ("responded_at", "unsubscribed_at", "bounced_at", "opened_at", "delivered", "event_at")
"""Times that a contact may have besides its sending. ``delivered`` is one only where a file writes times there."""

TIMES: Final = ("sent_at", *MOMENTS)
"""Fields whose columns hold times."""

KNOWN_MOMENTS: Final = ("responded_at", "unsubscribed_at", "bounced_at", "opened_at", "delivered")
"""Those of them that are events."""

POSSIBLE: Final = (631_152_000_000_000, 4_102_444_800_000_000)
"""1990-01-01 and 2100-01-01, in microseconds since 1970: instants outside are impossible."""

NEVER: Final = -(1 << 63)
"""The instant of what did not happen to a contact."""

NOT_YET: Final = (1 << 63) - 1
"""The instant of what did not happen to a customer: later than any contact."""

NO: Final = (
    "", "0", "false", "no", "n", "f", "off", "none", "null", "nan", "na", "n/a", "#n/a", "-", "–", "—",
    "non", "faux", "nein", "falsch",
)  # fmt: skip
"""Words that mean that a row was not suppressed, as a number that is zero does; anything else: a rule fired."""

_MORE_BLANKS = (0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF)
BLANKS: Final = "".join(
    map(
        chr,
        (*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), *_MORE_BLANKS),
    )
)
"""Characters that are trimmed from both ends of a cell: Unicode's white space and the byte order mark."""
