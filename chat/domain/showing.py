"""A buyer's text as it may be shown. Pure.

Links are what they say or no links, signs that turn the direction are made visible, words that were searched for are marked.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from sellerdesk.domain.searching import Pattern


SHOWN = 3_000
"""Characters of one message that are shown at once; the rest on demand."""
AROUND = 40
"""Characters before the first found word that an excerpt begins with."""
EXCERPT = 160
_TURNS = "\u202a-\u202e\u2066-\u2069"
_TURNING = re.compile(f"[{_TURNS}]")
# Plain https with a host of plain letters, and nothing before an @: then what is read is where it leads.
_LINK = re.compile(r"https://[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)+(?::[0-9]{1,5})?(?:[/?#][!-;=?-~]*)?(?![@\w])")
_ENDINGS = ".,;:!?)]}'\"*_"
_LONGEST_LINK = 2_000


class Piece(NamedTuple):
    """A part of a text."""

    kind: Literal["text", "link", "turn", "found"]
    text: str


def pieces(text: str, found: "re.Pattern[str] | None" = None) -> list[Piece]:
    """The text in its parts, in order; joined they are the text, but for the signs that turn, which are named."""
    made: list[Piece] = []
    at = 0
    for match in _LINK.finditer(text):
        link = match[0].rstrip(_ENDINGS)
        if len(link) > _LONGEST_LINK or _is_dressed(link):
            continue
        made += _plain(text[at : match.start()], found)
        made.append(Piece("link", link))
        at = match.start() + len(link)
    return [*made, *_plain(text[at:], found)]


def _is_dressed(link: str) -> bool:
    """Whether a link names a host in disguise: a name before an @, or letters of another script spelt as xn--."""
    host = re.split("[/?#]", link[len("https://") :], maxsplit=1)[0]
    return "@" in host or "xn--" in host.lower()


def _plain(text: str, found: "re.Pattern[str] | None") -> Iterator[Piece]:
    at = 0
    for match in _TURNING.finditer(text):
        yield from _marked(text[at : match.start()], found)
        yield Piece("turn", f"U+{ord(match[0]):04X}")
        at = match.end()
    yield from _marked(text[at:], found)


def _marked(text: str, found: "re.Pattern[str] | None") -> Iterator[Piece]:
    at = 0
    for match in found.finditer(text) if found else ():
        if match.start() > at:
            yield Piece("text", text[at : match.start()])
        if match[0]:
            yield Piece("found", match[0])
        at = match.end()
    if text[at:]:
        yield Piece("text", text[at:])


def unturned(text: str) -> str:
    """A text of one line without the signs that turn its direction."""
    return _TURNING.sub("", text)


def finder(wanted: Sequence[Pattern]) -> "re.Pattern[str] | None":
    """What finds the words of a search in a text as it was written; None where there are none."""
    words = [_word(pattern.like) for pattern in wanted]
    return re.compile("|".join(sorted(filter(None, words), key=len, reverse=True)), re.IGNORECASE) if any(words) else None


def _word(like: str) -> str:
    bare = re.sub(r"\\(.)", r"\1", like[1:-1]).strip()
    return "".join("[еЕёЁ]" if letter in "её" else re.escape(letter) for letter in bare)


def excerpt(text: str, found: "re.Pattern[str] | None") -> list[Piece]:
    """The part of a text around the first word that was found, as one line."""
    line = " ".join(unturned(text).split())
    match = found.search(line) if found else None
    start = 0 if match is None or match.start() <= AROUND else match.start() - AROUND // 2
    shown = line[start : start + EXCERPT]
    return list(_marked(f"…{shown}" if start else shown, found))
