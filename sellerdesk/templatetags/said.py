"""Days, moments, money and numbers in templates: `sellerdesk.wording` as filters and tags."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils import timezone

from sellerdesk import wording, zones


register = template.Library()
MOST_SHOWN = 999


@register.filter
def count(value: int) -> str:
    """12,082 as the language writes it."""
    return wording.number(value)


@register.filter
def city(zone: str) -> str:
    """Moscow for Europe/Moscow, in the reader's language."""
    return zones.city(zone)


@register.filter
def capped(value: int) -> str:
    """A number up to 999; beyond it 999+, for marks that have no room for more."""
    return f"{MOST_SHOWN}+" if value > MOST_SHOWN else str(value)


@register.filter
def decimal(value: Decimal | str, places: int = 2) -> str:
    """A number with all its decimals."""
    return wording.number(value, places)


@register.filter
def percent(value: Decimal | str, places: int = 1) -> str:
    """A share that is in percent already."""
    return wording.percent(value, places)


@register.filter
def listed(parts: Iterable[str]) -> str:
    """Several things in one sentence, joined as the language joins them."""
    return wording.listed(parts)


@register.filter
def day(value: date) -> str:
    """21 Nov."""
    return wording.day(value)


@register.filter
def local_day(moment: datetime) -> str:
    """The day of a moment in the reader's zone: 12 Nov; with the year where it is not this one."""
    return wording.day(timezone.localdate(moment), today=timezone.localdate())


@register.filter
def whole_day(value: date) -> str:
    """21 Nov 2026."""
    return wording.whole_day(value)


@register.filter
def clock(value: datetime) -> str:
    """14:00, in the reader's zone."""
    return wording.clock(value)


@register.filter
def exactly(value: datetime) -> str:
    """The moment to the minute with its offset, for titles."""
    return wording.exactly(value)


@register.simple_tag
def stamp(value: datetime, now: datetime) -> str:
    """When something happened, as short as it can be told."""
    return wording.stamp(value, now=now)


@register.simple_tag
def ahead(value: datetime, now: datetime) -> str:
    """When something comes, with its time of day."""
    return wording.ahead(value, now=now)


@register.simple_tag
def age(value: datetime, now: datetime) -> str:
    """How long ago."""
    return wording.age(value, now=now)


@register.simple_tag
def money(minor: int | None, currency: str) -> str:
    """An amount in its own currency; nothing where there is none."""
    return "" if minor is None or not currency else wording.money(minor, currency)
