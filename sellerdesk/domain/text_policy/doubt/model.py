"""What was learned of one language: weights of features for "breaks a rule", and for each kind against the others.

A weights file is a text: its first line names the form, its second is JSON, then each part begins with its name in brackets, and each
further line is a weight and, between tabs, the features that have it.
"""

import json
import math
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Final


FORM: Final = "sellerdesk doubt 1"
PLACE: Final = Path(__file__).parent / "weights"
LANGUAGES: Final = ("en", "ru", "zh")
ANY: Final = "any"
KINDS: Final = ("contact", "inducement", "pressure", "personal", "insult", "other_shop")


@dataclass(frozen=True, slots=True)
class Part:
    """One sum of weights: `scale` makes a score of it, `bias` is that of a text of which nothing is known. Above 0: rather yes."""

    weights: Mapping[str, int]
    scale: float
    bias: float

    def score(self, names: Collection[str]) -> float:
        """How much features, each once, speak for it; by the root of their number, so that length says nothing."""
        if not names:
            return self.bias
        weight = self.weights.get
        return sum([weight(name, 0) for name in names]) / math.sqrt(len(names)) * self.scale + self.bias


@dataclass(frozen=True, slots=True)
class Figures:
    """What cross-validation with whole families held out said: shares from 0 to 1 of texts that were not learned from."""

    texts: int
    innocent: int
    folds: int
    caught: float
    """Of texts that break a rule, those that the scorer alone doubts."""
    wrong: float
    """Of innocent texts, those that it doubts."""


@dataclass(frozen=True, slots=True)
class Model:
    """`parts` are `any` and the kinds; from the score `may` of `any` on, a stretch is doubted; below `calm` it is as good as innocent."""

    language: str
    parts: Mapping[str, Part]
    may: float
    calm: float
    figures: Figures | None = None


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
    weights: dict[str, dict[str, int]] = {}
    part = ""
    for line in lines.split("\n"):
        weight, *names = line.split("\t")
        if names:
            weights[part].update(dict.fromkeys(names, int(weight)))
        elif line:
            part = line[1:-1]
            weights[part] = {}
    parts = {name: Part(own, *told["scales"][name]) for name, own in weights.items()}
    figures = told["figures"]
    return Model(told["language"], parts, told["may"], told["calm"], None if figures is None else Figures(**figures))


def spelled(model: Model) -> str:
    """A model as the text of its file: the same model always gives the same text."""
    head = {
        "language": model.language,
        "may": model.may,
        "calm": model.calm,
        "scales": {name: [part.scale, part.bias] for name, part in model.parts.items()},
        "figures": None if model.figures is None else asdict(model.figures),
    }
    lines = [FORM, json.dumps(head, sort_keys=True)]
    for name, part in model.parts.items():
        lines.append(f"[{name}]")
        ordered = sorted(part.weights.items(), key=lambda item: (item[1], item[0]))
        lines += ["\t".join([str(weight), *(one for one, _ in same)]) for weight, same in groupby(ordered, key=lambda item: item[1])]
    return "\n".join(lines) + "\n"
