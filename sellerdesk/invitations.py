"""Asking somebody into a desk, and the answer: a signed link that opens once, for seven days, until it is withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, MaxLengthValidator
from django.db import IntegrityError
from django.urls import reverse
from django.utils.translation import gettext as _

from sellerdesk import accounts, audit, commands, desks, mailing, slugs, team, withdrawing
from sellerdesk.domain.actor import Actor, person as acting
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.models import ApiToken, Desk, Invitation, InvitationShop, Membership, Shop, User


LASTS = timedelta(days=7)
_SIGNER = "sellerdesk.invitation"
_LONGEST_TOKEN = 100


@dataclass(frozen=True, slots=True)
class Open:
    """An invitation that still opens: what its list and its page show. `shop_ids` is None for every shop."""

    id: int
    desk_id: int
    desk_slug: str
    desk_name: str
    email: str
    role: str
    role_label: str
    invited_by: str
    expires_at: datetime
    shop_ids: list[int] | None


@commands.command
def invite(
    *,
    desk_id: int,
    email: str,
    role: str,
    shop_ids: Sequence[int] | None,
    by: User | ApiToken,
    actor: Actor,
    now: datetime,
    by_mail: bool = False,
) -> Open:
    """Ask the owner of an address into a desk; an earlier open invitation of the same address is withdrawn.

    Whether the address has an account makes no difference and is not told. With `by_mail` the link is owed to the
    guest by mail as well. Refused: email_malformed, the codes of `team.why_not_give` and `team.chosen_shops`, already_member.
    """
    email = email.strip().lower()
    try:
        EmailValidator()(email)
        MaxLengthValidator(254)(email)
    except ValidationError:
        raise Refusal("email_malformed", _("%(email)s is no e-mail address.") % {"email": email[:80]}) from None
    desk = desks.hold(desk_id)
    if refusal := team.why_not_give_as(desk_id, by, role):
        raise refusal
    shops = team.chosen_shops(desk_id, role, shop_ids)
    if Membership.objects.filter(desk_id=desk_id, user__email=email).exists():
        raise Refusal("already_member", _("%(email)s works in this desk already.") % {"email": email})
    for earlier in withdrawing.unanswered(desk_id).filter(email=email):
        withdrawing.withdraw_invitation(earlier, actor=actor, now=now)
    guest_of = {"invited_by": by} if isinstance(by, User) else {"made_by_token": by}
    row = Invitation.objects.create(
        desk=desk, email=email, role=role, every_shop=shops is None, created_at=now, expires_at=now + LASTS, **guest_of
    )
    InvitationShop.objects.bulk_create(InvitationShop(desk_id=desk_id, invitation=row, shop=shop) for shop in shops or [])
    after = {"email": email, "role": role, "shops": None if shops is None else [shop.slug for shop in shops]}
    audit.record(desk_id, actor, "person.invited", f"invitation:{row.pk}", None, after, now)
    commands.note(desk_id, "people.changed", invitation=row.pk)
    if by_mail and isinstance(by, User):
        context = {"desk": desk_id, "invitation": row.pk}
        mailing.owe(desk_id, "invitation", f"invitation:{row.pk}", user_id=by.pk, context=context, now=now)
    return _open(row, None if shops is None else [shop.pk for shop in shops])


@commands.command
def withdraw(*, desk_id: int, invitation_id: int, by: User | ApiToken, actor: Actor, now: datetime) -> None:
    """End an invitation at once. Twice is once; one that was accepted is Refused with invitation_over."""
    desks.hold(desk_id)
    row = Invitation.objects.select_for_update().filter(desk_id=desk_id, pk=invitation_id).first()
    if row is None:
        raise NotVisible
    if refusal := team.why_not_give_as(desk_id, by, row.role):
        raise refusal
    if row.accepted_at is not None:
        raise Refusal("invitation_over", _("This invitation was accepted already."), _("Remove the person instead."))
    if row.revoked_at is None:
        withdrawing.withdraw_invitation(row, actor=actor, now=now)


def waiting(desk_id: int, *, now: datetime) -> list[Open]:
    """The invitations of a desk that still open, the newest first."""
    rows = withdrawing.unanswered(desk_id).filter(expires_at__gt=now).select_related("desk", "invited_by").order_by("-created_at", "-id")
    limits: dict[int, list[int]] = {}
    for limit in InvitationShop.objects.filter(desk_id=desk_id):
        limits.setdefault(limit.invitation_id, []).append(limit.shop_id)
    return [_open(row, None if row.every_shop else limits.get(row.pk, [])) for row in rows]


def token(desk_id: int, invitation_id: int) -> str:
    """The text of an invitation's link: desk and id, signed. It can be made again at any time and is kept nowhere."""
    return signing.Signer(salt=_SIGNER, sep=".").sign(f"{desk_id}-{invitation_id}")


