"""Sentences out of phrase books: dealt like cards, in the writer's gender, in the writer's hand."""

import random
import re
from typing import Any, TypeVar

from sellerdesk.demo.words.forms import Language, Phrases


T = TypeVar("T")
_FORM = re.compile(r"\[([^/\]]*)/([^\]]*)\]")
_SMILES = {"ru": (")", "!", " 👍", " ❤️"), "zh": ("～", "！", "👍", "😊"), "en": ("!", "!", " 👍", " :)")}
_FROWNS = {"ru": ("!", "(", "!!", "…"), "zh": ("！", "！！", "……", "😡"), "en": ("!", "…", "!!", " :(")}


class Deck:
    """Deals phrases of many pools; a phrase comes again only when its whole pool has been dealt."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self._left: dict[tuple[Any, ...], list[Any]] = {}

    def deal(self, pool: tuple[T, ...]) -> T:
        """The next phrase (or whole talk) of this pool, which must not be empty."""
        left: list[T] | None = self._left.get(pool)
        if not left:
            left = self._left[pool] = self.rng.sample(pool, len(pool))
        return left.pop()


def formed(text: str, *, woman: bool) -> str:
    """The text in the form of the one who writes."""
    return _FORM.sub(lambda found: found[2 if woman else 1], text)


def in_own_hand(text: str, language: Language, rng: random.Random, *, content: bool) -> str:
    """Some write in small letters and without a stop, some cannot do without a smile; most write as one does."""
    draw = rng.random()
    stop = "。" if language.code == "zh" else "."
    if draw < 0.13:
        return _carelessly(text.removesuffix(stop), language)
    if draw < 0.28 and text.endswith(stop):
        return text.removesuffix(stop) + rng.choice((_SMILES if content else _FROWNS)[language.code])
    return text


def _carelessly(text: str, language: Language) -> str:
    if language.code == "zh":
        return text.replace("。", "，")
    return text if re.match(r"I\b", text) else text[:1].lower() + text[1:]


def addressed(pool: Phrases, name: str, deck: Deck) -> str:
    """A phrase of the pool that calls the buyer by name, or one of those that do without where there is no name to call."""
    if not name:
        pool = tuple(phrase for phrase in pool if "{name}" not in phrase)
    return deck.deal(pool).replace("{name}", name)
