"""Words that a shop itself does not want to say."""

import re
from collections.abc import Iterable
from typing import Final

from sellerdesk.domain.text_policy.folding import folded
from sellerdesk.domain.text_policy.hits import Hits, Span, merged
from sellerdesk.domain.text_policy.reading import read


MOST_WORDS: Final = 200
LONGEST_WORD: Final = 80
_HAN = re.compile("[\u3400-\u9fff]")


def tidy(lines: str) -> list[str]:
    """Words as they were typed, one a line, each once."""
    words = (" ".join(line.split()) for line in lines.splitlines())
    return list(dict.fromkeys(word for word in words if word))


def banned(hits: Hits, words: Iterable[str]) -> list[Span]:
    """Where one of the shop's own words stands, in any spelling that the guard undoes; in Chinese also inside others."""
    patterns = sorted({_pattern(word) for word in words} - {""}, key=len, reverse=True)
    if not patterns:
        return []
    return merged(found.span() for found in re.finditer("|".join(patterns), hits.plain))


def _pattern(word: str) -> str:
    plain = folded(read(word)).plain.strip()
    if not plain:
        return ""
    spelled = r"\s{1,3}".join(re.escape(part) for part in plain.split())
    return spelled if _HAN.search(plain) else rf"(?<!\w){spelled}(?!\w)"
