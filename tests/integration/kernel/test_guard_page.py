"""What a shop wants of the guard: the page, what is kept of it, and what is refused."""

import pytest
from django.test import Client
from django.urls import reverse

from sellerdesk import guarding
from sellerdesk.domain.text_policy.severities import Chosen
from sellerdesk.models import AuditEntry
from tests.factories.kernel import Cast


pytestmark = pytest.mark.django_db
USUAL = {
    **{f"public_{rule}": "warn" for rule in ("pressure", "personal", "insult", "other_shop", "doubt", "banned", "repeated")},
    **{f"chat_{rule}": "warn" for rule in ("inducement", "pressure", "personal", "insult", "banned")},
    "public_inducement": "stop",
    "chat_contacts": "allow",
    "chat_other_shop": "allow",
}


def test_a_shop_chooses_within_what_is_permitted(cast: Cast, client: Client) -> None:
    client.force_login(cast.alice)
    address = reverse("settings_shop_guard", args=["harbor", "harbor-home"])
    assert address in client.get(reverse("settings_shop", args=["harbor", "harbor-home"])).content.decode()
    page = client.get(address).content.decode()
    assert "public_insult" in page
    assert "public_contacts" not in page

    assert client.post(address, USUAL | {"public_inducement": "allow"}).status_code == 422
    assert client.post(address, USUAL | {"banned": "я" * 81}).status_code == 422
    assert guarding.of(cast.desk.pk, cast.shop.pk) == Chosen()
    sent = client.post(address, USUAL | {"public_insult": "stop", "public_contacts": "allow", "banned": "дёшево\n\nдёшево", "own": "Ozon"})

    assert sent.status_code == 302
    assert guarding.of(cast.desk.pk, cast.shop.pk) == Chosen({"public": {"insult": "stop"}}, ("дёшево",), ("Ozon",))
    assert AuditEntry.objects.filter(what="shop.guard_changed").count() == 1
    client.force_login(cast.bob)
    assert client.get(address).status_code == 404
