"""The mail with an invitation's link, written when it leaves: an invitation that is over by then is not sent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from sellerdesk import invitations
from sellerdesk.mailing import Letter
from sellerdesk.models import User


def compose(person: User, context: Mapping[str, Any], now: datetime) -> Letter | None:
    """The mail to the invited address, in the language of `person`, who invites: what the guest speaks is not known yet."""
    found = invitations.find(context["desk"], context["invitation"], now=now)
    if found is None:
        return None
    subject = _("%(who)s invites you to %(desk)s") % {"who": person.name or person.email, "desk": found.desk_name}
    return Letter(found.email, subject, render_to_string("mail/invitation.txt", {"invitation": found, "link": invitations.link(found)}))
