"""The mail with an invitation's link, written when it leaves: an invitation that is over by then is not sent."""

from collections.abc import Mapping
from contextlib import nullcontext
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from sellerdesk import accounts, invitations
from sellerdesk.mailing import Letter
from sellerdesk.models import User


def compose(person: User, context: Mapping[str, Any], now: datetime) -> Letter | None:
    """The mail to the invited address, in the language that its owner chose; of a guest without an account, in that of who invites."""
    asked = invitations.find(context["desk"], context["invitation"], now=now)
    spoken = asked and accounts.language_of(asked.email)
    with translation.override(spoken) if spoken else nullcontext():
        # Read again: what a role is called is in the language, too.
        found = invitations.find(context["desk"], context["invitation"], now=now)
        return None if found is None else _written(person, found)


def _written(person: User, found: invitations.Open) -> Letter:
    subject = _("%(who)s invites you to %(desk)s") % {"who": person.name or person.email, "desk": found.desk_name}
    return Letter(found.email, subject, render_to_string("mail/invitation.txt", {"invitation": found, "link": invitations.link(found)}))
