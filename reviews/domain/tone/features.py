"""What of a folded text is looked at, with its place: pieces of one to five signs, in Russian words and their pairs as well.

Words are spelled with a W before them, which no folded text has, so that a word and a piece of the same signs are two things.
"""

import re
from itertools import pairwise


Feature = tuple[str, int, int]
"""A piece of a text, from the second number to before the third. No class: a review has hundreds."""
_WORD = re.compile(r"\w+|[!?()]+")
_RUN = re.compile(r"\S+")
LONGEST_HAN = 4
SHORTEST, LONGEST = 2, 5


def features(text: str, language: str) -> list[list[Feature]]:
    """All features of a folded text in `zh` or `ru`, as often as they stand there: pieces, and in `ru` words by themselves."""
    return [_of_han(text)] if language == "zh" else [_pieces(text), _words(text)]


def named(groups: list[list[Feature]]) -> list[set[str]]:
    """The names of the features of each group, each once."""
    return [{name for name, _, _ in group} for group in groups]


def _of_han(text: str) -> list[Feature]:
    """Every one to four signs in a row: there are no spaces to go by."""
    lengths = range(1, LONGEST_HAN + 1)
    return [(text[at : at + length], at, at + length) for length in lengths for at in range(len(text) - length + 1)]


def _pieces(text: str) -> list[Feature]:
    """Two to five signs in a row of each word, the spaces around it among them: endings and roots."""
    found: list[Feature] = []
    for run in _RUN.finditer(text):
        begins, ends = run.span()
        padded = f" {run[0]} "
        for length in range(SHORTEST, min(LONGEST, len(padded)) + 1):
            places = range(begins - 1, ends - length + 2)
            found += [(padded[at - begins + 1 : at - begins + 1 + length], max(at, begins), min(at + length, ends)) for at in places]
    return found


def _words(text: str) -> list[Feature]:
    """Words and runs of marks, alone and with the next one: "не подошло" says what neither word does."""
    words = list(_WORD.finditer(text))
    alone = [(f"W{word[0]}", *word.span()) for word in words]
    pairs = [(f"W{one[0]} {two[0]}", one.start(), two.end()) for one, two in pairwise(words)]
    return alone + pairs
