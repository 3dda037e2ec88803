"""The administration and the audit log show what people wrote as what it is: no script of theirs runs there."""

from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.test import Client
from django.urls import reverse

from sellerdesk import audit
from sellerdesk.commands import command
from sellerdesk.domain import actor
from sellerdesk.models import User
from sellerdesk.web.admin_site import site
from tests.architecture.samples import samples
from tests.factories.kernel import NOW, Cast
from tests.integration.hardening.test_every_answer import SCRIPT, TEXT


pytestmark = pytest.mark.django_db
SHOWN = TEXT.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
"""Its brackets alone: quotes may stand as they are between tags."""


def poison(table: Any) -> int:
    """The script into every text that a table shows and its rules take; how many columns held one."""
    meta, held = table.model._meta, 0
    shown = {*table.fields, *table.list_display}
    for column in meta.concrete_fields:
        if column.name not in shown or column.choices or column.primary_key or not isinstance(column, models.CharField | models.TextField):
            continue
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                newest = f'(SELECT max(id) FROM "{meta.db_table}")'
                cursor.execute(f'UPDATE "{meta.db_table}" SET "{column.column}" = %s WHERE id = {newest}', [TEXT])
                held += cursor.rowcount
        except DatabaseError:
            # A short name, a key: the table's own rules keep it out.
            continue
    return held


@command
def entered(*, cast: Cast, now: datetime) -> None:
    """What a command would write whose author forgot that entries hold no words."""
    who = actor.person(cast.bob.pk, TEXT)
    audit.record(cast.desk.pk, who, "shop.renamed", "shop:1", {"name": TEXT}, {"name": TEXT, TEXT: [TEXT]}, now)


def addresses(table: Any) -> list[str]:
    """The list, and the newest row's pages."""
    meta = table.model._meta
    listed = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
    row = table.model._default_manager.order_by("-pk").first()
    return [listed, *([f"{listed}{row.pk}/change/", f"{listed}{row.pk}/history/"] if row else [])]


def test_nothing_that_somebody_wrote_runs_in_the_administration(cast: Cast, client: Client) -> None:
    samples(cast)
    entered(cast=cast, now=NOW)
    held = sum(poison(table) for table in site._registry.values())
    client.force_login(User.objects.create_superuser("root@example.org", name=TEXT))
    wrong, seen = [], 0
    for table in site._registry.values():
        for address in addresses(table):
            text = client.get(address, {"q": TEXT}, follow=True).content.decode()
            wrong += [address] if SCRIPT in text or "<img src=x" in text else []
            seen += SHOWN in text.replace("&quot;", '"').replace("&#x27;", "'").replace("&#39;", "'")
        listed = addresses(table)[0]
        for name in [getattr(one, "__name__", str(one)) for one in table.actions or ()]:
            chosen = list(table.model._default_manager.values_list("pk", flat=True)[:50])
            text = client.post(listed, {"action": name, "_selected_action": chosen}).content.decode()
            wrong += [f"{listed} {name}"] if SCRIPT in text else []

    assert wrong == []
    # The control: it was there, and was shown as what it is.
    assert held >= 8
    assert seen >= 12


def test_the_audit_page_shows_a_name_as_a_name(cast: Cast, client: Client) -> None:
    entered(cast=cast, now=NOW)
    client.force_login(cast.alice)
    text = client.get(f"/desks/{cast.desk.slug}/settings/audit/").content.decode()

    assert SCRIPT not in text
    assert SHOWN.partition("&lt;/script")[2] in text
