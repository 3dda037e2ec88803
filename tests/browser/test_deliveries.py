"""Deliveries on screen: every state, a banner above them, and carrying one over by hand."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from sellerdesk.models import Outbound, ShopConnection
from tests.browser.house import House
from tests.browser.looking import assert_well
from tests.browser.test_door import LANGUAGES, SIZES


STATES = ("queued", "claimed", "moderated", "unknown", "by_hand", "dead", "sent", "done", "cancelled")


@pytest.fixture
def owing(house: House) -> Iterator[House]:
    """A delivery in each state, and a marketplace that does not answer; gone again afterwards."""
    now = datetime.now(UTC)
    with house.entered():
        for state in STATES:
            Outbound.objects.create(
                desk=house.cast.desk, shop=house.cast.shop, kind="nobody.knows", dedupe_key=state, state=state, created_at=now,
                not_before=now + timedelta(days=1), last_error="The marketplace did not answer." if state in {"dead", "unknown"} else "",
                settled_at=now if state in {"dead", "sent", "done", "cancelled"} else None,
                doubt_since=now if state in {"unknown", "moderated"} else None,
                claim="0" * 32 if state == "claimed" else None, lease_until=now + timedelta(days=1) if state == "claimed" else None,
            )  # fmt: skip
        ShopConnection.objects.create(
            desk=house.cast.desk, shop=house.cast.shop, kind="simulator", changed_at=now, failing_since=now, failing_why="silent"
        )
    yield house
    with house.entered():
        Outbound.objects.all().delete()
        ShopConnection.objects.all().delete()


@SIZES
@LANGUAGES
def test_every_state_is_well(page_at: Callable[..., Page], owing: House, width: int, language: str) -> None:
    page = page_at(width, "light", language)
    page.goto("/desks/harbor/deliveries/")

    expect(page.locator("[data-delivery]")).to_have_count(6)
    expect(page.locator(".banner--late")).to_be_visible()
    assert_well(page, "deliveries")


def test_by_hand_is_done_there(page_at: Callable[..., Page], owing: House) -> None:
    page = page_at()
    page.goto("/desks/harbor/deliveries/?show=by_hand")
    page.locator("main table a").first.click()
    expect(page.get_by_role("button", name="Copy")).to_be_visible()
    assert_well(page, "delivery-by-hand")

    page.get_by_role("button", name="Done there").click()

    expect(page.get_by_role("main").get_by_text("Marked as done there.")).to_be_visible()
    expect(page.locator("[data-delivery][data-state=done]")).to_have_count(1)
