"""Walks through the gaps of small maps: where they stand, and what is answered."""

from __future__ import annotations

from small_maps import a_view

from cxmaturity.model import find_model, load_model
from cxmaturity.ownership.walk import Standing, question

SEVERITIES = {check.id: check.severity for check in load_model(find_model("cx-program")).checks}


def standing(source, log=None, team=None):
    return Standing(a_view(source, log, team), lambda facts: SEVERITIES)


def gaps(found):
    return [weighed.gap for weighed in found.gaps]


def offers(found, gap):
    """Return what is offered for a gap, by its words."""
    return {str(offer.words): offer for offer in question(found, gap).offers}


def filled(offer, name="Quite new"):
    """Return something for each field of an offer."""
    values = ()
    for field in offer.fields:
        if field.kind == "choice":
            values += (field.choices(values)[0].value,)
        else:
            values += ({"text": name, "names": f"{name}, new too", "number": field.proposed or "12,5"}[field.kind],)
    return values
