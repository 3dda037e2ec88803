"""What the kernel's codes are called in the administration: the words that its pages have for them."""

from collections.abc import Mapping
from typing import Any

from sellerdesk import audit_words, notices as told, permission_words, rooms
from sellerdesk.rooms import Words
from sellerdesk.upload import sentences, words
from sellerdesk.web import audit_entries
from sellerdesk.web.admin_codes import apart, with_code


def work_kinds() -> Mapping[str, Words]:
    """Kinds of work items, as the lists of work call them."""
    return apart((kind.kind, kind.lane_label) for kind in rooms.work_kinds().values())


def notices() -> Mapping[str, Words]:
    """Kinds of notices, as the page calls them where one chooses."""
    return apart((event.key, event.label) for event in told.events())


def permissions() -> Mapping[str, Words]:
    """Permissions, as the page of roles calls them."""
    return {code: named[0] for _key, _label, group in permission_words.GROUPS for code, named in group.items()}


def record_types() -> Mapping[str, Words]:
    """Types of records, as the pages of facts call them."""
    return words.TYPES


def verbs() -> Mapping[str, Words]:
    """Verbs of the audit log, of all rooms."""
    return {what: said for group in audit_words.groups() for what, said in group.verbs.items()}


def verb(row: Any) -> str:
    """What happened, and its verb."""
    return with_code(audit_words.verb(row.what), row.what)


def subject(row: Any) -> str:
    """What it is about, and its key."""
    return with_code(str(audit_words.subject(row.subject)), row.subject)


def called(kinds: Mapping[str, Words], row: Any) -> str:
    """A row of a kind about a subject, in one line."""
    return f"{kinds.get(row.kind, row.kind)}: {audit_words.subject(row.subject)}"


def actor(row: Any) -> str:
    """Who did it."""
    return audit_entries.who(row)


def before(row: Any) -> str:
    """What was so before."""
    return audit_entries.value(row.before)


def after(row: Any) -> str:
    """What was so after."""
    return audit_entries.value(row.after)


def outcome(row: Any) -> str:
    """How an item ended; the code where its room counts that as nobody's doing."""
    return str(rooms.outcomes(row.kind).get(row.outcome, row.outcome))


def refused_file(row: Any) -> str:
    """Why a file was refused."""
    return sentences.refusal_of(row.code, row.detail) if row.code else ""
