"""SCORING.md read plainly: slow, on plain data, written from the text and not from the package.

A practice is a ``Plain``; an answer is (practice, voice, respondent, role, agreed), its voice 0–3, "unknown", or
("n/a", reason); a measure is (low, high).
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

THIRD = Fraction(1, 3)


class Plain(NamedTuple):
    id: str
    question: str
    stage: int
    required: bool
    weight: Fraction
    rules: tuple  # of (metric, direction, (partly, largely, fully))


class Levels(NamedTuple):
    finals: dict  # practice to its final level, or None
    mosts: dict  # practice to the most that it can be
    saids: dict  # practice to its claim


def lower_median(values):
    ranked = sorted(values)
    while len(ranked) > 2:
        ranked = ranked[1:-1]
    return ranked[0]


def claim(answers):
    """Level, "unknown", ("n/a", reason) or None of one practice."""
    if any(agreed for *_, agreed in answers):
        answers = [answer for answer in answers if answer[4]]
    roles = {}
    for _, voice, _, role, _ in answers:
        roles.setdefault(role, []).append(voice)
    medians = []
    for voices in roles.values():
        levels = [voice for voice in voices if isinstance(voice, int)]
        if levels:
            medians.append(lower_median(levels))
    if medians:
        return lower_median(medians)
    if not answers:
        return None
    refusals = [voice for _, voice, *_ in answers if voice != "unknown"]
    if len(refusals) < len(answers):
        return "unknown"
    return min(refusals, key=lambda voice: (voice[1] != "outside_control", voice[1]))


def level_of(value, direction, thresholds):
    level = 0
    for number, limit in enumerate(thresholds, start=1):
        if (direction == "up" and value >= limit) or (direction == "down" and value <= limit):
            level = number
    return level


def judged(practice, answers, measures):
    """(claim, supported, final, verdict, most) of a practice."""
    said = claim([answer for answer in answers if answer[0] == practice.id])
    seen = []
    for metric, direction, thresholds in practice.rules:
        if metric in measures:
            seen.append(sorted(level_of(end, direction, thresholds) for end in measures[metric]))
    supported = min(high for _, high in seen) if seen else None
    if not isinstance(said, int):
        return said, supported, None, None, 3 if supported is None else supported
    final = said if supported is None else min(said, supported)
    verdict = "unverified"
    if seen:
        if any(said > high for _, high in seen):
            verdict = "contradicted"
        elif all(low == high == said for low, high in seen):
            verdict = "confirmed"
        else:
            verdict = "consistent"
    return said, supported, final, verdict, final


def is_refused(said):
    return isinstance(said, tuple)


def score(practices, known):
    """(value, low, high, coverage) over those practices."""
    applicable = [item for item in practices if not is_refused(known.saids[item.id])]
    if not applicable:
        return None, None, None, None
    weight = sum(item.weight for item in applicable)
    levelled = [item for item in applicable if known.finals[item.id] is not None]
    points = sum(item.weight * known.finals[item.id] for item in levelled)
    value = 100 * THIRD * points / sum(item.weight for item in levelled) if levelled else None
    high = 100 * THIRD * sum(item.weight * known.mosts[item.id] for item in applicable) / weight
    return value, 100 * THIRD * points / weight, high, Fraction(len(levelled), len(applicable))


def headline(practices, known):
    early = [item for item in practices if item.stage in (2, 3)]
    _, low, high, coverage = score(early, known)
    wanted = [known.finals[item.id] for item in early if item.required and not is_refused(known.saids[item.id])]
    if low is not None and 3 * low >= 200 and all(final is not None and final >= 2 for final in wanted):
        return "yes"
    if high is not None and 3 * high < 100:
        return "no"
    return "cannot_tell" if coverage is None or 2 * coverage < 1 else "partly"


def passes(item, known, high):
    said = known.saids[item.id]
    if is_refused(said):
        return said[1] != "outside_control" or high
    return (known.mosts[item.id] if high else known.finals[item.id] or 0) >= 2


def attained(practices, known, high=False):
    """The highest s of which every gate 2..s is passed; no gate is required of stage 1."""
    return max(
        s
        for s in (1, 2, 3, 4, 5)
        if all(passes(item, known, high) for item in practices if item.required and item.stage <= s)
    )


def said_something(practices, known):
    return any(known.finals[item.id] is not None or is_refused(known.saids[item.id]) for item in practices)


def organisation(questions, practices, known):
    """(value, low, high) of the organisation's stage."""
    lows, highs = [], []
    for question in questions:
        own = [item for item in practices if item.question == question]
        if any(item.required for item in own):
            lows.append(attained(own, known) if said_something(own, known) else 1)
            highs.append(attained(own, known, high=True))
    if not lows:
        return None, 1, 5
    low = min(lows)
    return low if said_something(practices, known) else None, low, min(highs)


def blockers(practices, known, value):
    reach = 2 if value is None else value + 1
    return sorted(
        item.id for item in practices if item.required and item.stage <= reach and not passes(item, known, high=False)
    )


def flips(questions, practices, known, value):
    if value is None:
        return []
    found = []
    for item in practices:
        final = known.finals[item.id]
        for other in () if final is None else (final - 1, final + 1):
            if 0 <= other <= 3:
                moved = Levels(known.finals | {item.id: other}, known.mosts | {item.id: other}, known.saids)
                if organisation(questions, practices, moved)[0] != value and item.id not in found:
                    found.append(item.id)
    return sorted(found)


