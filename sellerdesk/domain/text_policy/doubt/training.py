"""Learning from labelled phrases what may break a rule, and what cross-validation with whole families held out says of it.

Phrases of one family resemble one another: held out one by one, they would flatter the figures.
"""

import math
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from sellerdesk.domain.regression import Example, fit
from sellerdesk.domain.text_policy.doubt.features import windows
from sellerdesk.domain.text_policy.doubt.model import ANY, KINDS, Figures, Model, Part
from sellerdesk.domain.text_policy.hits import Hits


COST: Final = 30.0
"""How much a wrong example weighs against the pull of all weights towards nothing."""
KEPT: Final = {ANY: 10_000}
KEPT_OF_A_KIND: Final = 1_500
"""Features whose weights are kept: the weightiest."""
FALSE_MAY: Final = 0.11
"""So many of the innocent texts may be doubted."""
LOST_CALM: Final = 0.02
"""So many of the texts that break a rule may look as good as innocent."""
LARGEST: Final = 127
"""Weights are whole numbers from −127 to 127."""
COMPOSED: Final = "composed"
"""A family whose phrases are put together from those of others: learned from, never asked about."""
_NEVER = -1
_SHORT = 3
"""Stretches that a text of two sentences has: it is learned from as a whole."""


class Labelled(NamedTuple):
    """A phrase: what its stretches show, the kinds that it breaks (none: innocent), and which part of the cross-validation it is in."""

    stretches: list[frozenset[str]]
    kinds: frozenset[str]
    fold: int


def labelled(text: str, kinds: frozenset[str], family: str, language: str, folds: int) -> Labelled:
    """A phrase as it is learned from; ValueError for a kind that is not known."""
    if unknown := kinds - set(KINDS):
        raise ValueError(f"{', '.join(sorted(unknown))} is no kind. Known are {', '.join(KINDS)}.")
    stretches = [frozenset(window.names) for window in windows(Hits(text), language)]
    return Labelled(stretches, kinds, _NEVER if family == COMPOSED else zlib.crc32(family.encode()) % folds)


def trained(phrases: Sequence[Labelled], language: str, *, folds: int, say: Callable[[str], object]) -> Model:
    """Weights from all phrases, with the limit and the figures from scores of families that were not learned from."""
    scored: list[tuple[float, bool]] = []
    for number in range(folds):
        part = _any([phrase for phrase in phrases if phrase.fold != number])
        asked = [phrase for phrase in phrases if phrase.fold == number]
        scored += [(max(map(part.score, phrase.stretches)), bool(phrase.kinds)) for phrase in asked]
        say(f"part {number + 1} of {folds} asked")
    may = _limit([score for score, breaks in scored if not breaks])
    guilty = sorted(score for score, breaks in scored if breaks)
    calm = round(guilty[int(len(guilty) * LOST_CALM)], 6)
    return replace(learn(phrases, language), may=may, calm=calm, figures=_figures(scored, folds, may))


def learn(phrases: Sequence[Labelled], language: str) -> Model:
    """Weights from all of these phrases; the limit of doubt is not set yet. ValueError where a kind of phrase is missing."""
    whole = _any(phrases)
    guilty = [(_guilty(phrase, whole), phrase.kinds) for phrase in phrases if phrase.kinds]
    parts = {ANY: whole}
    for kind in KINDS:
        examples = [(names, kind in kinds) for names, kinds in guilty]
        parts[kind] = _part(examples, KEPT_OF_A_KIND)
    return Model(language, parts, 0.0, 0.0)


def _any(phrases: Sequence[Labelled]) -> Part:
    """Breaks a rule or not. Every stretch of an innocent phrase is innocent; of a long guilty one the worst stretch is guilty."""
    innocent = [(stretch, False) for phrase in phrases if not phrase.kinds for stretch in phrase.stretches]
    short = [(_guilty(phrase, None), True) for phrase in phrases if phrase.kinds and len(phrase.stretches) <= _SHORT]
    long = [phrase for phrase in phrases if phrase.kinds and len(phrase.stretches) > _SHORT]
    first = _part(short + innocent, KEPT[ANY])
    return _part(short + [(_guilty(phrase, first), True) for phrase in long] + innocent, KEPT[ANY]) if long else first


def _guilty(phrase: Labelled, part: Part | None) -> frozenset[str]:
    """The stretch of a phrase in which the rule is broken."""
    if len(phrase.stretches) <= _SHORT:
        return phrase.stretches[1 if len(phrase.stretches) == _SHORT else 0]
    assert part is not None
    return max(phrase.stretches, key=part.score)


def _part(examples: Sequence[tuple[frozenset[str], bool]], kept: int) -> Part:
    if len({label for _names, label in examples}) < 2:
        raise ValueError("Phrases that break a rule and innocent ones are needed, of every kind.")
    strengths = _strengths(examples)
    weights, _bias = _fitted(examples, strengths)
    # Learned once more with what is kept, so that the rest is not missed.
    names = sorted(weights, key=lambda name: (-abs(weights[name]), name))[:kept]
    weights, bias = _fitted(examples, {name: strengths[name] for name in names})
    scale = max(abs(weight) for weight in weights.values()) / LARGEST
    return Part({name: number for name, weight in weights.items() if (number := round(weight / scale))}, scale, bias)


def _strengths(examples: Sequence[tuple[frozenset[str], bool]]) -> dict[str, float]:
    """How unevenly each feature stands in both kinds of examples: the logarithm of the ratio of its shares (naive Bayes)."""
    often: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for names, label in examples:
        often[label].update(names)
    known = sorted(often[True] | often[False])
    among = {label: sum(own.values()) + len(known) for label, own in often.items()}
    return {name: math.log((often[True][name] + 1) / among[True] / (often[False][name] + 1) * among[False]) for name in known}


def _fitted(examples: Sequence[tuple[frozenset[str], bool]], strengths: dict[str, float]) -> tuple[dict[str, float], float]:
    numbers = {name: number for number, name in enumerate(strengths)}
    told = [
        Example([(1 / math.sqrt(len(names) or 1), sorted([numbers[name] for name in names if name in numbers]))], 1 if label else -1)
        for names, label in examples
    ]
    weights, bias = fit(told, list(strengths.values()), cost=COST)
    return dict(zip(strengths, weights, strict=True)), bias


def _limit(innocent: Sequence[float]) -> float:
    """The score from which on at most the permitted share of innocent texts is doubted."""
    scores = sorted(innocent, reverse=True)
    refused = scores[int(len(scores) * FALSE_MAY)]
    above = [score for score in scores if score > refused]
    return round((min(above) + refused) / 2 if above else refused + 0.01, 6)


def _figures(scored: Sequence[tuple[float, bool]], folds: int, may: float) -> Figures:
    guilty = [score for score, breaks in scored if breaks]
    innocent = [score for score, breaks in scored if not breaks]
    caught, wrong = (round(sum(score >= may for score in scores) / len(scores), 4) for scores in (guilty, innocent))
    return Figures(len(scored), len(innocent), folds, caught, wrong)
