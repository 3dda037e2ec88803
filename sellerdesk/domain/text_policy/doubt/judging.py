"""What the scorer says of a text: which of its sentences may break a rule, and which rule that would be."""

import re
from typing import Final, NamedTuple

from sellerdesk.domain import scripts
from sellerdesk.domain.text_policy.doubt.features import Window, windows
from sellerdesk.domain.text_policy.doubt.model import ANY, KINDS, Model, learned
from sellerdesk.domain.text_policy.hits import Hits


MOST: Final = 3
"""Stretches of one text that are named."""
_WEIGHTIEST = 8
_WORD: Final = re.compile(r"[\u3400-\u9fff]{1,2}|[^\W\u3400-\u9fff]+")
FEW, EVIDENCE = 6, 2.5
"""Of fewer words, two Chinese characters being one, the features must weigh so much for doubt."""
DIALLED: Final = "Sdialled"
_SURE: Final = 99.0
"""A number that can be dialled is doubted whatever the words beside it are."""


class Doubt(NamedTuple):
    """One stretch of a text, `start` to before `end` in the text itself, and the kinds of rule that it may break, the likeliest first."""

    start: int
    end: int
    kinds: tuple[str, ...]


class Told(NamedTuple):
    """What is said of a whole text: its doubted stretches, in order and apart, and whether all of it is as good as innocent."""

    doubts: tuple[Doubt, ...]
    calm: bool


UNASKED: Final = Told((), calm=False)
"""Where the scorer has no say."""


def judged(hits: Hits, language: str = "") -> Told:
    """What the scorer says of a text that was read; at most three stretches are doubted."""
    model = learned(language or scripts.lang_of(hits.text) or "en")
    stretches = windows(hits, model.language)
    return told(hits, model, stretches) if stretches else UNASKED


def told(hits: Hits, model: Model, stretches: list[Window]) -> Told:
    """Judge the stretches of a text by the weights of its language."""
    scored = [(_weighed(hits.plain, one, model), one) for one in stretches]
    found: list[Doubt] = []
    for score, window in sorted(scored, key=lambda one: (-one[0], one[1].end - one[1].start, one[1].start)):
        if score < model.may or len(found) == MOST:
            break
        start, end = hits.place(_said(hits.plain, window))
        if all(end <= one.start or one.end <= start for one in found):
            found.append(Doubt(start, end, kinds_of(window, model)))
    return Told(tuple(sorted(found)), max(score for score, _window in scored) < model.calm)


def _weighed(plain: str, window: Window, model: Model) -> float:
    """The score of a stretch. A few words must say something by themselves: unknown ones are no reason for doubt."""
    if DIALLED in window.names:
        return _SURE
    part = model.parts[ANY]
    score = part.score(window.names)
    words = len(_WORD.findall(plain, window.start, window.end))
    return min(score, part.bias, 0.0) if words < FEW and score - part.bias < EVIDENCE else score


def _said(plain: str, window: Window) -> tuple[int, int]:
    """Where a stretch stands without the spaces around it."""
    stretch = plain[window.start : window.end]
    return window.start + len(stretch) - len(stretch.lstrip()), window.end - len(stretch) + len(stretch.rstrip())


def kinds_of(window: Window, model: Model) -> tuple[str, ...]:
    """The likeliest kind, and each other one that is rather so than not."""
    scores = {kind: model.parts[kind].score(window.names) for kind in KINDS}
    if DIALLED in window.names:
        scores["contact"] = max(scores["contact"], 0.01)
    first, *others = sorted(KINDS, key=lambda kind: -scores[kind])
    return (first, *(kind for kind in others if scores[kind] > 0))


def why(hits: Hits, language: str) -> list[tuple[str, int]]:
    """The features that weigh most for doubt in the stretch that is doubted most, with their weights: what explains a warning."""
    part = learned(language).parts[ANY]
    window = max(windows(hits, language), key=lambda one: part.score(one.names), default=None)
    if window is None:
        return []
    weighed = sorted(((name, part.weights.get(name, 0)) for name in window.names), key=lambda one: (-one[1], one[0]))
    return [one for one in weighed[:_WEIGHTIEST] if one[1] > 0]
