"""The guard's words: one file a language, `[concept]` over its patterns, one pattern a line.

In a pattern "~" is any ending, a space is one or more, "…" a few words of the same sentence, "‥" the same
without a comma; the rest is a regular expression.
Everything is bounded, so that reading a text takes time in proportion to its length.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final


LANGUAGES: Final = ("ru", "en", "zh")
_ENDING = r"\w{0,14}"
_BETWEEN = {"ru": r"[^.!?\n]{0,32}?", "en": r"[^.!?\n]{0,32}?", "zh": r"[^.!?\n。！？]{0,8}?"}
_CLOSE = r"[^.,!?\n。，！？]{0,6}?"
_SPACE = r"\s{1,3}"
_REPEATS = frozenset("?*+{")


def _lines(language: str) -> Iterator[tuple[str, str]]:
    """(concept, pattern) of every line of a language's file."""
    concept = ""
    for line in (Path(__file__).parent / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]") and line[1:-1].isidentifier():
            concept = line[1:-1]
        elif line and not line.startswith("#"):
            yield concept, line


def _expanded(pattern: str, language: str) -> str:
    # A space inside a class of characters is itself; the sign for endings never stands there.
    parts = re.split(r"(\[[^\]]*\])", pattern)
    plain = [part if part.startswith("[") else part.replace(" ?", r"\s?").replace(" ", _SPACE) for part in parts]
    return "".join(plain).replace("~", _ENDING).replace("…", _BETWEEN[language]).replace("‥", _CLOSE)


def _compiled() -> Mapping[str, Mapping[str, re.Pattern[str]]]:
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for language in LANGUAGES:
        for concept, pattern in _lines(language):
            said[concept][language].append(_expanded(pattern, language))
    return {concept: {language: _either(patterns, language) for language, patterns in by.items()} for concept, by in said.items()}


def _either(patterns: list[str], language: str) -> re.Pattern[str]:
    """Any of the patterns. Those that begin with the same letter stand together, so that at each place few are tried."""
    by: dict[str, list[str]] = defaultdict(list)
    for one in (one for pattern in patterns for one in _alternatives(pattern)):
        begins = one[0].isalnum() and one[1:2] not in _REPEATS
        by[one[0] if begins else ""].append(one[1:] if begins else one)
    others = by.pop("", [])
    either = "|".join([*(f"{letter}(?:{'|'.join(ones)})" for letter, ones in by.items()), *others])
    return re.compile(either if language == "zh" else rf"(?<!\w)(?:{either})(?!\w)")


def _alternatives(pattern: str) -> Iterator[str]:
    """What stands between the bars of a pattern that no bracket holds."""
    begin = depth = 0
    skipped = False
    for place, sign in enumerate(pattern):
        if skipped:
            skipped = False
        elif sign == "\\":
            skipped = True
        elif sign in "([":
            depth += 1
        elif sign in ")]":
            depth -= 1
        elif sign == "|" and not depth:
            yield pattern[begin:place]
            begin = place + 1
    if begin < len(pattern):
        yield pattern[begin:]


CONCEPTS: Final = _compiled()
"""By its name and by language, what a concept looks like."""