def link(one: Open) -> str:
    """An invitation's link, at the installation's own address: a request chooses the host that it came to."""
    return settings.SITE_URL + reverse("invitation", args=[token(one.desk_id, one.id)])


def read(text: str) -> tuple[int, int] | None:
    """The desk and id that a link's text names; None where the signature is not ours."""
    try:
        desk_id, _dash, pk = signing.Signer(salt=_SIGNER, sep=".").unsign(text[:_LONGEST_TOKEN]).partition("-")
    except signing.BadSignature:
        return None
    return int(desk_id), int(pk)


def find(desk_id: int, invitation_id: int, *, now: datetime) -> Open | None:
    """An invitation that still opens, or None: used, withdrawn, expired and never made look the same."""
    row = withdrawing.unanswered(desk_id).filter(pk=invitation_id, expires_at__gt=now).select_related("desk", "invited_by").first()
    return None if row is None else _open(row, None)


@commands.command
def accept_with_account(*, desk_id: int, invitation_id: int, person: User, now: datetime) -> Desk:
    """The answer of somebody who has an account and is signed in with it.

    Refused: invitation_over, invitation_for_another (the account has another address than the one that was invited).
    """
    desk, row = _answering(desk_id, invitation_id, now)
    if person.email != row.email:
        raise Refusal("invitation_for_another", _("This invitation is for another address than the one you are signed in with."))
    _accept(desk, row, person, now)
    return desk


@commands.command
def accept_with_new_account(
    *, desk_id: int, invitation_id: int, name: str, password: str, language: str, now: datetime
) -> tuple[Desk, User]:
    """The answer of somebody new: makes the account. The password was validated at the edge, where its own words are.

    Refused: invitation_over, name_missing, name_too_long, name_unprintable, account_exists (sign in first, then accept).
    """
    if refusal := slugs.why_not_name(name.strip()):
        raise refusal
    desk, row = _answering(desk_id, invitation_id, now)
    there = Refusal("account_exists", _("This address has an account already."), _("Sign in with it to accept."))
    if User.objects.filter(email=row.email).exists():
        raise there
    try:
        # Two desks may have invited one address, and both links be answered at this moment.
        with commands.attempt():
            person = User.objects.create_user(row.email, password, name=name.strip(), language=language)
    except IntegrityError:
        raise there from None
    # Who has the link has the mailbox, or was given it by an owner, who vouches for the address.
    accounts.vouch_for(person)
    _accept(desk, row, person, now)
    return desk, person


def _answering(desk_id: int, invitation_id: int, now: datetime) -> tuple[Desk, Invitation]:
    """The desk and the invitation, both locked: of two answers at one moment the second finds it used."""
    desk = desks.hold(desk_id)
    row = Invitation.objects.select_for_update().filter(desk_id=desk_id, pk=invitation_id).first()
    if row is None or row.accepted_at is not None or row.revoked_at is not None or row.expires_at <= now:
        raise Refusal("invitation_over", _("This invitation does not open any more."), _("Ask for a new one."))
    return desk, row


def _accept(desk: Desk, row: Invitation, person: User, now: datetime) -> None:
    actor = acting(person.pk, person.email)
    # Who became a member in another way meanwhile keeps what they were given there.
    member = Membership.objects.filter(desk=desk, user=person).first()
    if member is None:
        member = desks.join(desk, person, row.role, actor=actor, now=now)
        if not row.every_shop:
            # None is left where all of them are gone: then nothing is seen until somebody opens a shop.
            shops = Shop.objects.filter(desk=desk, pk__in=InvitationShop.objects.filter(desk=desk, invitation=row).values("shop_id"))
            team.see_only(member, list(shops))
    Invitation.objects.filter(desk=desk, pk=row.pk).update(accepted_at=now)
    audit.record(desk.pk, actor, "invitation.accepted", f"invitation:{row.pk}", {"email": row.email}, {"role": member.role}, now)


def _open(row: Invitation, shop_ids: list[int] | None) -> Open:
    by = row.invited_by
    return Open(
        id=row.pk,
        desk_id=row.desk_id,
        desk_slug=row.desk.slug,
        desk_name=row.desk.name,
        email=row.email,
        role=row.role,
        role_label=str(Membership.Role(row.role).label),
        invited_by="" if by is None else (by.name or by.email),
        expires_at=row.expires_at,
        shop_ids=shop_ids,
    )
