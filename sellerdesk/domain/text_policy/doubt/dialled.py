"""Numbers that could be dialled however they are written: figures, words, look-alike letters, with anything between them.

A sign for the scorer, no finding by itself: measures and orders look like that as well.
"""

import re
from collections.abc import Iterator
from typing import Final

from sellerdesk.domain.text_policy.phones import NAMED_AFTER


_UNITS: Final = (
    r"zero|oh|one|two|three|four|five|six|seven|eight|nine|ноль|нуль|один|одна|два|две|три|четыре|пять|шесть|семь|восемь|девять"
    r"|[〇零一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖]"
)
_TENS: Final = (
    r"ten|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|double|десять|\w{2,8}надцать|двадцать|тридцать|сорок|пятьдесят"
    r"|шестьдесят|семьдесят|восемьдесят|девяносто"
)
_HUNDREDS: Final = r"hundred|triple|сто|двести|триста|четыреста|пятьсот|шестьсот|семьсот|восемьсот|девятьсот"
_ONE: Final = rf"(?:[0-9OoОоЗзбlI]{{1,4}}(?![a-zа-я])|(?:{_UNITS}|{_TENS}|{_HUNDREDS}))"
_GAP: Final = r"(?:[\s\-–—.,()/·*_😊👉💬☎+]{0,4}|\s(?:dash|then|and|потом|далее|тире|и)\s)"
_RUN: Final = re.compile(rf"(?<![\w.,])\+?{_ONE}(?:{_GAP}{_ONE}){{3,24}}")
_PIECE: Final = re.compile(
    rf"(?P<figures>[0-9OoОоЗзбlI]{{1,4}}(?![a-zа-я]))|(?P<tens>{_TENS})|(?P<hundreds>{_HUNDREDS})|(?P<unit>{_UNITS})"
)
_ORDER: Final = re.compile(
    r"(?:заказ|код|трек|отправлени|накладн|артикул|штрих|isbn|парти|сери|модел|верси|инн|order|code|track|parcel|article|sku|item|barcode|batch|lot|serial|model|version"
    r"|订单|运单|单号|货号|编号|条码|条形码|型号|规格|批)[^\n]{0,24}$"
)
_MEASURE: Final = re.compile(
    r"\s{0,2}(?:cm|mm|kg|g|ml|l|w|v|m|inch|см|мм|кг|г|мл|л|вт|в|м|руб|₽|%|°|厘米|毫米|公斤|克|毫升|升|瓦|伏|米|元|块|x|х|×)(?![a-zа-я])"
)
_DATE: Final = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d(?!\d)|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}(?!\d)")
_LIST: Final = re.compile(r"(\d{2,5}[a-zа-я]?)(?:,\s\d{2,5}[a-zа-я]?){0,20},?\s(?:and|or|и|или)\s\d{2,5}(?![\d\-–])")
"""“1010, 1018 and 1020” are models."""
LEAST, MOST = 8, 14


def dialled(plain: str) -> Iterator[int]:
    """Where such a number begins: eight to fourteen figures in four or more pieces, after no word for an order and before no measure."""
    for found in _RUN.finditer(plain):
        figures = sum(_worth(piece) for piece in _PIECE.finditer(found[0]))
        dated = sum(letter.isdigit() for date in _DATE.finditer(found[0]) for letter in date[0])
        if not LEAST <= figures <= MOST or figures - dated < LEAST or _LIST.match(plain, found.start()):
            continue
        if not _ORDER.search(plain[max(0, found.start() - 40) : found.start()]) and not any(
            pattern.match(plain, found.end()) for pattern in (_MEASURE, NAMED_AFTER)
        ):
            yield found.start()


def _worth(piece: re.Match[str]) -> int:
    """How many figures a piece stands for."""
    if piece["figures"]:
        return len(piece["figures"])
    return 3 if piece["hundreds"] else 2 if piece["tens"] else 1
