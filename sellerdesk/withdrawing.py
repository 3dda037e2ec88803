"""Ending what was given out in somebody's name: open invitations, and keys of programs."""

from datetime import datetime

from django.db.models import QuerySet

from sellerdesk import audit, commands
from sellerdesk.domain.actor import Actor
from sellerdesk.models import ApiToken, Invitation


def unanswered(desk_id: int) -> QuerySet[Invitation]:
    """The invitations of a desk that were neither accepted nor withdrawn; they may have expired."""
    return Invitation.objects.filter(desk_id=desk_id, accepted_at__isnull=True, revoked_at__isnull=True)


def withdraw_invitation(row: Invitation, *, actor: Actor, now: datetime) -> None:
    """End an open invitation, inside a command that holds the desk's row."""
    Invitation.objects.filter(desk_id=row.desk_id, pk=row.pk).update(revoked_at=now)
    audit.record(row.desk_id, actor, "invitation.withdrawn", f"invitation:{row.pk}", {"email": row.email, "role": row.role}, None, now)
    commands.note(row.desk_id, "people.changed", invitation=row.pk)


def withdraw_all_by(desk_id: int, user_id: int, *, actor: Actor, now: datetime) -> None:
    """End every open invitation of a person: whoever may invite no more has seen the links, and could come back through one of them."""
    for row in unanswered(desk_id).filter(invited_by_id=user_id).order_by("pk"):
        withdraw_invitation(row, actor=actor, now=now)


def revoke(token: ApiToken, *, actor: Actor, now: datetime) -> None:
    """End a key and the open invitations that it made, inside a command that holds the desk's row. One that is over stays as it is."""
    if token.revoked_at is not None:
        return
    ApiToken.objects.filter(desk_id=token.desk_id, pk=token.pk).update(revoked_at=now)
    audit.record(token.desk_id, actor, "token.revoked", f"token:{token.pk}", {"name": token.name}, None, now)
    commands.note(token.desk_id, "token.revoked", token=token.pk)
    # Its links were shown to whoever had the key.
    for row in unanswered(token.desk_id).filter(made_by_token_id=token.pk).order_by("pk"):
        withdraw_invitation(row, actor=actor, now=now)


def revoke_all_of(desk_id: int, user_id: int, *, actor: Actor, now: datetime) -> None:
    """End every key that a person made in a desk: they know its text. Inside a command that holds the desk's row."""
    for token in ApiToken.objects.filter(desk_id=desk_id, made_by_id=user_id, revoked_at__isnull=True).order_by("pk"):
        revoke(token, actor=actor, now=now)
