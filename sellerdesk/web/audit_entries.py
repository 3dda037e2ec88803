"""One entry of the audit log in words: who, what, of what, and what it was before and after."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _, ngettext

from sellerdesk import audit_words, wording
from sellerdesk.domain.actor import COMMAND_LINE
from sellerdesk.domain.traces import is_trace


SHORT_HASH = 12
LONGEST_VALUE = 300


@dataclass(frozen=True, slots=True)
class Line:
    """One field of an entry. Empty where it was not there."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry as its page shows it."""

    number: int
    at: datetime
    actor: str
    actor_key: str
    said: str
    what: str
    subject: str
    about: str
    href: str
    lines: list[Line]
    has_before: bool
    hash: str
    whole_hash: str


def shown(entry: Any, desk_slug: str, named: dict[str, str]) -> Shown:
    """An entry for the page; `named` says what some subjects are called."""
    before, after = entry.before or {}, entry.after or {}
    names = [*before, *(name for name in after if name not in before)]
    lines = [Line(audit_words.field(name), _value(before, name), _value(after, name)) for name in names]
    return Shown(
        number=entry.number, at=entry.at, actor=who(entry), actor_key=entry.actor_key, said=audit_words.verb(entry.what),
        what=entry.what, subject=entry.subject, about=named.get(entry.subject) or str(audit_words.subject(entry.subject)),
        href=audit_words.page(desk_slug, entry.subject), lines=lines, has_before=bool(before), hash=entry.hash[:SHORT_HASH],
        whole_hash=entry.hash,
    )  # fmt: skip


def who(entry: Any) -> str:
    """People and keys as they were called then; the command line in the reader's language."""
    return _("command line") if entry.actor_key == COMMAND_LINE.key else str(entry.actor_label)


def row(entry: Any, words: dict[str, str]) -> list[str]:
    """An entry as a row of the table; moments in UTC, since a table is passed on."""
    before, after = ("" if one is None else json.dumps(one, ensure_ascii=False, sort_keys=True) for one in (entry.before, entry.after))
    at = entry.at.isoformat(timespec="seconds")
    said = words.get(entry.what, entry.what)
    return [str(entry.number), at, entry.actor_label, entry.actor_key, said, entry.what, entry.subject, before, after, entry.hash]


def _value(told: dict[str, Any], name: str) -> str:
    if name not in told:
        return ""
    said = value(told[name])
    return said if len(said) <= LONGEST_VALUE else said[:LONGEST_VALUE] + "…"


def value(told: Any) -> str:
    """A value as a person reads it: a text that is kept elsewhere by its length and the beginning of its hash."""
    if is_trace(told):
        characters = ngettext("%(number)s character", "%(number)s characters", told["length"]) % {"number": wording.number(told["length"])}
        return f"{characters} ({told['sha256'][:8]})"
    match told:
        case None | "":
            return "–"
        case bool():
            return _("yes") if told else _("no")
        case list():
            return wording.listed([value(one) for one in told]) if told else "–"
        case dict():
            return "; ".join(f"{audit_words.field(name)}: {value(inner)}" for name, inner in told.items()) or "–"
    return str(told)
