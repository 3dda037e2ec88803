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


def _compiled() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    for language in LANGUAGES:
        for concept, pattern in _lines(language):
            said[concept, language].append(_expanded(pattern, language))
    found: dict[str, list[re.Pattern[str]]] = defaultdict(list)
    for (concept, language), patterns in said.items():
        either = "|".join(patterns)
        found[concept].append(re.compile(either if language == "zh" else rf"(?<!\w)(?:{either})(?!\w)"))
    return {concept: tuple(patterns) for concept, patterns in found.items()}


CONCEPTS: Final = _compiled()
"""By its name, what a concept looks like in each language."""
