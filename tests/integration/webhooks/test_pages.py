"""The pages of webhooks and of Telegram: who sees them, what they do, and that a secret is shown once."""

import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from sellerdesk.models import Membership, MembershipShop, Outbound, TelegramBot, TelegramLink, Webhook
from sellerdesk.telegram import polling
from sellerdesk.webhooks import saving
from tests.factories.kernel import Cast, join, make_person, make_shop
from tests.factories.reaching import make_webhook, turn
from tests.receiving import Receiver, receiving
from tests.telegram import TOKEN, Telegram


pytestmark = pytest.mark.django_db
HERE = "/desks/harbor/settings/webhooks/"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


@pytest.fixture
def alice(cast: Cast, client: Client) -> Client:
    client.force_login(cast.alice)
    return client


def filled(**more: Any) -> dict[str, Any]:
    return {"name": "ERP", "url": "https://receiver.example/in", "events": ["review.flagged"], "every_shop": "on", **more}


def test_a_webhook_is_made_and_its_secret_shown_once(alice: Client) -> None:
    assert "No webhook yet" in alice.get(HERE).content.decode()
    made = alice.post(f"{HERE}new/", filled())
    secret = re.search(r"whsec_[\w-]+", made.content.decode())

    hook = Webhook.objects.get()
    assert secret is not None
    assert made["Cache-Control"].startswith("max-age=0")
    for address in (HERE, f"{HERE}{hook.pk}/", f"{HERE}{hook.pk}/change/"):
        page = alice.get(address).content.decode()
        assert "ERP" in page
        assert "whsec_" not in page
    again = re.search(r"whsec_[\w-]+", alice.post(f"{HERE}{hook.pk}/rotate/").content.decode())
    assert again is not None
    assert again[0] != secret[0]


@pytest.mark.parametrize("more", [{"url": "https://127.0.0.1/"}, {"events": []}, {"every_shop": "", "shops": []}, {"name": ""}])
def test_what_is_wrong_is_said_beside_the_form(alice: Client, more: dict[str, Any]) -> None:
    said = alice.post(f"{HERE}new/", filled(**more))

    assert (said.status_code, Webhook.objects.count()) == (422, 0)
    assert 'class="field__error"' in said.content.decode()


def test_a_delivery_whose_first_try_is_under_way_is_shown(cast: Cast, alice: Client) -> None:
    hook, _ = make_webhook(cast.desk, "https://receiver.example/in")
    alice.post(f"{HERE}{hook.pk}/test/")
    now = datetime.now(UTC)
    Outbound.objects.update(state="claimed", attempts=1, first_tried_at=now, claim=uuid.uuid4(), lease_until=now + timedelta(minutes=1))

    page = alice.get(f"{HERE}{hook.pk}/").content.decode()

    assert "webhook.test" in page
    assert "Nothing was sent yet" not in page


def test_a_test_is_sent_and_its_answer_shown_and_sent_again(cast: Cast, alice: Client, receiver: Receiver) -> None:
    hook, _ = make_webhook(cast.desk, receiver.url)
    receiver.plan = [(418, {}, "<script>a teapot</script>")]
    alice.post(f"{HERE}{hook.pk}/test/")
    now = datetime.now(UTC)
    turn(now)
    page = alice.get(f"{HERE}{hook.pk}/").content.decode()

    assert "webhook.test" in page
    assert "418" in page
    assert "&lt;script&gt;a teapot" in page
    Outbound.objects.update(state="dead", settled_at=now)
    assert "Send again" in alice.get(f"{HERE}{hook.pk}/").content.decode()
    for nonsense in ("all", "-1", "9" * 30):
        alice.post(f"{HERE}{hook.pk}/again/", {"delivery": nonsense})
        assert Outbound.objects.get().state == "dead"
    alice.post(f"{HERE}{hook.pk}/again/", {"delivery": Outbound.objects.get().pk})
    turn(datetime.now(UTC))
    assert Outbound.objects.get().state == "sent"


def test_it_is_switched_off_and_on_changed_and_removed(alice: Client, cast: Cast) -> None:
    hook, _ = make_webhook(cast.desk)
    alice.post(f"{HERE}{hook.pk}/change/", filled(name="Warehouse", events=["claim.opened", "claim.decided"]))
    for verb, state in (("off", "off"), ("off", "off"), ("on", "on")):
        alice.post(f"{HERE}{hook.pk}/{verb}/")
        assert Webhook.objects.get().state == state
    assert (Webhook.objects.get().name, Webhook.objects.get().events) == ("Warehouse", ["claim.decided", "claim.opened"])
    alice.post(f"{HERE}{hook.pk}/remove/")
    assert not Webhook.objects.exists()


