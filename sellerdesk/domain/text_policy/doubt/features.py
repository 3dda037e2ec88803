"""What the scorer looks at in a text: its sentences and pairs of neighbouring ones, and of each of them pieces, words and signs.

Pieces are how words begin (Chinese: characters in a row), words are words and pairs of them, signs are what the words are
about: fields of meaning, concepts of the guard's vocabulary, whom it speaks of, numbers, names. A sign counts for words that were never
learned.
"""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final, NamedTuple

from sellerdesk.domain.text_policy.doubt.dialled import dialled
from sellerdesk.domain.text_policy.doubt.fields import fields
from sellerdesk.domain.text_policy.hits import Hits
from sellerdesk.domain.text_policy.reading import GIVEN
from sellerdesk.domain.text_policy.vocabulary import CONCEPTS


_LOOKED_AT = 4_000
"""Characters that are looked at; no marketplace takes more of an answer."""
_STOP: Final = re.compile(r"[.!?…]+(?=\s|$)|[。！？\n]+")
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[a-z]{1,3})?|\d+|[!?]+|[@_=%★⭐+]")
_DIGITS: Final = re.compile(r"\d+")
_SPACES: Final = re.compile(r"\s+")
_LEFT_OUT: Final = frozenset({"pickup", "polite", "live_at"})
SHORTEST, LONGEST, LONGEST_HAN = 2, 6, 3
_SIGNS: Final = {
    "you": re.compile(
        r"\b(?:вы|вас|вам|вами|ваш\w{0,3}|ты|тебя|тебе|тво[йяиюе]|you|your|yours|u|ur|yourself|you're|you've|you'll|you'd)\b|您|你|亲"
    ),
    "we": re.compile(
        r"\b(?:мы|нас|нам|нами|наш\w{0,3}|я|мо[йяию]|мне|меня|we|our|us|i|my|me|i'll|we'll|we've|i'm|we're|we'd)\b|我们|我|本店|咱"
    ),
    "groups": re.compile(r"(?:\d[^\w.]{1,4}){5,20}\d|\d{2,4}[ .\-–]{1,3}\d{2,4}[ .\-–]{1,3}\d{2,4}"),
    "run": re.compile(r"(?<!\d)\d{7,}(?!\d)"),
    "handle": re.compile(r"[a-z0-9]{2,30}_[a-z0-9_]{1,30}|\b[a-z]{3,30}\d{2,8}\b|@[a-z]"),
    "dotted": re.compile(r"[a-z]{2,30}\.[a-z]{2,10}"),
    "number": _DIGITS,
    "unit": re.compile(
        r"\d\s?(?:cm|mm|kg|g|ml|l|w|v|m|inch\w{0,2}|см|мм|кг|г|мл|л|вт|в|м|厘米|毫米|公斤|克|毫升|升|瓦|伏|米|斤|°)(?![a-zа-я])"
    ),
    "latin": re.compile(r"[a-z]{3}"),
    "percent": re.compile(r"\d\s?%"),
    "ask": re.compile(r"[?？]"),
    "spelled": re.compile(
        r"(?:\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|hundred)\b[\s,\-]{1,3}){3}"
        r"|(?:(?:\b(?:ноль|один|два|три|четыр|пять|пятьдес|шесть|семь|восемь|девят|десят|двадцат|тридцат|сорок|сто|двест|трист|пятьсот)\w{0,6}\b)[\s,\-]{1,3}){3}"
        r"|[〇零一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖]{4}"
    ),
}
_TWO_NAMES: Final = re.compile(
    r"(?<!\w)[A-ZА-ЯЁ][a-zа-яё’'-]{1,20}(?:\s[A-ZА-ЯЁ]\.)?\s[A-ZА-ЯЁ][a-zа-яё’'-]{1,20}(?!\w)|[А-ЯЁ][а-яё-]+\s[А-ЯЁ]\.\s?[А-ЯЁ]\."
)
_CAPITAL: Final = re.compile(r"(?<=[a-zа-яё,:] )[A-ZА-ЯЁ][a-zа-яё’'-]{2,20}")
_HOUSE: Final = re.compile(
    r"(?<!\w)[А-ЯЁ][а-яё-]{3,20},?\s(?:д\.\s?)?\d{1,3}(?!\s?(?:см|мм|кг|г|мл|руб|₽|%|шт|лет|дн|час|мин))(?=[\s,.]|$)"
    r"|(?<!\w)\d{1,4}[A-Z]?\s[A-Z][a-z]{2,20}\s[A-Z][a-z]{2,20}|[\u4e00-\u9fff](?:路|街|巷|弄|园|坊|苑|道)\d{1,4}"
)
_HAN_TITLE: Final = re.compile(r"[\u4e00-\u9fff](?:女士|先生|小姐|太太)|[\u4e00-\u9fff]{2}(?:签收|收的|名下)")
Group = set[str]


