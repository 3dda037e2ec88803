"""Days, moments, money and numbers as the reader's language writes them.

Moments are shown in the current time zone (the reader's); days are plain dates of a shop.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from babel import Locale, dates, lists, numbers
from django.utils import timezone
from django.utils.translation import get_language, gettext as _, ngettext

from sellerdesk.domain.leaving import TAKE_BACK
from sellerdesk.domain.money import exponent


# English as the product writes it: the day before the month.
_LOCALES = {"en": "en_GB", "ru": "ru", "zh-hans": "zh_Hans_CN"}
# Of a whole name of weekday and month together the locale data knows no pattern in these languages.
_LONG_DAYS = {"en": "EEEE d MMMM", "ru": "EEEE, d MMMM", "zh": "M月d日EEEE"}
_FIRST_GROUPED = 1000
# The locale data writes a foreign currency by its code (RUB1,290.00); sellers know these by their signs.
_SIGNS = {"RUB": "₽", "CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "KZT": "₸", "JPY": "JP¥"}
_HOUR, _DAY, _WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)


def locale() -> Locale:
    """The reader's locale."""
    return _locale(get_language() or "en")


@lru_cache(maxsize=16)
def _locale(language: str) -> Locale:
    return Locale.parse(_LOCALES.get(language, "en_GB"))


@lru_cache(maxsize=4096)
def _written(value: date, skeleton: str, spoken: Locale) -> str:
    """A day in the language's own order of its parts. A list says the same few days again and again."""
    return str(dates.format_skeleton(skeleton, value, locale=spoken))


def weekday(value: date) -> str:
    """Sat, сб, 周六."""
    return _written(value, "E", locale())


def weekdays() -> list[str]:
    """The names of the days of the week, from Monday on."""
    return [str(dates.get_day_names("wide", locale=locale())[number]) for number in range(7)]


def number(value: int | Decimal | str, decimals: int = 0) -> str:
    """A number with the language's separators: 12,082 or 12 082; `decimals` are always all shown."""
    if isinstance(value, int) and not decimals and -_FIRST_GROUPED < value < _FIRST_GROUPED:
        return str(value)
    return _grouped(value, decimals, locale())


@lru_cache(maxsize=4096)
def _grouped(value: int | Decimal | str, decimals: int, spoken: Locale) -> str:
    """A page says the same means and thresholds many times, and writing one out costs more than the tag around it."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(numbers.format_decimal(Decimal(value), format=pattern, locale=spoken))


def percent(value: Decimal | str, decimals: int = 1) -> str:
    """A share that is already in percent, with its sign: 66.7%, or with a space before it in Russian."""
    return str(numbers.format_percent(Decimal(value) / 100, format=_percent_pattern(decimals), locale=locale()))


def _percent_pattern(decimals: int) -> str:
    sign = "\N{NO-BREAK SPACE}%" if locale().language == "ru" else "%"
    return "#,##0" + ("." + "0" * decimals if decimals else "") + sign


def money(minor: int, currency: str) -> str:
    """An amount of minor units in its own currency, all its decimals shown: ¥168.00."""
    amount = Decimal(minor).scaleb(-exponent(currency))
    text = str(numbers.format_currency(amount, currency, locale=locale(), currency_digits=True))
    return text.replace(numbers.get_currency_symbol(currency, locale()), _SIGNS[currency]) if currency in _SIGNS else text


def listed(parts: Iterable[str]) -> str:
    """Several things in one sentence: bad, neutral and good; bad, neutral и good; bad、neutral和good."""
    return str(lists.format_list(list(parts), locale=locale()))


def day(value: date, *, today: date | None = None) -> str:
    """21 Nov, 21 нояб., 11月21日; with the year where it is not that of `today`."""
    skeleton = "MMMd" if today is None or today.year == value.year else "yMMMd"
    return _written(value, skeleton, locale())


def long_day(value: date) -> str:
    """Friday 21 November: a day as a heading names it."""
    return str(dates.format_date(value, _LONG_DAYS[locale().language], locale=locale()))


def whole_day(value: date) -> str:
    """The day with its year, whatever year it is."""
    return _written(value, "yMMMd", locale())


def month(value: date) -> str:
    """Nov 2026, нояб. 2026 г., 2026年11月: the month of a day."""
    return _written(value, "yMMM", locale())


def clock(moment: datetime) -> str:
    """14:00 in the reader's time zone."""
    return f"{_local(moment):%H:%M}"


