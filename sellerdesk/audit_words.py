"""What the verbs of the audit log mean in words, and where its subjects are shown. Rooms add theirs in ready().

A verb that nobody words is shown as it is: an entry is never left out because a word is missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from sellerdesk.rooms import Words


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of thing that entries are about: what it is called, and the URL name of its page (desk's slug and id), if it has one."""

    label: Words
    page: str = ""
    listed: str = ""
    """The URL name of the page that lists such things (desk's slug), where one has no page that every reader may open."""


@dataclass(frozen=True, slots=True)
class Group:
    """The verbs of one room, in the order in which the filter offers them."""

    label: Words
    verbs: Mapping[str, Words]


_groups: Final[dict[str, Group]] = {}
_subjects: Final[dict[str, Subject]] = {}
_fields: Final[dict[str, Words]] = {}


def add(key: str, group: Group, *, subjects: Mapping[str, Subject], fields: Mapping[str, Words] | None = None) -> None:
    """Word the verbs, subjects and fields of one room. Twice is a ValueError, except of the same."""
    if _groups.setdefault(key, group) is not group:
        raise ValueError(f"The verbs of {key} are worded already.")
    _subjects.update(subjects)
    _fields.update(fields or {})


def groups() -> list[Group]:
    """All verbs, by room."""
    return list(_groups.values())


def verb(what: str) -> str:
    """What happened, as a sentence; the verb itself where nobody words it."""
    return next((str(group.verbs[what]) for group in _groups.values() if what in group.verbs), what)


def is_worded(what: str) -> bool:
    """Whether some room words this verb."""
    return any(what in group.verbs for group in _groups.values())


def subject(key: str) -> str:
    """“Claim 12” for "claim:12"; the key itself where nobody knows its kind."""
    kind, _colon, number = key.partition(":")
    known = _subjects.get(kind)
    return key if known is None else _("%(thing)s %(number)s") % {"thing": known.label, "number": number}


def page(desk_slug: str, key: str) -> str:
    """The address of the subject's page, or of the list where it stands; empty where there is none."""
    kind, _colon, number = key.partition(":")
    known = _subjects.get(kind)
    if known is not None and known.listed:
        return reverse(known.listed, args=[desk_slug])
    if known is None or not known.page or not number.isdecimal():
        return ""
    try:
        return reverse(known.page, args=[desk_slug, int(number)])
    except NoReverseMatch:
        return ""


def field(name: str) -> str:
    """What a field of before and after is called; its own name where nobody words it."""
    return str(_fields.get(name, name))
