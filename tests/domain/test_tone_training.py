"""Learning from labelled texts: the regression to its end, and figures from texts that were not learned from."""

import math
import random
from collections.abc import Iterator

import pytest

from reviews.domain.tone import training
from reviews.domain.tone.model import spelled
from reviews.domain.tone.training import RECIPES, Recipe, Text, learn, text_of, trained
from sellerdesk.domain.regression import Example, fit


def loss(examples: list[Example], strengths: list[float], cost: float, weights: list[float], bias: float) -> float:
    """What the regression makes least: the squares of the weights before their strength, and the cost of each example."""
    squares = sum((weight / strength) ** 2 for weight, strength in zip(weights, strengths, strict=True)) + bias**2
    scores = [one.sign * (sum(each * sum(weights[feature] for feature in group) for each, group in one.groups) + bias) for one in examples]
    return squares / 2 + cost * sum(math.log1p(math.exp(-score)) for score in scores)


@pytest.mark.parametrize("cost", [0.1, 1.0, 10.0])
def test_no_step_in_any_direction_is_better_than_where_the_regression_ends(cost: float) -> None:
    chance = random.Random(7)
    strengths = [chance.uniform(0.5, 3) for _ in range(12)]
    examples = [
        Example(
            [(chance.uniform(0.3, 1), chance.sample(range(8), 3)), (chance.uniform(0.3, 1), chance.sample(range(8, 12), 2))],
            chance.choice((1, -1)),
        )
        for _ in range(60)
    ]

    weights, bias = fit(examples, strengths, cost=cost)

    least = loss(examples, strengths, cost, weights, bias)
    for place in range(12):
        for step in (0.05, -0.05):
            moved = [weight + step * (number == place) for number, weight in enumerate(weights)]
            assert loss(examples, strengths, cost, moved, bias) > least
    assert min(loss(examples, strengths, cost, weights, bias + step) for step in (0.05, -0.05)) > least


def labelled(language: str) -> Iterator[Text]:
    """Texts of which one word decides, each a little different."""
    bad, good, fill = ("ужасно", "отлично", "чай чашка стол окно дом лес") if language == "ru" else ("差", "好", "茶 杯 桌 窗 家 林")
    chance = random.Random(3)
    for number in range(200):
        words = [*chance.sample(fill.split(), 3), bad if number % 2 else good, str(number)]
        yield text_of(" ".join(words), language, negative=bool(number % 2), folds=4)


@pytest.mark.parametrize("language", ["ru", "zh"])
def test_what_decides_is_learned_and_the_figures_are_of_texts_not_learned_from(language: str) -> None:
    told: list[str] = []

    model = trained(list(labelled(language)), language, RECIPES[language], folds=4, say=told.append)

    figures = model.figures
    assert figures is not None
    assert (figures.texts, figures.negative, figures.folds, len(told)) == (200, 100, 4, 4)
    assert figures.accuracy == 1.0
    assert (figures.false_may, figures.false_sounds) <= (0.05, 0.01)
    assert figures.caught_may == 1.0
    heaviest = max(model.weights, key=lambda name: model.weights[name]).removeprefix("W").strip()
    assert heaviest in ("ужасно" if language == "ru" else "差")
    assert max(abs(weight) for weight in model.weights.values()) == training.LARGEST


def test_the_same_texts_give_the_same_file() -> None:
    texts = list(labelled("ru"))

    one, other = (trained(texts, "ru", RECIPES["ru"], folds=2, say=str) for _ in range(2))

    assert spelled(one) == spelled(other)


def test_the_same_text_is_never_learned_from_and_asked_about() -> None:
    assert len({text_of(written, "ru", negative=True, folds=50).fold for written in ("Плохо ", "плохо", "ПЛОХО")}) == 1


def test_only_the_weightiest_features_are_kept() -> None:
    model = learn(list(labelled("ru")), "ru", Recipe(cost=1.0, kept=10))

    assert len(model.weights) <= 10


def test_without_one_kind_of_text_nothing_is_learned() -> None:
    with pytest.raises(ValueError, match="Both"):
        learn([text_of("плохо", "ru", negative=True, folds=2)], "ru", RECIPES["ru"])


@pytest.mark.parametrize("share", [0.05, 0.01, 0.5])
def test_from_the_limit_on_no_more_than_the_share_are_wrong(share: float) -> None:
    chance = random.Random(5)
    scored = [(round(chance.gauss(0, 1), 1), False) for _ in range(300)] + [(3.0, True)]

    limit = training._limit(scored, share)

    wrong = sum(score >= limit for score, negative in scored if not negative)
    assert wrong <= 300 * share
    assert any(score >= limit for score, _ in scored)
