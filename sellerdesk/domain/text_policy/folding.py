"""A text as the guard reads it: what people do to a word so that nobody finds it is undone, and the way back is kept.

Letters with spaces or dots between them are a word again, Latin letters in a Russian word are Russian ones, figures inside an English
word are letters, traditional characters are simplified ones, a letter said three times is said once.
"""

import re
from collections.abc import Iterator
from typing import Final

from sellerdesk.domain.text_policy.reading import Reading


_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
_SIMPLE = str.maketrans(
    "評現紅價獎禮贈錢償滿換領優刪銷訴員號門淘寶貓東爛騙賤腦亞馬遜閒魚蘋濟險後樣點發麼還嗎個們電話見給請說買賣區護證銀賬戶庫罵滾豬",
    "评现红价奖礼赠钱偿满换领优删销诉员号门淘宝猫东烂骗贱脑亚马逊闲鱼苹济险后样点发么还吗个们电话见给请说买卖区护证银账户库骂滚猪",
) | {ord("ё"): "е", ord("’"): "'", ord("‘"): "'", ord("劵"): "券"}
_CYRILLIC_LIKE = str.maketrans("aeopcyxkmthbunri3406@", "аеорсухкмтнвипгизчоба")
_LETTER_LIKE = str.maketrans("013457@$", "oieastas")
_WORD = re.compile(r"[\w@$]+")
_MIXED = re.compile(r"[а-яё]")
_LATIN_OR_FIGURE = re.compile(r"[a-z0-9@]")
_HIDDEN = re.compile(r"[a-z][013457@$]+[a-z]|^[013457@$][a-z]+[013457@$]+[a-z]+|^[$@][a-z]{3,}")
_SEPARATOR = r"[ .\-_*·•|/~]"
_SPELLED: Final = re.compile(rf"(?<![^\W\d_])[^\W\d_{_HAN}](?:{_SEPARATOR}{{1,2}}[^\W\d_{_HAN}](?![^\W\d_{_HAN}])){{2,}}")
_HAN_APART: Final = re.compile(rf"(?<=[{_HAN}])[ .\-_*·•|/~\t\u3000]{{1,3}}(?=[{_HAN}])")
_AGAIN: Final = re.compile(r"([^\W\d_])\1{2,}")


def folded(reading: Reading) -> Reading:
    """The reading without the tricks; places of what is found in it lead to the text as it was typed."""
    plain = reading.plain.translate(_SIMPLE)
    plain = _WORD.sub(lambda found: _unmasked(found[0]), plain)
    dropped = sorted(set(_dropped(plain)))
    if not dropped:
        return Reading(plain, reading.at, reading.whole)
    gone = set(dropped)
    kept = [place for place in range(len(plain)) if place not in gone]
    return Reading("".join(plain[place] for place in kept), tuple(reading.at[place] for place in kept), reading.whole)


def _unmasked(word: str) -> str:
    """A word of two alphabets in the one that it is read in; of the same length."""
    if _MIXED.search(word):
        return word.translate(_CYRILLIC_LIKE) if _LATIN_OR_FIGURE.search(word) and not word[0].isdigit() else word
    return word.translate(_LETTER_LIKE) if _HIDDEN.search(word) else word


def _dropped(plain: str) -> Iterator[int]:
    """Places between the letters of a word that was taken apart, and of letters that are said again."""
    for found in _SPELLED.finditer(plain):
        for place in range(*found.span()):
            if not plain[place].isalpha():
                yield place
    for found in _HAN_APART.finditer(plain):
        yield from range(*found.span())
    for found in _AGAIN.finditer(plain):
        yield from range(found.start() + 1, found.end())
