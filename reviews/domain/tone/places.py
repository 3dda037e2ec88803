"""Which words of a text spoke for negative: the weights of its features, laid on its signs, and the runs where they are highest."""

import math
import re
from collections import Counter
from itertools import pairwise

from reviews.domain.tone.features import features
from reviews.domain.tone.model import Model


MOST = 3
LEAST_SHARE = 0.3
"""What weighs less than so much of the weightiest run is not worth naming."""
LONGEST_RUN = {"ru": 4, "zh": 8}
"""Words, or Han characters, that are named together."""
_UNITS = {"ru": re.compile(r"\w+"), "zh": re.compile(r"\w")}
_BREAK = re.compile(r"[^\w\s]")
Run = tuple[float, int, int]
"""How much it weighs, and where it stands in the folded text."""


def runs(text: str, model: Model) -> list[tuple[int, int]]:
    """At most three runs of a folded text, in its order, from one place to before another; none where nothing weighs."""
    weights = _laid(text, model)
    best: list[Run] = []
    for units in _clauses(text, model.language):
        weighed = [(sum(weights[start:end]), start, end) for start, end in units]
        if (run := _heaviest(weighed, LONGEST_RUN[model.language])) is not None:
            best.append(run)
    best.sort(key=lambda run: (-run[0], run[1]))
    return sorted((start, end) for weight, start, end in best[:MOST] if weight >= best[0][0] * LEAST_SHARE)


def _laid(text: str, model: Model) -> list[float]:
    """The weight of each sign. A feature counts once however often it stands there, so its places share its weight."""
    laid = [0.0] * len(text)
    for group in features(text, model.language):
        often = Counter(name for name, _, _ in group)
        for name, start, end in group:
            if name in model.weights:
                each = model.weights[name] / math.sqrt(len(often)) / often[name] / (end - start)
                for place in range(start, end):
                    laid[place] += each
    return laid


def _clauses(text: str, language: str) -> list[list[tuple[int, int]]]:
    """The places of the words, or Han characters, of each clause."""
    units = [found.span() for found in _UNITS[language].finditer(text)]
    clauses: list[list[tuple[int, int]]] = [units[:1]]
    for before, unit in pairwise(units):
        if _BREAK.search(text, before[1], unit[0]):
            clauses.append([])
        clauses[-1].append(unit)
    return clauses


def _heaviest(weighed: list[Run], longest: int) -> Run | None:
    """The neighbouring units that weigh most together; None where none weighs more than nothing."""
    best: Run | None = None
    for first in range(len(weighed)):
        total = 0.0
        for weight, _, end in weighed[first : first + longest]:
            total += weight
            if total > (best[0] if best else 0.0):
                best = (total, weighed[first][1], end)
    return best
