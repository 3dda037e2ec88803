"""What a cell says: dates, numbers, stars and words as spreadsheets write them, into values of the feed.

What cannot be read stays as it is: the feed's own check then refuses it with its own sentence, beside the cell.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from sellerdesk.upload.domain.targets import AMOUNT, Target


Value = str | int | bool | list[str]

_CLOCK = r"(?:[T ,]*\s*(?P<hour>\d{1,2})[:时](?P<minute>\d{2})(?:[:分](?P<second>\d{2}))?秒?(?:[.,]\d{1,9})?)?"
_BEHIND = r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>[Zz]|UTC|GMT|[+-]\d{2}:?\d{2})?"
_YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}})[-/.年](?P<a>\d{{1,2}})[-/.月](?P<b>\d{{1,2}})日?{_CLOCK}{_BEHIND}", re.ASCII)
_YEAR_LAST = re.compile(rf"(?P<a>\d{{1,2}})[-/.](?P<b>\d{{1,2}})[-/.](?P<year>\d{{4}}|\d{{2}}){_CLOCK}{_BEHIND}", re.ASCII)
_SECONDS = re.compile(r"\d{10}(\d{3})?", re.ASCII)
_GUARDED = re.compile(r'="(.*)"', re.DOTALL)
_SPACES = r"\ \u00a0\u2009\u202f'’"
_MONEY_SIGNS = re.compile(r"[₽¥￥$€£₸]|руб\.?|р\.|元|RUB|CNY|RMB|USD|EUR|KZT|BYN", re.IGNORECASE)
_STARS = re.compile(r"([1-5])(?:[.,]0+)?\s*(?:$|/\s*5|из\s*5|of\s*5|out of 5|★|\*|⭐|stars?|зв[её]зд|балл|星|分)", re.IGNORECASE)
_HAN_STARS = {f"{number}星": count for count, number in enumerate("一二三四五", start=1)}
_PARTS = re.compile(r"[\s;|,，；]+")


def _number_with(thousands: str, decimal: str) -> re.Pattern[str]:
    """A number in which thousands stand in groups of exactly three, all parted by one and the same sign, or run together."""
    groups = rf"[1-9]\d{{0,2}}(?P<sign>[{_SPACES}{thousands}])\d{{3}}(?:(?P=sign)\d{{3}})*"
    return re.compile(rf"(?P<minus>[-+]?)\s*(?P<whole>\d+|{groups})(?:{decimal}(?P<rest>\d+))?", re.ASCII)


_WITH_POINT, _WITH_COMMA = _number_with(",", r"\."), _number_with(".", ",")

YES_NO: Mapping[str, str] = {
    **dict.fromkeys(("true", "yes", "y", "1", "да", "истина", "+", "是", "对", "有", "√"), "true"),
    **dict.fromkeys(("false", "no", "n", "0", "нет", "ложь", "-", "否", "无", "×"), "false"),
}
WORDS: Mapping[str, str] = {
    **dict.fromkeys(("good", "positive", "好评", "положительный", "хороший", "положительно", "позитивный"), "good"),
    **dict.fromkeys(("neutral", "中评", "нейтральный", "нейтрально", "средний"), "neutral"),
    **dict.fromkeys(("bad", "negative", "差评", "отрицательный", "плохой", "отрицательно", "негативный"), "bad"),
    **dict.fromkeys(("buyer", "customer", "买家", "покупатель", "клиент"), "buyer"),
    **dict.fromkeys(("seller", "shop", "卖家", "продавец", "магазин"), "seller"),
    **dict.fromkeys(("marketplace", "platform", "平台", "маркетплейс", "площадка"), "marketplace"),
    **dict.fromkeys(("completed", "done", "交易成功", "已完成", "завершен", "завершён", "выполнен"), "completed"),
    **dict.fromkeys(("shipped", "已发货", "отправлен", "в пути"), "shipped"),
    **dict.fromkeys(("delivered", "已签收", "доставлен", "вручен"), "delivered"),
    **dict.fromkeys(("placed", "new", "created", "已付款", "待发货", "новый", "оформлен", "создан"), "placed"),
    **dict.fromkeys(("refused", "拒收", "отказ", "отказ от получения"), "refused"),
    **dict.fromkeys(("cancelled", "canceled", "交易关闭", "已取消", "отменен", "отменён"), "cancelled"),
    **dict.fromkeys(("refund", "仅退款", "退款", "возврат денег"), "refund"),
    **dict.fromkeys(("return", "退货退款", "退货", "возврат", "возврат товара"), "return"),
    **dict.fromkeys(("exchange", "换货", "обмен"), "exchange"),
    **dict.fromkeys(("repair", "维修", "ремонт"), "repair"),
    **dict.fromkeys(("described", "描述相符", "宝贝与描述相符", "соответствие описанию"), "described"),
    **dict.fromkeys(("service", "服务态度", "卖家的服务态度", "обслуживание"), "service"),
    **dict.fromkeys(("dispatch", "发货速度", "скорость отправки"), "dispatch"),
    **dict.fromkeys(("logistics", "物流服务", "物流速度", "доставка"), "logistics"),
}
"""Words that exports use, in lower case, for the feed's own."""
_CURRENCIES: Mapping[str, str] = {
    **dict.fromkeys(("₽", "руб", "руб.", "р", "р.", "рубль", "rur"), "RUB"),
    **dict.fromkeys(("¥", "￥", "元", "人民币", "rmb"), "CNY"),
    "$": "USD", "€": "EUR", "₸": "KZT",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """How this file writes dates and numbers; dates without an offset are of the shop's clock."""

    zone: tzinfo
    day_first: bool = True
    decimal_comma: bool = False


def clean(cell: str) -> str:
    """A cell without the space around it and without the guard that keeps spreadsheets from counting with long ids."""
    cell = cell.strip().strip("\u00a0\ufeff")
    guarded = _GUARDED.fullmatch(cell)
    return guarded[1].strip() if guarded else cell.removeprefix("'") if cell[1:].isdigit() else cell


def value_of(cell: str, target: Target, reading: Reading, words: Mapping[str, str]) -> Value:
    """The cell as the target wants it. `words` are this file's own (lower case -> word of the feed), before all others."""
    said = words.get(cell.casefold())
    text = cell if said is None else said
    match target.kind:
        case "time":
            return _time(text, reading)
        case "stars":
            return _stars(text)
        case "whole":
            digits = number(text, decimal_comma=reading.decimal_comma)
            return int(digits) if digits.lstrip("-").isascii() and digits.lstrip("-").isdigit() and len(digits) < 18 else text
        case "decimal" | "amount":
            return number(without_currency(text) if target.kind == AMOUNT else text, decimal_comma=reading.decimal_comma)
        case "currency":
            return _CURRENCIES.get(text.casefold(), text.upper())
        case "flag":
            return {"true": True, "false": False}.get(YES_NO.get(text.casefold(), ""), text)
        case "choice":
            return text if text in target.choices else _choice(text, target)
        case "list":
            return [part for part in _PARTS.split(text) if part]
    return text


def _choice(text: str, target: Target) -> str:
    known = WORDS.get(text.casefold(), text.casefold())
    return known if known in target.choices else text


def number(text: str, *, decimal_comma: bool) -> str:
    """Digits with a point, thousands run together, no zeros behind a whole number; the text itself where it is no number.

    A sign between thousands is one only between groups of exactly three digits: 168,50 where the point is decimal is no number,
    rather than 16850.
    """
    found = (_WITH_COMMA if decimal_comma else _WITH_POINT).fullmatch(text)
    if found is None:
        return text
    whole, rest = found["minus"].strip("+") + re.sub(r"\D", "", found["whole"]), found["rest"] or ""
    return f"{whole}.{rest}" if rest.strip("0") else whole


def without_currency(text: str) -> str:
    """An amount without the signs and words of its currency."""
    return _MONEY_SIGNS.sub("", text).strip()


def _stars(text: str) -> Value:
    if text and set(text) <= set("★⭐*☆"):
        return text.count("★") + text.count("⭐") + text.count("*")
    if text in _HAN_STARS:
        return _HAN_STARS[text]
    found = _STARS.match(text)
    return int(found[1]) if found else text


def _time(text: str, reading: Reading) -> str:
    if _SECONDS.fullmatch(text):
        return datetime.fromtimestamp(int(text) / (1000 if len(text) == 13 else 1), UTC).isoformat()
    moment = moment_of(text, reading)
    return text if moment is None else moment.isoformat()


def moment_of(text: str, reading: Reading) -> datetime | None:
    """The instant that a date or time in any usual spelling names; None where it is none."""
    if found := _YEAR_FIRST.fullmatch(text):
        month, day = int(found["a"]), int(found["b"])
    elif found := _YEAR_LAST.fullmatch(text):
        month, day = (int(found["b"]), int(found["a"])) if reading.day_first else (int(found["a"]), int(found["b"]))
    else:
        return None
    year = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)
    hour = int(found["hour"] or 0)
    if half := (found["half"] or "").lower()[:1]:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return datetime(year, month, day, hour, int(found["minute"] or 0), int(found["second"] or 0), tzinfo=_zone(found["zone"], reading))
    except ValueError:
        return None


def _zone(text: str | None, reading: Reading) -> tzinfo:
    if not text:
        return reading.zone
    if text[0] not in "+-":
        return UTC
    ahead = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-ahead if text[0] == "-" else ahead)
