"""An appeal is made, granted, and the figures follow; an offer is logged; both pages are well."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, StorageState, expect

from reviews.models import Appeal
from reviews.services import appeal_outcomes, flagging
from sellerdesk import shops
from sellerdesk.marketplaces import reading
from sellerdesk.models import Outbound, Shop
from tests.browser.house import House, leave
from tests.browser.looking import assert_quiet, assert_well
from tests.factories.chat import message
from tests.factories.delivering import Clock, connected, turn
from tests.factories.feed import MONEY, load, order, review
from tests.factories.kernel import join, make_desk, make_shop


ADDRESS = "/desks/mending/reviews/"


@pytest.fixture(scope="module")
def mending(house: House, signed_in: StorageState) -> Iterator[Shop]:
    """A connected shop of alice's with two bad reviews of one buyer and a threat in chat."""
    now = datetime.now(UTC)

    def ago(days: float) -> str:
        return (now - timedelta(days=days)).isoformat()

    with house.entered():
        desk = make_desk("mending")
        join(desk, house.cast.alice)
        shop = connected(make_shop(desk, "mending-shop"), moderation_seconds=0, appeal_seconds=0)
        line = {"id": "L1", "product": "P1", "quantity": 1, "price": MONEY}
        placed = {**order("O1", at=ago(20), completed_at=ago(15)), "lines": [line]}
        threat = {**message("M1", text="Верните деньги, или единица"), "at": ago(10), "order": "O1"}
        told = (
            review("R1", "O1", at=ago(9), verdict=None, stars=1, text="Ужас. Лучше купите на vk.com/x"),
            review("R2", None, at=ago(8), verdict=None, stars=2, text="Ручка прокручивается", photos=["p.jpg"]),
        )
        load(shops.facts(shop), placed, threat, *told, now=now)
        while flagging.judge(shop=shops.facts(shop), now=now):
            pass
    yield shop
    leave(house, "mending")


def carry(house: House, shop: Shop) -> None:
    """The workers' part: the appeal goes out, is granted, and the feed tells of the deletion."""
    with house.entered():
        facts = shops.facts(shop)
        clock = Clock(datetime.now(UTC))
        # The ten seconds in which it could be withdrawn are not waited for: a deletion lies in the past.
        Outbound.objects.filter(desk_id=shop.desk_id).update(not_before=clock.now)
        turn(clock)
        reading.read_shop(shop=facts, clock=clock)
        appeal_outcomes.settle_told(shop=facts, now=clock.now)
        while flagging.judge(shop=facts, now=clock.now):
            pass
        assert Appeal.objects.get(desk_id=shop.desk_id).state == "granted"


@pytest.mark.long
def test_an_appeal_is_granted_and_the_figures_follow(page_at: Callable[..., Page], house: House, mending: Shop) -> None:
    page = page_at()
    page.goto(ADDRESS)
    page.locator(".list-row", has_text="vk.com").click()
    expect(page.locator("#detail")).to_contain_text("It counts as bad: −1.")

    page.locator("#appeals").get_by_role("link", name="Appeal", exact=True).click()
    dialog = page.locator("#mending")
    expect(dialog.get_by_role("heading", name="Appeal this review")).to_be_visible()
    assert_well(page, "appeal")
    dialog.get_by_role("button", name="Send appeal").click()
    expect(dialog.get_by_role("alert")).to_contain_text("It is not said what is wrong")
    dialog.get_by_label("Advertises something else").check()
    dialog.get_by_label("To the marketplace").fill("#accept")
    dialog.locator("#mark-words p").first.select_text()
    dialog.get_by_role("button", name="Take what is selected").click()
    expect(dialog.get_by_label("Passages of the review that prove it")).to_have_value("Ужас. Лучше купите на vk.com/x")
    dialog.get_by_label("Верните деньги").check()
    dialog.get_by_role("button", name="Send appeal").click()
    expect(page.locator("#appeals")).to_contain_text("being sent")
    expect(page.locator("#appeals")).to_contain_text("1 message")

    carry(house, mending)
    page.reload()

    expect(page.locator("#appeals")).to_contain_text("granted")
    expect(page.locator("#detail")).to_contain_text("It counts no more: it was deleted.")
    page.get_by_role("link", name="All appeals and how they went").click()
    expect(page.locator('tr[data-reason="spam"] td').nth(2)).to_have_text("1")
    page.locator('tr[data-reason="spam"] td').nth(2).get_by_role("link").click()
    expect(page.locator("tr[data-appeal]")).to_have_count(1)
    assert_quiet(page, expecting=422)


@pytest.mark.parametrize(("width", "language"), [(1440, "ru"), (390, "zh-hans")])
def test_an_offer_is_logged_and_all_of_it_is_well(page_at: Callable[..., Page], mending: Shop, width: int, language: str) -> None:
    page = page_at(width, "dark" if width < 1000 else "light", language)
    page.goto(ADDRESS)
    page.goto(str(page.locator(".list-row").last.get_attribute("href")))
    page.locator("#offers .panel__head a").click()
    dialog = page.locator("#mending")
    dialog.locator("input[value=partial_refund]").check()
    dialog.locator("input[value=chat]").check()
    dialog.locator("#amount").fill("3.00")
    dialog.locator("#currency").fill("CNY")
    assert_well(page, "offer")
    with page.expect_navigation():
        dialog.locator("[type=submit]").click()
    expect(page.locator("#offers")).to_contain_text("3")
    expect(page.locator("#offers li").first).to_contain_text("¥")
    assert_well(page, "review with offers")
    for name in ("offers", "appeals"):
        page.goto(f"{ADDRESS}{name}/")
        assert_well(page, name)
