"""Desks and the people in them."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email, validate_slug
from django.utils.translation import gettext as _

from sellerdesk import accounts, audit, commands, slugs, withdrawing
from sellerdesk.domain import permissions
from sellerdesk.domain.actor import COMMAND_LINE, Actor
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.models import Desk, Membership, User


def id_of(slug: str) -> int | None:
    """The id of a desk, for the administration of the installation; what a person may see is asked of `access`."""
    return Desk.objects.filter(slug=slug).values_list("pk", flat=True).first()


def hold(desk_id: int) -> Desk:
    """The desk, its row locked until the command ends, after whoever holds it. NotVisible where there is none.

    First in the lock order: whatever a desk has once, or what no constraint can compare or count, is changed under it. People and their
    roles, keys and invitations (the last owner is counted), the desk's bot and settings, saved lists, reply templates, labels. Loads and
    the work of the rooms do not wait for it.
    """
    desk = Desk.objects.select_for_update(no_key=True).filter(pk=desk_id).first()
    if desk is None:
        raise NotVisible
    return desk


def open_desk(slug: str, *, actor: Actor, now: datetime, name: str = "") -> Desk:
    """The desk of this slug, made if there is none yet. Inside a command. Refused: desk_slug_malformed.

    The installation's superusers own a desk that the command line makes: they could join it anyway, and without them
    nobody would see it.
    """
    try:
        validate_slug(slug)
    except ValidationError:
        raise Refusal(
            "desk_slug_malformed", _("%(slug)s is no slug.") % {"slug": slug}, _("Use letters, digits, hyphens, underscores.")
        ) from None
    if len(slug) > 64:
        raise Refusal("desk_slug_malformed", _("This slug is too long."), _("Use at most 64 characters."))
    desk, made = Desk.objects.get_or_create(slug=slug, defaults={"name": name or slug, "created_at": now})
    if made:
        audit.record(desk.pk, actor, "desk.created", f"desk:{desk.pk}", None, {"slug": slug, "name": desk.name}, now)
        commands.note(desk.pk, "desk.created", desk=desk.pk)
        if actor == COMMAND_LINE:
            let_keepers_in(desk, actor=actor, now=now)
    return desk


def let_keepers_in(desk: Desk, *, actor: Actor, now: datetime) -> None:
    """Make the installation's superusers owners of a desk. Inside a command."""
    for person in User.objects.filter(is_superuser=True, is_active=True).order_by("pk"):
        join(desk, person, permissions.OWNER, actor=actor, now=now)


@commands.command
def found_desk(*, name: str, person: User, actor: Actor, now: datetime) -> Desk:
    """A new desk that belongs to this person. Its slug is made from the name.

    Only the installation's superusers found desks in the browser; all others are invited into one.
    Refused: founding_not_allowed, name_missing, name_too_long, name_unprintable, slug_taken (no free one was found).
    """
    if not person.is_superuser:
        raise Refusal("founding_not_allowed", _("Only administrators of this installation can make a desk."))
    name = name.strip()
    if refusal := slugs.why_not_name(name):
        raise refusal
    for slug in slugs.candidates(name, otherwise="desk"):
        desk, made = Desk.objects.get_or_create(slug=slug, defaults={"name": name, "created_at": now})
        if made:
            audit.record(desk.pk, actor, "desk.created", f"desk:{desk.pk}", None, {"slug": slug, "name": name}, now)
            commands.note(desk.pk, "desk.created", desk=desk.pk)
            join(desk, person, permissions.OWNER, actor=actor, now=now)
            return desk
    raise Refusal("slug_taken", _("No free address was found for this name."), _("Choose another name."))


@commands.command
def add_person(*, desk_slug: str, email: str, role: str, password: str | None, actor: Actor, now: datetime) -> Membership:
    """Put a person into a desk in a role, making the account if there is none; a known member changes role.

    An owner of a desk that does not exist yet founds it. A password is set for new accounts only, and is one
    that was made up for somebody: they choose their own at the first sign-in.
    Refused: email_malformed, role_unknown, desk_unknown, last_owner.
    """
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Refusal("email_malformed", _("%(email)s is no e-mail address.") % {"email": email}) from None
    if role not in permissions.ROLES:
        raise Refusal("role_unknown", _("There is no role %(role)s.") % {"role": role}, ", ".join(permissions.ROLES))
    if role == permissions.OWNER:
        open_desk(desk_slug, actor=actor, now=now)
    # The row lock makes two changes of one desk's people wait for each other: the last owner is counted under it.
    desk = Desk.objects.select_for_update(no_key=True).filter(slug=desk_slug).first()
    if desk is None:
        raise Refusal("desk_unknown", _("There is no desk %(slug)s.") % {"slug": desk_slug})
    person = User.objects.filter(email=email).first() or accounts.make(email, password, now)
    accounts.vouch_for(person)
    return join(desk, person, role, actor=actor, now=now)


def join(desk: Desk, person: User, role: str, *, actor: Actor, now: datetime) -> Membership:
    """Put a person into a desk in a role, or change the role. Inside a command that holds the desk's row. Refused: last_owner.

    The keys of who may make none any more end.
    """
    member = Membership.objects.filter(desk=desk, user=person).first()
    if member is not None and member.role == role:
        return member
    before = None if member is None else {"role": member.role}
    if member is None:
        member = Membership(desk=desk, user=person, created_at=now)
    elif refusal := why_not_lose(member):
        raise refusal
    member.role = role
    member.every_shop = member.every_shop or role == permissions.OWNER
    member.save()
    audit.record(
        desk.pk, actor, "person.joined" if before is None else "person.role_changed", f"user:{person.pk}", before, {"role": role}, now
    )
    commands.note(desk.pk, "people.changed", user=person.pk)
    if before is not None and not permissions.may(role, permissions.PEOPLE_MANAGE):
        withdrawing.withdraw_all_by(desk.pk, person.pk, actor=actor, now=now)
    if before is not None and not permissions.may(role, permissions.TOKENS_MANAGE):
        withdrawing.revoke_all_of(desk.pk, person.pk, actor=actor, now=now)
    return member


def why_not_lose(member: Membership) -> Refusal | None:
    """Why this person may not stop being what they are: last_owner, or None."""
    if not _is_last_owner(member):
        return None
    return Refusal("last_owner", _("A desk keeps at least one owner."), _("Make somebody else an owner first."))


def _is_last_owner(member: Membership) -> bool:
    # An owner whose account is closed can do nothing for the desk.
    owners = Membership.objects.filter(desk_id=member.desk_id, role=permissions.OWNER, user__is_active=True)
    return member.role == permissions.OWNER and not owners.exclude(pk=member.pk).exists()