def test_every_event_is_shown_with_its_example(alice: Client) -> None:
    page = alice.get(f"{HERE}events/").content.decode()

    assert page.count("<details") >= 20
    assert "rating.threshold_crossed" in page


@pytest.mark.parametrize(("role", "status"), [("manager", 200), ("agent", 404), ("analyst", 404), ("read_only", 404)])
def test_owners_and_managers_alone_see_them(cast: Cast, client: Client, role: str, status: int) -> None:
    person = make_person()
    join(cast.desk, person, role)
    client.force_login(person)

    assert [client.get(address).status_code for address in (HERE, "/desks/harbor/settings/telegram/")] == [status] * 2


def test_who_sees_some_shops_sees_their_webhooks_alone(cast: Cast, client: Client) -> None:
    second, person = make_shop(cast.desk), make_person()
    member = join(cast.desk, person, "manager", every_shop=False)
    MembershipShop.objects.create(desk=cast.desk, membership=member, shop=second)
    every, _ = make_webhook(cast.desk)
    other, _ = make_webhook(cast.desk, shops=[cast.shop.pk])
    own, _ = make_webhook(cast.desk, shops=[second.pk])
    client.force_login(person)

    assert [client.get(f"{HERE}{hook.pk}/").status_code for hook in (every, other, own)] == [404, 404, 200]
    assert client.post(f"{HERE}{every.pk}/rotate/").status_code == 404
    assert client.post(f"{HERE}new/", filled()).status_code == 422
    assert client.post(f"{HERE}new/", filled(shops=[cast.shop.pk])).status_code == 422
    assert client.post(f"{HERE}new/", filled(shops=[second.pk])).status_code == 200
    assert Membership.objects.filter(pk=member.pk, every_shop=False).exists()


def test_a_desk_has_so_many_and_no_more(cast: Cast, alice: Client) -> None:
    for _one in range(saving.MOST):
        make_webhook(cast.desk)

    assert alice.post(f"{HERE}new/", filled()).status_code == 422


def test_a_bot_is_connected_linked_tested_and_forgotten(cast: Cast, alice: Client) -> None:
    where = "/desks/harbor/settings/"
    assert "no Telegram bot" in alice.get(f"{where}notifications/").content.decode()
    with receiving(Telegram()) as telegram:
        refused = alice.post(f"{where}telegram/", {"token": "nonsense"})
        assert (refused.status_code, TelegramBot.objects.count()) == (422, 0)
        alice.post(f"{where}telegram/", {"token": f" {TOKEN} "})
        assert "@harbor_desk_bot" in (page := alice.get(f"{where}telegram/").content.decode())
        assert TOKEN not in page
        shown = alice.post(f"{where}telegram/link/").content.decode()
        (code,) = set(re.findall(r"https://t\.me/harbor_desk_bot\?start=([\w-]+)", shown))
        telegram.hears(f"/start {code}")
        polling.hear(desk_id=cast.desk.pk, clock=lambda: datetime.now(UTC))
        alice.post(f"{where}telegram/test/")
        while turn(datetime.now(UTC)):
            pass
        assert len(telegram.sent) == 2

    page = alice.get(f"{where}notifications/").content.decode()
    (overdue,) = re.findall(r'<input[^>]*name="overdue:telegram"[^>]*>', page)
    assert " checked" in overdue
    assert " disabled" not in overdue
    alice.post(f"{where}notifications/", {"overdue:page": "on", "digests": "on"})
    (overdue,) = re.findall(r'<input[^>]*name="overdue:telegram"[^>]*>', alice.get(f"{where}notifications/").content.decode())
    assert " checked" not in overdue
    alice.post(f"{where}telegram/unlink/")
    assert not TelegramLink.objects.exists()
    alice.post(f"{where}telegram/disconnect/")
    assert not TelegramBot.objects.exists()
    assert alice.post(f"{where}telegram/disconnect/").status_code == 404
    assert alice.post(f"{where}telegram/link/").status_code == 302
