"""How the words of one language are written down, and how they are read."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Topic:
    """The words of one topic. `faults` complain by themselves; `matters` only name it, and complain where the clause does."""

    faults: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one language, ready to be looked for in a text that is folded (`finding`).

    `ends` separate clauses, `negated` matches at the end of what stands before a word that is denied.
    """

    script: re.Pattern[str]
    ends: re.Pattern[str]
    negated: re.Pattern[str]
    praise: re.Pattern[str]
    blame: re.Pattern[str]
    faults: Mapping[str, re.Pattern[str]]
    matters: Mapping[str, re.Pattern[str]]


def spaced(entries: Iterable[str]) -> re.Pattern[str]:
    """Entries of a language with spaces: `*` is any ending, `..` up to two words between, `(a|b)` a choice."""
    return re.compile(r"(?<!\w)(?:" + "|".join(_spelled(entry) for entry in entries) + r")(?!\w)")


def solid(entries: Iterable[str]) -> re.Pattern[str]:
    """Entries of a language without spaces: `..` is up to four characters between, `(a|b)` a choice."""
    return re.compile("|".join(entry.replace("..", "[\u4e00-\u9fff]{0,4}?") for entry in entries))


def vocabulary(
    topics: Mapping[str, Topic], *, script: str, ends: str, negated: str, praise: Iterable[str], blame: Iterable[str], spaces: bool
) -> Vocabulary:
    """Make a language's words ready; `spaces` says whether it writes spaces between words."""
    spell = spaced if spaces else solid
    return Vocabulary(
        script=re.compile(script),
        ends=re.compile(ends),
        negated=re.compile(f"(?:{negated})$"),
        praise=spell(praise),
        blame=spell(blame),
        faults={key: spell(topic.faults) for key, topic in topics.items() if topic.faults},
        matters={key: spell(topic.matters) for key, topic in topics.items() if topic.matters},
    )


def _spelled(entry: str) -> str:
    words = entry.split()
    made = words[0].replace("*", r"\w*")
    for before, word in pairwise(words):
        if word == "..":
            continue
        gap = r"(?:[ \-]+\w+){0,2}?[ \-]+" if before == ".." else r"[ \-]+"
        made += gap + word.replace("*", r"\w*")
    return made