def stamp(moment: datetime, *, now: datetime) -> str:
    """When something happened: 10:42 today, 12 Nov 21:14 this year, 12 Nov 2025 before."""
    local, today = _local(moment), _local(now).date()
    if local.date() == today:
        return clock(moment)
    if local.year == today.year:
        return _("%(day)s %(clock)s") % {"day": day(local.date()), "clock": clock(moment)}
    return whole_day(local.date())


def exactly(moment: datetime) -> str:
    """The moment to the minute with its year and offset, for a title."""
    local = _local(moment)
    offset = f"{local:%z}"
    return _("%(day)s %(clock)s") % {"day": whole_day(local.date()), "clock": f"{local:%H:%M} (UTC{offset[:3]}:{offset[3:]})"}


def deadline(due_at: datetime, *, now: datetime) -> str:
    """Time left, not time stamps: 18 min left, 2 h late, by 14:00, Sat 18:00, 12 Dec."""
    left = due_at - now
    if left <= timedelta(0):
        return late(-left)
    if left < _HOUR:
        return _("%(minutes)s min left") % {"minutes": number(_whole(left, timedelta(minutes=1)) + 1)}
    local, today = _local(due_at), _local(now).date()
    if local.date() == today:
        return _("by %(clock)s") % {"clock": clock(due_at)}
    if left < _WEEK:
        return _("%(weekday)s %(clock)s") % {"weekday": weekday(local.date()), "clock": clock(due_at)}
    return day(local.date(), today=today)


def ahead(moment: datetime, *, now: datetime) -> str:
    """A moment to come, with its time of day: 14:00, Sat 09:00, 12 Dec 09:00."""
    local, today = _local(moment), _local(now).date()
    if local.date() == today:
        return clock(moment)
    if moment - now < _WEEK - _DAY:
        return _("%(weekday)s %(clock)s") % {"weekday": weekday(local.date()), "clock": clock(moment)}
    return _("%(day)s %(clock)s") % {"day": day(local.date(), today=today), "clock": clock(moment)}


def late(by: timedelta) -> str:
    """How far past a deadline: 42 min late, 2 h late, 3 d late."""
    if by < _HOUR:
        return _("%(minutes)s min late") % {"minutes": number(_whole(by, timedelta(minutes=1)))}
    if by < 2 * _DAY:
        return _("%(hours)s h late") % {"hours": number(_whole(by, _HOUR))}
    return _("%(days)s d late") % {"days": number(_whole(by, _DAY))}


def age(since: datetime, *, now: datetime) -> str:
    """How long ago: just now, 5 min, 3 h, 2 d."""
    gone = now - since
    if gone < timedelta(minutes=1):
        return _("just now")
    if gone < _HOUR:
        return _("%(minutes)s min ago") % {"minutes": number(_whole(gone, timedelta(minutes=1)))}
    if gone < 2 * _DAY:
        return _("%(hours)s h ago") % {"hours": number(_whole(gone, _HOUR))}
    return _("%(days)s d ago") % {"days": number(_whole(gone, _DAY))}


def hold(seconds: int) -> str:
    """That what is sent can be taken back for less time than usual, because a window ends; empty where the time is whole."""
    if seconds >= TAKE_BACK.total_seconds():
        return ""
    if not seconds:
        return _("The time is nearly over: it leaves at once and cannot be taken back.")
    said = ngettext(
        "The time is nearly over: it can be taken back for %(number)s second.",
        "The time is nearly over: it can be taken back for %(number)s seconds.",
        seconds,
    )
    return said % {"number": number(seconds)}


def sent(what: str, seconds: int) -> str:
    """That something is being sent, and where the time for taking it back is cut, that too."""
    cut = hold(seconds)
    return _("%(sent)s. %(cut)s") % {"sent": what, "cut": cut} if cut else what


def _whole(span: timedelta, unit: timedelta) -> int:
    return span // unit


def _local(moment: datetime) -> datetime:
    return moment.astimezone(timezone.get_current_timezone())
