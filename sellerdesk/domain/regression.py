"""Logistic regression with an L2 pull, to its end: dual coordinate descent (Yu, Huang, Lin 2011), one example at a time.

Plain Python: a few thousand texts take seconds, and what the product learns by needs no other library than what it runs on.
"""

import math
import random
from collections.abc import Sequence
from typing import NamedTuple


class Example(NamedTuple):
    """One text: of each group of its features what each of them counts, and their numbers, each once."""

    groups: list[tuple[float, list[int]]]
    sign: int
    """1 for negative, −1 for not."""


ENOUGH = 1e-3
"""Where no example moves by more than so much of its limit, it has converged."""
NEAR, STEPS = 1e-7, 60
"""One example's multiplier is found so exactly, in at most so many steps."""


def fit(examples: Sequence[Example], strengths: Sequence[float], *, cost: float, rounds: int = 200) -> tuple[list[float], float]:
    """The weight of each feature, already times its strength, and the bias. The same examples always give the same weights.

    A strong feature is pulled less towards nothing: its weight is what the regression gives times its strength.
    """
    weights, bias = [0.0] * len(strengths), 0.0
    squares = [strength * strength for strength in strengths]
    curves = [1.0 + sum(each * each * sum([squares[one] for one in group]) for each, group in example.groups) for example in examples]
    told = [0.0] * len(examples)
    order, chance = list(range(len(examples))), random.Random(1)  # noqa: S311 - an order, no secret
    for _ in range(rounds):
        chance.shuffle(order)
        most = 0.0
        for number in order:
            groups, sign = examples[number]
            score = sign * (bias + sum([each * sum([weights[one] for one in group]) for each, group in groups]))
            wanted = _where(told[number], curves[number], score, cost)
            step = wanted - told[number]
            told[number], most = wanted, max(most, abs(step))
            bias += sign * step
            for each, group in groups:
                moved = sign * step * each
                for one in group:
                    weights[one] += moved * squares[one]
        if most < ENOUGH * cost:
            break
    return weights, bias


def _where(told: float, curve: float, score: float, cost: float) -> float:
    """The multiplier z in (0, cost) with curve·(z − told) + score + log(z / (cost − z)) = 0: Newton's steps, halved where they leave it."""
    low, high = 0.0, cost
    z = min(max(told, cost * 1e-6), cost * (1 - 1e-6))
    for _ in range(STEPS):
        slope = curve * (z - told) + score + math.log(z / (cost - z))
        if slope > 0:
            high = z
        else:
            low = z
        step = slope / (curve + cost / (z * (cost - z)))
        if abs(step) < NEAR * cost:
            break
        z = z - step if low < z - step < high else (low + high) / 2
    return z
