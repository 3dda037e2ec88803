"""What happens to an account, told to the audit logs of the desks that its person works in; and taking a second factor off."""

from datetime import datetime, timedelta
from typing import Final

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext as _

from sellerdesk import audit, commands, mailing, revoking, signed_in
from sellerdesk.domain.actor import Actor, person as acting
from sellerdesk.errors import Refusal
from sellerdesk.models import Membership, User


MADE_UP_LASTS: Final = timedelta(days=7)
"""So long a password that was made up for somebody opens the page where they choose their own: as long as an invitation."""
FACTOR_MAIL: Final = "factor_removed"
"""The sort of mail that tells of factors that were taken off."""


@commands.command
def tell_desks(*, person: User, what: str, now: datetime) -> None:
    """One audit entry in each desk of a person who did something to their own account; `what` such as "person.factor_added"."""
    _tell(person, what, acting(person.pk, person.email), now)


@commands.command
def confirm_own_address(*, person: User, now: datetime) -> None:
    """The address of an account is confirmed from the start: an invitation's link went there, or the command line vouches for it.

    The library takes an unconfirmed one for a change that waits, and would drop it when another is asked for.
    """
    vouch_for(person)


@commands.command
def confirm_address_of(*, email: str, now: datetime) -> None:
    """The same for whoever signs in with an address, if anybody does, before it is looked up for somebody else's sake.

    The library knows an address by its own rows. While the one of an account is missing there, somebody else who waits for that address
    would be sent the links of its owner, or be given the address itself.
    """
    person = User.objects.filter(email=email.strip().lower()).first()
    if person is not None:
        vouch_for(person)


def make(email: str, password: str | None, now: datetime) -> User:
    """A new account with a password that was made up for its owner, or with none, inside a command."""
    person = User.objects.create_user(email, password)
    if password is not None:
        person.password_until = now + MADE_UP_LASTS
        person.save(update_fields=["password_until"])
    return person


def is_over(person: User, now: datetime) -> bool:
    """Whether somebody's password was made up for them, and nobody chose another in time."""
    return User.objects.filter(pk=person.pk, password_until__lte=now).exists()


def vouch_for(person: User) -> None:
    """The address that an account signs in with is confirmed and its own, inside a command."""
    own = EmailAddress.objects.filter(user_id=person.pk, email=person.email, primary=True, verified=True)
    if own.exists():
        return
    # Whose address it is says the account: an entry of somebody else's that claims to be confirmed is wrong.
    EmailAddress.objects.filter(email=person.email, verified=True).exclude(user_id=person.pk).delete()
    EmailAddress.objects.filter(user_id=person.pk, primary=True).exclude(email=person.email).update(primary=False)
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"primary": True, "verified": True})


@commands.command
def remove_factors(*, email: str, actor: Actor, now: datetime) -> int:
    """Take every second factor and recovery code off an account, for somebody who lost them; returns how many. Refused: account_unknown.

    The account is signed out everywhere, and its person is told by mail. Where a factor is asked of them, the next sign-in sets one up.
    """
    person = User.objects.select_for_update().filter(email=email.strip().lower()).first()
    if person is None:
        raise Refusal("account_unknown", _("There is no account %(email)s.") % {"email": email[:80]})
    gone, _by_table = Authenticator.objects.filter(user_id=person.pk).delete()
    signed_in.end_others(person, None)
    revoking.person_changed(person.pk)
    if gone:
        _tell(person, "person.factor_removed", actor, now)
        _owe_mail(person, FACTOR_MAIL, now)
    return int(gone)


def id_of(email: str) -> int | None:
    """Whose an address is."""
    return User.objects.filter(email=email.strip().lower()).values_list("pk", flat=True).first()


def language_of(email: str) -> str:
    """The language that the owner of an address chose; empty where there is none."""
    chosen = User.objects.filter(email=email.strip().lower()).values_list("language", flat=True).first() or ""
    return chosen if chosen in dict(settings.LANGUAGES) else ""


def _owe_mail(person: User, template: str, now: datetime) -> None:
    """One mail, whatever the number of desks; none to somebody who works in no desk: it is owed by a desk, like every delivery."""
    desk_id = Membership.objects.filter(user_id=person.pk).order_by("desk_id").values_list("desk_id", flat=True).first()
    if desk_id is not None and mailing.leaves():
        at = now.isoformat()
        mailing.owe(desk_id, template, f"{template}:{person.pk}:{at}", user_id=person.pk, context={"at": at}, now=now)


def _tell(person: User, what: str, actor: Actor, now: datetime) -> None:
    for desk_id in Membership.objects.filter(user_id=person.pk).order_by("desk_id").values_list("desk_id", flat=True):
        audit.record(desk_id, actor, what, f"user:{person.pk}", None, None, now)