class Window(NamedTuple):
    """A stretch of the plain text, from `start` to before `end`, and the names of its features."""

    start: int
    end: int
    names: Group


def windows(hits: Hits, language: str) -> list[Window]:
    """Each sentence, and each two neighbouring ones, of a text that was read."""
    plain = hits.plain[:_LOOKED_AT]
    parts = _sentences(plain)
    own = [_own(plain, start, end, language) for start, end in parts]
    signs = _signs(hits, plain, parts, language)
    found = []
    for number, (start, end) in enumerate(parts):
        found.append(Window(start, end, own[number] | _joined(signs[number])))
        if number + 1 < len(parts):
            both = signs[number] | signs[number + 1]
            found.append(Window(start, parts[number + 1][1], own[number] | own[number + 1] | _joined(both)))
    return found


def _sentences(plain: str) -> list[tuple[int, int]]:
    parts: list[tuple[int, int]] = []
    begin = 0
    for found in _STOP.finditer(plain):
        if plain[begin : found.end()].strip():
            parts.append((begin, found.end()))
            begin = found.end()
    if plain[begin:].strip():
        parts.append((begin, len(plain)))
    return parts


def _own(plain: str, start: int, end: int, language: str) -> Group:
    """Pieces and words."""
    said = plain[start:end].strip()
    if language == "zh":
        flat = _DIGITS.sub("0", _SPACES.sub(" ", said))
        return {flat[at : at + length] for length in range(1, LONGEST_HAN + 1) for at in range(len(flat) - length + 1)}
    words = ["0" * min(len(word), 9) if word.isdigit() else word for word in _WORD.findall(said)]
    group = {f"W{word}" for word in words} | {f"W{one} {two}" for one, two in pairwise(words)}
    for word in words:
        if len(word) > 2:
            group.update(f" {word[:length]}" for length in range(SHORTEST, min(LONGEST, len(word)) + 1))
    return group


def _signs(hits: Hits, plain: str, parts: list[tuple[int, int]], language: str) -> list[Group]:
    """By sentence, what it is about."""
    found: list[tuple[str, int]] = []
    words = [(word[0], word.start()) for word in _WORD.finditer(plain)]
    found += [(f"F{name}", place) for name, place in fields(language).of(plain, words)]
    found += [(f"C{name}", span[0]) for name in CONCEPTS if name not in _LEFT_OUT for span in hits.of(name)]
    found += [(f"S{name}", one.start()) for name, pattern in _SIGNS.items() for one in pattern.finditer(plain)]
    found += [("Sdialled", place) for place in dialled(plain)]
    by: list[Group] = []
    for start, end in parts:
        group = {name for name, place in found if start <= place < end}
        by.append(group | set(_names(hits, start, end)))
    return by


def _names(hits: Hits, start: int, end: int) -> Iterable[str]:
    """Names and houses: they are told by capitals, so the letters of the text itself are looked at, but for what is known."""
    letters = zip(hits.plain[start:end], hits.reading.at[start:end], strict=True)
    said = "".join(GIVEN if letter == GIVEN else hits.text[place] for letter, place in letters)
    for name, pattern in (("names", _TWO_NAMES), ("house", _HOUSE), ("titled", _HAN_TITLE), ("capital", _CAPITAL)):
        if pattern.search(said):
            yield f"S{name}"


def _joined(signs: Group) -> Group:
    """Signs, and which of them stand together."""
    names = sorted(signs)
    return signs | {f"{one}+{two}" for number, one in enumerate(names) for two in names[number + 1 :]}
