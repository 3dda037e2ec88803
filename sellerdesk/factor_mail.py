"""The mail to a person whose second factors whoever runs the installation took off: a thief may have asked for it in their name."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from sellerdesk.mailing import Letter
from sellerdesk.models import User


def compose(person: User, context: Mapping[str, Any], now: datetime) -> Letter:
    """The mail to the person's own address. `context` holds `at`, when it was done."""
    text = render_to_string("mail/factor_removed.txt", {"at": datetime.fromisoformat(context["at"])})
    return Letter(person.email, _("Your second factors were taken off"), text)
