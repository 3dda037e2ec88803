"""What was learned of one language: a weight for each feature, and from which score on a text is said to sound negative.

A weights file is a text: its first line names the form, its second is JSON, and each further line is a weight and, between
tabs, the features that have it. Weights above nothing speak for negative.
"""

import json
import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any


FORM = "sellerdesk tone 1"
PLACE = Path(__file__).parent / "weights"
LANGUAGES = ("ru", "zh")
"""Those that were learned; English has a list of words."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What cross-validation said of weights learned in this way: shares from 0 to 1 of texts that were not learned from."""

    texts: int
    negative: int
    folds: int
    accuracy: float
    false_may: float
    """Of texts that are not negative, how many may be negative by the judge, or sound so."""
    caught_may: float
    """Of negative texts, as many."""
    false_sounds: float
    caught_sounds: float


@dataclass(frozen=True, slots=True)
class Model:
    """`scale` makes of a sum of weights a score, `bias` is that of a text of which nothing is known."""

    language: str
    weights: Mapping[str, int]
    scale: float
    bias: float
    may: float
    sounds: float
    figures: Figures | None = None

    def score(self, groups: Iterable[Collection[str]]) -> float:
        """How much a text with these groups of features, each once, sounds negative: above 0 rather than not.

        Each group by itself, and by the root of its size: a text twice as long does not sound twice as negative.
        """
        weight = self.weights.get
        heard = sum(sum([weight(name, 0) for name in names]) / math.sqrt(len(names)) for names in groups if names)
        return float(heard * self.scale + self.bias)


@cache
def learned(language: str) -> Model:
    """The committed weights of a language, read once."""
    return spelled_out((PLACE / f"{language}.txt").read_text(encoding="utf-8"))


def spelled_out(text: str) -> Model:
    """A model from the text of its file. ValueError for what is no such file."""
    form, _, rest = text.partition("\n")
    if form != FORM:
        raise ValueError(f"No weights of the form {FORM!r}.")
    head, _, lines = rest.partition("\n")
    told: dict[str, Any] = json.loads(head)
    figures = told.pop("figures")
    weights: dict[str, int] = {}
    for line in lines.split("\n"):
        weight, *names = line.split("\t")
        weights.update(dict.fromkeys(names, int(weight or "0")))
    return Model(weights=weights, figures=None if figures is None else Figures(**figures), **told)


def spelled(model: Model) -> str:
    """The text of a model's file; the same model always gives the same text."""
    told = asdict(model)
    del told["weights"]
    in_order = sorted(model.weights.items(), key=lambda item: (-item[1], item[0]))
    lines = ["\t".join([str(weight), *(name for name, _ in own)]) for weight, own in groupby(in_order, key=lambda item: item[1])]
    return "\n".join([FORM, json.dumps(told, sort_keys=True), *lines, ""])
