"""The audit log of one desk as its page shows it: newest first, behind a number, by who, what, of what and when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from sellerdesk.models import ApiToken, AuditEntry, Membership, User


PAGE = 50
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries of a desk; what is empty or None is not asked for. `since` is part of the span, `until` is not."""

    desk_id: int
    actor: str = ""
    """A key such as "user:7"."""
    what: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None


def page(wanted: Wanted, *, below: int | None = None, limit: int = PAGE + 1) -> list[AuditEntry]:
    """Entries with a number below `below`, the newest first; one more than a page tells that there are more."""
    found = rows(wanted) if below is None else rows(wanted).filter(number__lt=below)
    return list(found.order_by("-number")[:limit])


def rows(wanted: Wanted) -> QuerySet[AuditEntry]:
    """The entries, in no order."""
    asked: dict[str, Any] = {
        "actor_key": wanted.actor, "what": wanted.what, "subject": wanted.subject, "at__gte": wanted.since, "at__lt": wanted.until,
    }  # fmt: skip
    told = {name: value for name, value in asked.items() if value not in {"", None}}
    return AuditEntry.objects.filter(desk_id=wanted.desk_id).filter(**told)


def every(wanted: Wanted) -> Iterator[AuditEntry]:
    """All of them, a few hundred at a time: memory stays flat however long the list is."""
    below: int | None = None
    while found := page(wanted, below=below, limit=_CHUNK):
        yield from found
        below = found[-1].number


def actors(desk_id: int) -> list[tuple[str, str]]:
    """Who may be asked for, as (key, label): the people of the desk, its tokens, the desk itself and the command line."""
    people = Membership.objects.filter(desk_id=desk_id).select_related("user").order_by("user__email")
    tokens = ApiToken.objects.filter(desk_id=desk_id).order_by("name", "pk").values_list("pk", "name")
    named = [(f"user:{one.user_id}", one.user.name or one.user.email) for one in people]
    return [*named, *((f"token:{pk}", name) for pk, name in tokens), ("system", "SellerDesk"), ("command", _("command line"))]


def label_of(desk_id: int, actor: str) -> str:
    """What the newest entry of an actor calls them: also of people who have left. The key itself where there is none."""
    row = AuditEntry.objects.filter(desk_id=desk_id, actor_key=actor).order_by("-number").values_list("actor_label", flat=True).first()
    return row or actor


def people_named(desk_id: int, subjects: list[str]) -> dict[str, str]:
    """Subject -> address, of subjects that are people who still have an account: members of the desk, and whom its entries are about.

    A subject may come from an address that somebody typed: whoever else has an account here is nobody's to know.
    """
    ids = [
        int(number)
        for kind, _colon, number in (one.partition(":") for one in subjects)
        if kind == "user" and number.isdecimal() and len(number) < 19
    ]
    works_here = Membership.objects.filter(desk_id=desk_id, user_id=OuterRef("pk"))
    told_of = AuditEntry.objects.filter(desk_id=desk_id, subject=Concat(Value("user:"), Cast(OuterRef("pk"), CharField())))
    found = User.objects.filter(Exists(works_here) | Exists(told_of), pk__in=ids)
    return {f"user:{pk}": email for pk, email in found.values_list("pk", "email")}
