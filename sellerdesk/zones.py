"""Time zones as people choose them: cities in the reader's language, by part of the world."""

from functools import lru_cache
from zoneinfo import available_timezones

from babel import Locale
from django.utils.translation import get_language, gettext as _

from sellerdesk import wording


# The dictionary of languages keeps zones under their oldest names; people and computers know these by newer ones.
_NEWER = {
    "Europe/Kiev": "Europe/Kyiv", "Asia/Calcutta": "Asia/Kolkata", "Asia/Saigon": "Asia/Ho_Chi_Minh", "Asia/Rangoon": "Asia/Yangon",
    "Asia/Katmandu": "Asia/Kathmandu", "America/Buenos_Aires": "America/Argentina/Buenos_Aires", "America/Godthab": "America/Nuuk",
    "Atlantic/Faeroe": "Atlantic/Faroe", "Pacific/Truk": "Pacific/Chuuk", "Pacific/Ponape": "Pacific/Pohnpei",
}  # fmt: skip
Group = tuple[str, tuple[tuple[str, str], ...]]


@lru_cache(maxsize=1)
def known() -> frozenset[str]:
    """Every zone there is. Kept, since the library reads the disk for it each time: 6 ms."""
    return frozenset(available_timezones())


def choices(*also: str) -> list[Group]:
    """Groups of (zone, city) for a list to choose from. `also` are zones that must be in it, such as the one chosen before."""
    groups = _groups(get_language() or "en")
    listed = {zone for _name, zones in groups for zone, _city in zones}
    rest = tuple((zone, zone) for zone in also if zone not in listed and zone in known())
    return [*groups, *([(_("Others"), rest)] if rest else [])]


def city(zone: str) -> str:
    """The city that names a zone, in the reader's language; the zone itself where it has none."""
    return _cities(get_language() or "en").get(zone, zone)


@lru_cache(maxsize=8)
def _groups(language: str) -> tuple[Group, ...]:
    parts = {
        "Europe": _("Europe"), "Asia": _("Asia"), "America": _("America"), "Africa": _("Africa"), "Australia": _("Australia"),
        "Pacific": _("Pacific"), "Atlantic": _("Atlantic"), "Indian": _("Indian Ocean"), "Antarctica": _("Antarctica"),
    }  # fmt: skip
    cities = _cities(language)
    groups = [
        (said, tuple(sorted(((zone, named) for zone, named in cities.items() if zone.startswith(f"{part}/")), key=lambda pair: pair[1])))
        for part, said in parts.items()
    ]
    return (*groups, (_("Without a place"), (("UTC", "UTC"),)))


@lru_cache(maxsize=8)
def _cities(_language: str) -> dict[str, str]:
    own, every = wording.locale().time_zones, Locale("ru").time_zones
    found = {}
    for kept in every:
        zone = _NEWER.get(str(kept), str(kept))
        if "/" in zone and not zone.startswith("Etc/") and zone in known():
            found[zone] = str(own.get(kept, {}).get("city") or zone.rpartition("/")[2].replace("_", " "))
    return found
