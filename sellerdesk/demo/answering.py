"""What a buyer of the demo writes back: a sentence of the phrase books that fits behind any answer of a shop."""

import random
from datetime import timedelta
from itertools import pairwise

from sellerdesk.demo.grammar import formed
from sellerdesk.demo.plans import PLANS


SILENT = 0.3
"""So many let the shop have the last word."""
SOONEST, LATEST = timedelta(seconds=8), timedelta(minutes=3)
TOPICS = ("before", "late", "night", "praise")
_BY_LANGUAGE = {plan.language.code: plan.language for plan in PLANS}
_BY_SHOP = {plan.slug: plan.language.code for plan in PLANS}


def language_of(shop_slug: str, text: str) -> str:
    """The language that a shop's buyers write: the demo shop's own, else the one of the text."""
    if shop_slug in _BY_SHOP:
        return _BY_SHOP[shop_slug]
    if any("\u4e00" <= sign <= "\u9fff" for sign in text):
        return "zh"
    return "ru" if any("\u0400" <= sign <= "\u04ff" for sign in text) else "en"


def answer(language: str, seed: str) -> tuple[timedelta, str] | None:
    """(how long later, what is written) for one message of the shop, always the same for one seed; None where nothing is."""
    dice = random.Random(seed)  # noqa: S311 - a story, no secret
    if dice.random() < SILENT:
        return None
    later = SOONEST + (LATEST - SOONEST) * dice.random() ** 2
    return timedelta(seconds=round(later.total_seconds())), formed(dice.choice(_lines(language)), woman=dice.random() < 0.6)


def _lines(language: str) -> list[str]:
    talks = _BY_LANGUAGE[language].talked.talks
    return [
        line
        for topic in TOPICS
        for talk in talks[topic]
        for (before, _said), (who, line) in pairwise(talk)
        if who == "b" and before == "s" and "{" not in line
    ]
