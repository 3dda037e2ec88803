"""Learning the weights of a language from labelled texts, and what cross-validation says of them."""

import math
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from reviews.domain.tone.features import features, named
from reviews.domain.tone.folding import fold
from reviews.domain.tone.model import Figures, Model
from sellerdesk.domain.regression import Example, fit


FALSE_MAY, FALSE_SOUNDS = 0.05, 0.01
"""So many of the texts that are not negative may be said to be so."""
LARGEST = 127
"""Weights are whole numbers from −127 to 127."""


class Text(NamedTuple):
    """A labelled text: the names of its features by group, and whether it is negative."""

    groups: list[set[str]]
    negative: bool
    fold: int
    """Which part of the cross-validation it is in: the same text is never learned from and asked about."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a language is learned."""

    cost: float
    """How much a wrong example weighs against the pull of all weights towards nothing."""
    kept: int
    """Features whose weights are kept: the weightiest."""
    seldom: int = 2
    """What stands in fewer texts is not looked at."""


RECIPES = {"ru": Recipe(cost=4.0, kept=12_000), "zh": Recipe(cost=8.0, kept=20_000)}


def text_of(written: str, language: str, *, negative: bool, folds: int) -> Text:
    """A labelled text as it is learned from."""
    folded = fold(written).text
    return Text(named(features(folded, language)), negative, zlib.crc32(folded.encode("utf-8", "surrogatepass")) % folds)


def learn(texts: Sequence[Text], language: str, recipe: Recipe) -> Model:
    """Weights from all of these texts; the limits of doubt are not set yet. ValueError where one kind of text is missing."""
    if len({text.negative for text in texts}) < 2:
        raise ValueError("Both negative and other texts are needed.")
    strengths = _strengths(texts, recipe)
    weights, _ = _fitted(texts, strengths, recipe)
    # Learned once more with what is kept, so that the rest is not missed.
    kept = sorted(weights, key=lambda name: (-abs(weights[name]), name))[: recipe.kept]
    weights, bias = _fitted(texts, {name: strengths[name] for name in kept}, recipe)
    scale = max(abs(weight) for weight in weights.values()) / LARGEST
    whole = {name: number for name, weight in weights.items() if (number := round(weight / scale))}
    return Model(language, whole, scale, bias, 0.0, 0.0)


def _strengths(texts: Sequence[Text], recipe: Recipe) -> dict[str, float]:
    """How unevenly each feature stands in both kinds of texts: the logarithm of the ratio of its shares (naive Bayes)."""
    often: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for text in texts:
        for group in text.groups:
            often[text.negative].update(group)
    both = often[True] + often[False]
    known = [name for name, number in both.items() if number >= recipe.seldom]
    among = {kind: sum(own[name] + 1 for name in known) for kind, own in often.items()}
    return {name: math.log((often[True][name] + 1) / among[True] / (often[False][name] + 1) * among[False]) for name in sorted(known)}


def _fitted(texts: Sequence[Text], strengths: dict[str, float], recipe: Recipe) -> tuple[dict[str, float], float]:
    numbers = {name: number for number, name in enumerate(strengths)}
    examples = []
    for text in texts:
        full = [group for group in text.groups if group]
        groups = [(1 / math.sqrt(len(group)), sorted([numbers[name] for name in group if name in numbers])) for group in full]
        examples.append(Example(groups, 1 if text.negative else -1))
    weights, bias = fit(examples, list(strengths.values()), cost=recipe.cost)
    return dict(zip(strengths, weights, strict=True)), bias


def trained(texts: Sequence[Text], language: str, recipe: Recipe, *, folds: int, say: Callable[[str], object]) -> Model:
    """Weights from all texts, with limits and figures from scores of texts that were not learned from."""
    scored: list[tuple[float, bool]] = []
    for part in range(folds):
        model = learn([text for text in texts if text.fold != part], language, recipe)
        scored += [(model.score(text.groups), text.negative) for text in texts if text.fold == part]
        say(f"part {part + 1} of {folds} asked")
    may, sounds = (_limit(scored, share) for share in (FALSE_MAY, FALSE_SOUNDS))
    return replace(learn(texts, language, recipe), may=may, sounds=sounds, figures=_figures(scored, folds, may, sounds))


def _limit(scored: Sequence[tuple[float, bool]], share: float) -> float:
    """The lowest score from which on at most this share of the texts that are not negative are said to be so."""
    others = sorted((score for score, negative in scored if not negative), reverse=True)
    refused = others[int(len(others) * share)]
    above = [score for score in others if score > refused]
    return round((min(above) + refused) / 2 if above else refused + 0.01, 6)


def _figures(scored: Sequence[tuple[float, bool]], folds: int, may: float, sounds: float) -> Figures:
    negative = [score for score, is_negative in scored if is_negative]
    others = [score for score, is_negative in scored if not is_negative]
    right = sum(score > 0 for score in negative) + sum(score <= 0 for score in others)
    return Figures(
        texts=len(scored),
        negative=len(negative),
        folds=folds,
        accuracy=round(right / len(scored), 4),
        false_may=_share(others, may),
        caught_may=_share(negative, may),
        false_sounds=_share(others, sounds),
        caught_sounds=_share(negative, sounds),
    )


def _share(scores: Sequence[float], limit: float) -> float:
    return round(sum(score >= limit for score in scores) / len(scores), 4)
