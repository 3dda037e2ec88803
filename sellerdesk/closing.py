"""Closing a person's account and opening it again: what administrators of the installation do."""

from datetime import datetime

import structlog
from django.db.models import Q
from django.utils.translation import gettext as _

from sellerdesk import audit, revoking, signed_in, withdrawing
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.models import Desk, Membership, User


_log = structlog.get_logger(__name__)


@command
def close_account(*, person_id: int, by: User, actor: Actor, now: datetime) -> None:
    """End somebody's access at once, in every desk, also by keys they made; the account and what it did stay. Twice is once.

    Their sign-ins are over for good: whoever sits at one of those browsers is not back when the account is opened again.

    Refused: not_administrator, own_account.
    """
    _turn(person_id, on=False, by=by, actor=actor, now=now)


@command
def open_account(*, person_id: int, by: User, actor: Actor, now: datetime) -> None:
    """Let somebody sign in again; memberships are as they were left. Twice is once. Refused: not_administrator."""
    _turn(person_id, on=True, by=by, actor=actor, now=now)


def why_not_close(person_id: int, by: User) -> Refusal | None:
    """Why this person may not close that account: not_administrator, own_account; or None.

    Nobody closes their own, and who closes another's is asked with all administrators' rows locked: one is always left.
    """
    if person_id == by.pk:
        return Refusal("own_account", _("This is your own account."), _("Another administrator can close it."))
    return _why_not_administrator(by)


def _why_not_administrator(by: User) -> Refusal | None:
    if by.is_superuser and by.is_active:
        return None
    return Refusal("not_administrator", _("Only administrators of this installation close accounts."))


def _turn(person_id: int, *, on: bool, by: User, actor: Actor, now: datetime) -> None:
    """Each desk of the person hears of it. Desks are locked first and in one order, as everywhere people change; then the people."""
    own = Membership.objects.filter(user_id=person_id).values("desk_id")
    desks = list(Desk.objects.select_for_update(no_key=True).filter(pk__in=own).order_by("pk").values_list("pk", flat=True))
    people = _locked(person_id)
    # What the session read of them may be over: two administrators may close each other at this moment.
    present = people.get(by.pk, User())
    if refusal := _why_not_administrator(present) if on else why_not_close(person_id, present):
        raise refusal
    person = people.get(person_id)
    if person is None:
        raise NotVisible
    if person.is_active == on:
        return
    User.objects.filter(pk=person_id).update(is_active=on)
    what = "person.account_opened" if on else "person.account_closed"
    for desk_id in desks:
        audit.record(desk_id, actor, what, f"user:{person_id}", {"active": not on}, {"active": on}, now)
        note(desk_id, "people.changed", user=person_id)
        if not on:
            withdrawing.withdraw_all_by(desk_id, person_id, actor=actor, now=now)
            withdrawing.revoke_all_of(desk_id, person_id, actor=actor, now=now)
    _log.info("account_turned", person_id=person_id, on=on, by=actor.key)
    if on:
        revoking.person_changed(person_id)
    else:
        signed_in.end_others(person, None)


def _locked(person_id: int) -> dict[int, User]:
    """The person and all administrators, locked in one order."""
    rows = User.objects.select_for_update(no_key=True).filter(Q(is_superuser=True) | Q(pk=person_id)).order_by("pk")
    return {row.pk: row for row in rows}
