"""The after-sales card: a shop's text for buyers, by language, and which of them a buyer reads."""

import re
import unicodedata
from collections.abc import Mapping


LANGUAGES = ("en", "ru", "zh-hans")
LONGEST = 600
ON_A_SHEET = 10
_STARS = re.compile(
    r"\bstars?\b|\bstarred\b|★|⭐|🌟|\bтоп-?оценк|зв[её]зд|пят[её]рк|\b(?:5|пять)\s*балл|\b(?:10|100)\s*балл|星(?!期)|好评|满分|五分|5分",
    re.IGNORECASE,
)


def kept(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts that say something, by language."""
    return {code: texts[code].strip() for code in LANGUAGES if texts.get(code, "").strip()}


def spoken(texts: Mapping[str, str], language: str) -> str:
    """In which of its languages a card speaks to a reader of `language`: his own, else the first that is filled in; empty without texts."""
    return language if language in texts else next((code for code in LANGUAGES if code in texts), "")


def names_stars(text: str) -> bool:
    """Whether a text speaks of stars or of the best marks, in any of the languages: a neutral card does not."""
    return _STARS.search(unicodedata.normalize("NFKC", text)) is not None
