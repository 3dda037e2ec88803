"""Webhooks and Telegram on screen: well in every size, language and look; a webhook made, its secret copied, a test sent."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from sellerdesk.models import Outbound, TelegramBot, Webhook, WebhookAnswer
from tests.browser.house import House
from tests.browser.looking import assert_well
from tests.browser.test_door import LANGUAGES, SIZES


@pytest.fixture
def telling(house: House) -> Iterator[House]:
    """A webhook with a delivery in each state that it can be in, and a bot; gone again afterwards."""
    now, desk = datetime.now(UTC), house.cast.desk
    with house.entered():
        hook = Webhook.objects.create(
            desk=desk, name="Warehouse", url="https://receiver.example/a-rather-long-path/to/where/it/listens", secret="sealed",
            events=["review.flagged", "claim.opened", "rating.threshold_crossed"], created_at=now, failing_since=now,
        )  # fmt: skip
        Webhook.objects.create(
            desk=desk, name="Books", url="https://books.example/in", secret="sealed", events=["order.changed"], created_at=now,
            state="off", off_why="failing",
        )  # fmt: skip
        for number, (state, status) in enumerate((("sent", 200), ("queued", 503), ("dead", 422), ("cancelled", None))):
            over = now if state != "queued" else None
            row = Outbound.objects.create(
                desk=desk, kind="webhook", lane=f"webhook:{hook.pk}", dedupe_key=f"{hook.pk}:{number}", state=state, created_at=now,
                not_before=now + timedelta(hours=1), settled_at=over, attempts=2, first_tried_at=now,
                last_error="" if state == "sent" else "The receiver answered with an error.",
                payload={"webhook": hook.pk, "event": {"id": "evt_" + "0f9b6f2f4c0f4a6f" * 2, "kind": "review.flagged"}},
            )  # fmt: skip
            WebhookAnswer.objects.create(
                desk=desk, webhook=hook, outbound=row, at=now, status=status, milliseconds=1250, body="what it said" * 20 if status else ""
            )
        TelegramBot.objects.create(desk=desk, name="harbor_desk_bot", token="sealed", created_at=now)
    yield house
    with house.entered():
        WebhookAnswer.objects.all().delete()
        Outbound.objects.all().delete()
        Webhook.objects.all().delete()
        TelegramBot.objects.all().delete()


@pytest.mark.long
@SIZES
@LANGUAGES
def test_they_are_well(page_at: Callable[..., Page], telling: House, width: int, language: str) -> None:
    page = page_at(width, "light", language)
    with telling.entered():
        hook = Webhook.objects.get(name="Warehouse").pk
    for name in ("webhooks", "webhooks/new", "webhooks/events", f"webhooks/{hook}", "telegram", "notifications"):
        page.goto(f"/desks/harbor/settings/{name}/")
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        assert_well(page, f"settings-{name.replace('/', '-').replace(str(hook), 'one')}")


def test_one_is_made_and_tested(page_at: Callable[..., Page], telling: House) -> None:
    page = page_at()
    page.goto("/desks/harbor/settings/webhooks/")
    page.get_by_role("link", name="New webhook").click()
    page.locator("[name=name]").fill("ERP")
    page.locator("[name=url]").fill("https://erp.example/in")
    page.get_by_label("review.flagged").check()
    page.get_by_role("button", name="Make the webhook").click()

    secret = page.get_by_label("Secret", exact=True)
    expect(secret).to_have_value(re.compile("^whsec_"))
    page.get_by_role("link", name="I have copied it").click()
    page.get_by_role("button", name="Send a test").click()

    expect(page.get_by_role("cell", name="webhook.test")).to_be_visible()
    assert_well(page, "webhook-made")