def index(practices, known):
    low = high = Fraction(1)
    for s in (2, 3, 4, 5):
        gate = [
            item for item in practices if item.stage == s and item.required and not is_refused(known.saids[item.id])
        ]
        low += sum(THIRD * (known.finals[item.id] or 0) for item in gate) / len(gate) if gate else 1
        high += sum(THIRD * known.mosts[item.id] for item in gate) / len(gate) if gate else 1
    return low if said_something(practices, known) else None, low, high


def everything(questions, practices, answers, measures):
    """All scores of a case, as plain values."""
    own = {item.id: judged(item, answers, measures) for item in practices}
    known = Levels(*({name: found[place] for name, found in own.items()} for place in (2, 4, 0)))
    said = {name: voice if isinstance(voice, int) else None for name, voice in known.saids.items()}
    claims = Levels(said, {name: 3 if level is None else level for name, level in said.items()}, known.saids)
    value, low, high = organisation(questions, practices, known)
    found = {}
    for question in questions:
        group = [item for item in practices if item.question == question]
        tops = [item.stage for item in group if item.required]
        reached = attained(group, known) if said_something(group, known) else None
        ends = reached, attained(group, known), attained(group, known, high=True)
        found[question] = {
            "score": score(group, known),
            "claimed": score(group, claims),
            "headline": headline(group, known),
            "stage": tuple(None if end is None else min(end, max(tops)) for end in ends) if tops else (None,) * 3,
            "top": max(tops) if tops else None,
            "own_blockers": blockers(group, known, reached),
        }
    return {
        "practices": {name: found[:4] for name, found in own.items()},
        "stage": (value, low, high),
        "claimed_stage": organisation(questions, practices, claims)[0],
        "questions": found,
        "index": index(practices, known),
        "blockers": blockers(practices, known, value),
        "flips": flips(questions, practices, known, value),
    }


def voices(practices, answers):
    """(role, respondent) to practice to level; what a workshop agreed on is nobody's own view."""
    given = {}
    known = {item.id for item in practices}
    for practice, voice, respondent, role, agreed in answers:
        if isinstance(voice, int) and not agreed and practice in known:
            given.setdefault((role, respondent), {})[practice] = voice
    return given


def alpha(practices, answers):
    """Krippendorff's ordinal alpha by its definition: 1 − observed ÷ expected disagreement of pairable values."""
    given = voices(practices, answers)
    units = [[levels[item.id] for levels in given.values() if item.id in levels] for item in practices]
    units = [unit for unit in units if len(unit) > 1]
    values = [value for unit in units for value in unit]
    if len(set(values)) < 2:
        return None

    def distance(one, other):
        between = range(min(one, other), max(one, other) + 1)
        return (sum(values.count(g) for g in between) - Fraction(values.count(one) + values.count(other), 2)) ** 2

    def disagreement(group):
        return sum(distance(group[i], group[j]) for i in range(len(group)) for j in range(len(group)) if i != j)

    observed = sum(Fraction(disagreement(unit), len(unit) - 1) for unit in units) / len(values)
    return 1 - observed / (Fraction(disagreement(values)) / (len(values) * (len(values) - 1)))


def r_wg(practices, answers):
    given, found = voices(practices, answers), {}
    for item in practices:
        levels = [said[item.id] for said in given.values() if item.id in said]
        if len(levels) > 1:
            mean = Fraction(sum(levels), len(levels))
            found[item.id] = 1 - sum((level - mean) ** 2 for level in levels) / (len(levels) - 1) / Fraction(15, 12)
    return found


def own_means(question, role, practices, given):
    """Each respondent's own claimed mean of a question, 0–100."""
    found = []
    for (played, _), said in given.items():
        own = [item for item in practices if item.question == question and item.id in said]
        if played == role and own:
            points = sum(item.weight * said[item.id] for item in own)
            found.append(100 * THIRD * points / sum(item.weight for item in own))
    return found


def exact_p(first, second):
    """Two-sided: the share of all arrangements at least as far apart as this one."""
    pool, size = first + second, len(first)

    def apart(chosen):
        one = [pool[place] for place in chosen]
        other = [pool[place] for place in range(len(pool)) if place not in chosen]
        return abs(sum(one) / Fraction(len(one)) - sum(other) / Fraction(len(other)))

    arrangements = list(combinations(range(len(pool)), size))
    observed = apart(tuple(range(size)))
    return Fraction(sum(apart(chosen) >= observed for chosen in arrangements), len(arrangements))


def least_p(first, second):
    """What the most extreme values possible would give: all of one group above all of the other."""
    return exact_p([Fraction(100)] * len(first), [Fraction(0)] * len(second))


def holm(ps):
    """Step down: each p times the number of those not yet passed, never below the one before it."""
    left, before, found = dict(enumerate(ps)), Fraction(0), {}
    while left:
        place = min(left, key=left.get)
        before = max(before, min(Fraction(1), left.pop(place) * (len(left) + 1)))
        found[place] = before
    return [found[place] for place in range(len(ps))]


def gaps(questions, practices, answers):
    """(question, roles, gap, p, n) of every question and pair of roles."""
    given, found = voices(practices, answers), []
    for roles in combinations(sorted({role for role, _ in given}), 2):
        groups = {question: [own_means(question, role, practices, given) for role in roles] for question in questions}
        groups = {question: pair for question, pair in groups.items() if all(pair)}
        ps = holm([exact_p(*pair) for pair in groups.values()])
        least = holm([least_p(*pair) for pair in groups.values()])
        for (question, (first, second)), p, possible in zip(groups.items(), ps, least, strict=True):
            gap = sum(first) / Fraction(len(first)) - sum(second) / Fraction(len(second))
            known = p if possible <= Fraction(5, 100) else None
            found.append((question, roles, gap, known, (len(first), len(second))))
    return found
