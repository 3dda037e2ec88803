"""Closing a person's account and opening it again: what administrators of the installation do."""

from datetime import datetime

import structlog
from django.utils.translation import gettext as _

from sellerdesk import audit, revoking
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.models import Desk, Membership, User


_log = structlog.get_logger(__name__)


@command
def close_account(*, person_id: int, by: User, actor: Actor, now: datetime) -> None:
    """End somebody's access at once, in every desk; the account and what it did stay. Twice is once.

    Refused: not_administrator, own_account.
    """
    if refusal := why_not_close(person_id, by):
        raise refusal
    _turn(person_id, on=False, actor=actor, now=now)


@command
def open_account(*, person_id: int, by: User, actor: Actor, now: datetime) -> None:
    """Let somebody sign in again; memberships are as they were left. Twice is once. Refused: not_administrator."""
    if refusal := _why_not_administrator(by):
        raise refusal
    _turn(person_id, on=True, actor=actor, now=now)


def why_not_close(person_id: int, by: User) -> Refusal | None:
    """Why this person may not close that account: not_administrator, own_account; or None.

    Nobody closes their own, so one administrator who can sign in is always left.
    """
    if person_id == by.pk:
        return Refusal("own_account", _("This is your own account."), _("Another administrator can close it."))
    return _why_not_administrator(by)


def _why_not_administrator(by: User) -> Refusal | None:
    if by.is_superuser and by.is_active:
        return None
    return Refusal("not_administrator", _("Only administrators of this installation close accounts."))


def _turn(person_id: int, *, on: bool, actor: Actor, now: datetime) -> None:
    """Each desk of the person hears of it. Desks are locked first and in one order, as everywhere people change."""
    own = Membership.objects.filter(user_id=person_id).values("desk_id")
    desks = list(Desk.objects.select_for_update(no_key=True).filter(pk__in=own).order_by("pk").values_list("pk", flat=True))
    person = User.objects.select_for_update(no_key=True).filter(pk=person_id).first()
    if person is None:
        raise NotVisible
    if person.is_active == on:
        return
    User.objects.filter(pk=person_id).update(is_active=on)
    what = "person.account_opened" if on else "person.account_closed"
    for desk_id in desks:
        audit.record(desk_id, actor, what, f"user:{person_id}", {"active": not on}, {"active": on}, now)
        note(desk_id, "people.changed", user=person_id)
    _log.info("account_turned", person_id=person_id, on=on, by=actor.key)
    revoking.person_changed(person_id)
