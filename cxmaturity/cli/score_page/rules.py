"""The evidence on one practice, rule by rule: what was measured and where, what it allows, and what is left out."""

from __future__ import annotations

from typing import Final

from cxmaturity.cli.paper import Paper
from cxmaturity.cli.score_page.wording import figure, level_name, measured, metric_name
from cxmaturity.evidence.measures import Estimate
from cxmaturity.evidence.origins import Origin
from cxmaturity.evidence.sentences import sentence, shows
from cxmaturity.scoring import Chain, EvidenceSeen, RuleRead, SilentRule, Verdict
from cxmaturity.scoring.rule_words import asked_words, origin_words, silence_words
from cxmaturity.words import Text, text

_SPEAKS: Final[dict[Verdict, Text]] = {
    "confirmed": text("confirms the claim"),
    "consistent": text("does not contradict the claim"),
    "contradicted": text("contradicts the claim"),
}
_STYLES: Final[dict[Verdict | None, str]] = {"confirmed": "green", "consistent": "green", "contradicted": "bold red"}


def rules(chain: Chain, cycle: str, paper: Paper) -> None:
    """Print every evidence rule of a practice, and what they come to."""
    paper.title(text("Evidence"))
    if not chain.rules:
        paper.line(text("No metric checks this practice; proof is what people show."), indent=3)
        return
    for read in chain.rules:
        found = read.found
        shown = (
            silence_words(found, read.origins) if isinstance(found, SilentRule) else _seen(found, read.verdict, paper)
        )
        paper.bullet(
            text("{name}: {value}", name=metric_name(read.rule.metric, paper), value=shown),
            _STYLES.get(read.verdict, "dim"),
        )
        if isinstance(found, EvidenceSeen) and read.rule.shows is not None:
            say = sentence if chain.score.claimed else shows  # who claims “not” claims nothing
            paper.line(f"{say(read.rule, found.measure, paper.language)}.", indent=5)
        paper.line(f"{paper.say(_asked(read, paper))} · {read.rule.metric}", "dim", indent=5)
        paper.line(_origins(read.origins, cycle, paper), "dim", indent=5)
    paper.line(_allowed(chain), indent=3)


def _seen(seen: EvidenceSeen, verdict: Verdict | None, paper: Paper) -> Text:
    value = measured(seen, paper)
    if isinstance(seen.measure, Estimate) and seen.measure.n is not None:
        value = paper.say(text("{value} of {n:int}", value=value, n=seen.measure.n))
    reach = level_name(seen.most)
    if seen.least != seen.most:
        reach = text("{least} to {most}", least=level_name(seen.least), most=reach)
    if verdict is None:
        return text("{value}, which allows “{reach}”.", value=value, reach=reach)
    return text("{value}, which allows “{reach}”: it {speaks}.", value=value, reach=reach, speaks=_SPEAKS[verdict])


def _asked(read: RuleRead, paper: Paper) -> Text:
    return asked_words(read.rule, lambda end: figure(read.rule.metric, end, paper))


def _origins(origins: tuple[Origin, ...], cycle: str, paper: Paper) -> Text:
    return text("from {records}", records=" + ".join(paper.say(origin_words(origin, cycle)) for origin in origins))


def _allowed(chain: Chain) -> Text:
    used = len(chain.score.evidence)
    if not used:
        return text("→ No rule can speak: nothing caps the claim.")
    supported = level_name(chain.score.supported)
    if used == 1:
        return text("→ Evidence allows “{level}” at most.", level=supported)
    return text("→ Evidence allows “{level}” at most, the least that the rules allow.", level=supported)
