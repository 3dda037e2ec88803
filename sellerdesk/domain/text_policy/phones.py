"""Telephone numbers in a text that is full of other numbers: sizes, prices, dates, orders, parcels."""

import re
from collections.abc import Iterator
from typing import Final

from sellerdesk.domain.text_policy.reading import Reading


# Han characters stand right beside a number; Latin and Cyrillic letters make it part of a word.
_LETTER = r"0-9a-zа-яё_"
_RUN = re.compile(rf"(?<![{_LETTER}+])\+?\s?\(?\d(?:[\s().\-–—‑_/·]{{0,3}}\d){{5,17}}(?![{_LETTER}])")
_AMOUNT = re.compile(r"\s?(?:₽|руб|р\.|元|块|¥|\$|€|%|шт|гб|gb|мач|mah|мл|кг|см|мм|people|человек)")
_CUE = re.compile(
    r"(?:\bтел(?:ефон\w*)?\b\.?|\bзвон\w+|\bпозвон\w+|\bсотов\w+|\bмоб(?:ильн\w+)?\b\.?|\bнабер\w+|\bномеру телефона|\bсмс\b"
    r"|\bcall\b|\bphone\b|\btel\b\.?|\bmobile\b|\bring us\b|\btext us\b|\bdial\b|\bsms\b"
    r"|电话|手机|致电|拨打|来电|热线|座机|联系方式)[^\d\n]{0,24}$"
)
_OTHER = re.compile(
    r"(?:заказ\w*|отправлени\w*|трек\w*|накладн\w*|артикул\w*|штрих\w*|инн|order|tracking|track|parcel|article|sku|item|barcode"
    r"|订单\w{0,3}|运单\w{0,3}|单号|快递单\w{0,2}|货号|编号|条码)"
    r"[^\d\w+]{0,4}(?:(?:номер|no|number|num|is|was|№|#|n|号|为|是)[^\d\w+]{0,4}){0,2}[№#]?\s?$"
)
NAMED_AFTER: Final = re.compile(
    r"[»”\"')]?,?\s{0,2}(?:[—–-]\s)?(?:is|are|means|это|是|为)\s{0,2}(?:the |a |our |your |номер |код )?"
    r"(?:batch|lot|serial|barcode|article|order|model|date|парти|сери|артикул|штрих|заказ|модел|дат|批|货号|条码|型号|单号)"
)
"""What says after a number that it is none of a telephone."""
_SIGNS = ("$", "¥", "€", "₽")
_NEAR = 48
_DIGIT_WORDS = {
    "ru": "ноль|один|одна|два|две|три|четыре|пять|шесть|семь|восемь|девять|десять|одиннадцать|двенадцать|тринадцать|четырнадцать"
    "|пятнадцать|шестнадцать|семнадцать|восемнадцать|девятнадцать|двадцать|тридцать|сорок|пятьдесят|шестьдесят|семьдесят"
    "|восемьдесят|девяносто|сто|двести|триста|четыреста|пятьсот|шестьсот|семьсот|восемьсот|девятьсот",
    "en": "zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple",
}
_SPELLED = re.compile(
    rf"\b(?:{_DIGIT_WORDS['ru']})(?:[\s,\-]+(?:{_DIGIT_WORDS['ru']})){{5,}}\b"
    rf"|\b(?:{_DIGIT_WORDS['en']})(?:[\s,\-]+(?:{_DIGIT_WORDS['en']})){{6,}}\b"
)
_HAN_DIGITS = str.maketrans("〇零一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖", "0012345678912123456789")
_HAN_RUN = re.compile("[〇零一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖0-9]{11,13}")


def phones(reading: Reading) -> Iterator[tuple[int, int]]:
    """The places in `reading.plain` of everything that is a telephone number."""
    plain = reading.plain
    for found in _RUN.finditer(plain):
        start, end = found.span()
        start += len(found[0]) - len(found[0].lstrip())
        is_amount = bool(_AMOUNT.match(plain, end)) or plain[:start].rstrip().endswith(_SIGNS)
        if not is_amount and not NAMED_AFTER.match(plain, end) and _is_phone(plain[start:end], plain[max(0, start - _NEAR) : start]):
            yield start, end
    for found in _SPELLED.finditer(plain):
        yield found.span()
    for found in _HAN_RUN.finditer(plain):
        if not found[0].isascii() and _by_shape(found[0].translate(_HAN_DIGITS)):
            yield found.span()


def _is_phone(written: str, before: str) -> bool:
    """Whether a run of digits is a telephone number, by its shape and the words before it."""
    digits = re.sub(r"\D", "", written)
    if written.startswith("+"):
        return 10 <= len(digits) <= 15
    if _OTHER.search(before):
        # "Order 89161234567" is an order. Grouped like a telephone number it is one, whatever it is called.
        return not written.isdigit() and _by_shape(written)
    if _CUE.search(before):
        return 5 <= len(digits) <= 15
    return _by_shape(written)


def _by_shape(written: str) -> bool:
    """Whether digits are grouped as telephone numbers are, with no word to help."""
    digits = re.sub(r"\D", "", written)
    groups = [len(group) for group in re.findall(r"\d+", written)]
    return any(shape(written, digits, groups) for shape in (_russian, _chinese, _american))


def _russian(written: str, digits: str, groups: list[int]) -> bool:
    """8 916 123-45-67, 89161234567, 916 123-45-67; of ten digits only where they are grouped so."""
    if len(digits) == 11 and digits[0] in "78" and digits[1] in "3489":
        return groups[0] in {1, 4, 11}
    return len(digits) == 10 and digits[0] == "9" and (groups == [3, 3, 2, 2] or "(" in written)


def _chinese(written: str, digits: str, groups: list[int]) -> bool:
    """138 0013 8000, 86 138…, 021-5888 1234, 400-820-8820."""
    if digits.startswith("86") and len(digits) == 13:
        digits, groups = digits[2:], groups[1:] if groups[0] == 2 else [groups[0] - 2, *groups[1:]]
    if len(digits) == 11 and digits[0] == "1" and digits[1] in "3456789":
        return groups in ([11], [3, 4, 4], [3, 8], [7, 4], [3, 3, 5], [4, 4, 3], [4, 3, 4], [1] * 11)
    if digits[0] == "0" and 10 <= len(digits) <= 12:
        return len(groups) > 1 and groups[0] in {3, 4} and ("-" in written or "(" in written or " " in written)
    return len(digits) == 10 and digits[:3] in {"400", "800"} and groups in ([10], [3, 3, 4], [3, 4, 3], [4, 3, 3])


def _american(_written: str, digits: str, groups: list[int]) -> bool:
    """(415) 555-0132, 415-555-0132, 1-800-555-0199."""
    if len(digits) == 11 and digits[0] == "1":
        return groups == [1, 3, 3, 4]
    return len(digits) == 10 and groups == [3, 3, 4] and digits[0] not in "01"
