"""The first sign-in of a new installation, shown once."""

import secrets
from datetime import UTC, datetime


FIRST_EMAIL = "owner@sellerdesk.local"


def first() -> tuple[str, str] | None:
    """Makes the first account when there is none; returns its address and password, else None. Needs Django set up.

    It owns every desk there is, may make others (its first page offers it) and may open the admin. The password is kept
    nowhere but in its hash; `./desk manage changepassword` sets another.
    """
    from django.apps import apps
    from django.contrib.auth import get_user_model

    from sellerdesk import accounts, desks
    from sellerdesk.domain.actor import COMMAND_LINE

    people = get_user_model()
    if people.objects.exists():
        return None
    password = secrets.token_urlsafe(12)
    person = people.objects.create_superuser(FIRST_EMAIL, password)
    accounts.confirm_own_address(person=person, now=datetime.now(UTC))
    for slug in apps.get_model("sellerdesk", "Desk").objects.order_by("pk").values_list("slug", flat=True):
        desks.add_person(desk_slug=slug, email=FIRST_EMAIL, role="owner", password=None, actor=COMMAND_LINE, now=datetime.now(UTC))
    return FIRST_EMAIL, password
