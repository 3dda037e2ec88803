"""Buyers are rated: good at once and taken back, one with words that are stopped and mended, and the feed confirms it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, StorageState, expect

from sellerdesk import shops
from sellerdesk.marketplaces import reading
from sellerdesk.models import Outbound, Shop
from tests.browser.house import House, leave
from tests.browser.looking import assert_quiet, assert_well
from tests.factories.delivering import Clock, connected, turn
from tests.factories.feed import load, review
from tests.factories.kernel import join, make_desk, make_shop
from tests.factories.rating import trade


ADDRESS = "/desks/buyers/reviews/rating/"
ROWS = "[data-line]"


@pytest.fixture(scope="module")
def buyers(house: House, signed_in: StorageState) -> Iterator[Shop]:
    """A connected shop of alice's that rates its buyers: three orders, one of them reviewed by its buyer."""
    now = datetime.now(UTC)

    def ago(**span: float) -> str:
        return (now - timedelta(**span)).isoformat()

    with house.entered():
        desk = make_desk("buyers")
        join(desk, house.cast.alice)
        shop = connected(make_shop(desk, "buyers-shop", rules="taobao"))
        placed = [trade(number, at=ago(days=20), completed_at=ago(days=15 - number, minutes=-5)) for number in (1, 2, 3)]
        load(shops.facts(shop), *placed, review("R1", "O1", verdict="good", at=ago(days=1)), now=now)
    yield shop
    leave(house, "buyers")


def carry(house: House, shop: Shop) -> None:
    """The workers' part: the ratings go out, and the feed tells of them."""
    with house.entered():
        clock = Clock(datetime.now(UTC))
        # The ten seconds in which they could be taken back are not waited for.
        Outbound.objects.filter(desk_id=shop.desk_id, state="queued").update(not_before=clock.now)
        turn(clock)
        reading.read_shop(shop=shops.facts(shop), clock=clock)


@pytest.mark.parametrize(("width", "language"), [(1440, "ru"), (390, "zh-hans")])
def test_it_is_well_in_any_language_and_width(page_at: Callable[..., Page], buyers: Shop, width: int, language: str) -> None:
    page = page_at(width, "dark" if width < 1000 else "light", language)
    page.goto(ADDRESS)
    expect(page.locator(ROWS)).to_have_count(3)
    page.locator("details.fold summary").click()
    assert_well(page, "rating buyers")
    page.locator(f"{ROWS} a[hx-get]").first.click()
    expect(page.locator("#work-dialog textarea")).to_be_visible()
    assert_well(page, "rating a buyer")


def test_good_for_many_words_for_one_and_the_feed_confirms_them(page_at: Callable[..., Page], house: House, buyers: Shop) -> None:
    page = page_at()
    page.goto("/desks/buyers/reviews/")
    page.get_by_role("link", name="Rating buyers").click()
    rows, toasts = page.locator(ROWS), page.locator("#toasts")
    expect(rows.first).to_contain_text("2 days left")
    expect(rows.first).to_contain_text("you will have given a default good then")
    expect(page.locator("#picked")).to_be_hidden()

    for number in (1, 2):
        page.locator(".list-pick__box input").nth(number).check()
    page.get_by_role("button", name="Rate good").click()
    expect(toasts).to_contain_text("2 rated good")
    expect(rows).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(toasts).to_contain_text("2 taken back")
    expect(rows).to_have_count(3)

    rows.first.get_by_role("link", name="Rate with words").click()
    dialog = page.get_by_role("dialog", name="Rate the buyer")
    dialog.get_by_label("bad", exact=True).check()
    dialog.get_by_label("Words").fill("Not collected, call +7 912 345 67 89")
    dialog.get_by_role("button", name="Rate the buyer").click()
    expect(dialog.get_by_role("alert")).to_contain_text("phone number")
    dialog.get_by_label("Words").fill("The parcel was not collected")
    dialog.get_by_role("button", name="Rate the buyer").click()
    expect(toasts).to_contain_text("Rated bad")
    expect(dialog).to_be_hidden()
    expect(rows).to_have_count(2)
    page.get_by_role("link", name="Already rated").click()
    expect(page.locator("[data-rating]")).to_contain_text("being sent")

    carry(house, buyers)

    expect(page.locator("[data-given]")).to_contain_text("confirmed by the marketplace")
    expect(page.locator("[data-given]")).to_contain_text("The parcel was not collected")
    assert_quiet(page, expecting=422)
