"""Orders at risk: read a note, write to a buyer in the conversation and by hand, see what came of it; signals of returns."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, StorageState, expect

from chat.models import Message
from returns.models import OrderRisk, ReturnSignal
from returns.services import risks
from sellerdesk import shops
from sellerdesk.models import Product
from tests.browser.house import House, leave
from tests.browser.looking import assert_quiet, assert_well
from tests.factories.feed import load, order, told
from tests.factories.kernel import join, make_desk, make_shop


pytestmark = pytest.mark.long
ROWS = ".list-row"
HOSTILE = "\u202eabc <b>x</b> " + "ш" * 90


@pytest.fixture(scope="module")
def risky(house: House, signed_in: StorageState) -> Iterator[str]:
    """The address of the returns of a desk of alice's whose shop has orders at risk and a signal."""
    now = datetime.now(UTC)

    def at(hours: float) -> str:
        return (now + timedelta(hours=hours)).isoformat()

    with house.entered():
        desk = make_desk("risky")
        join(desk, house.cast.alice)
        shop = shops.facts(make_shop(desk, "risky-shop", rules="wildberries"))
        way: dict[str, Any] = {"completed_at": None, "status": "placed"}
        load(
            shop,
            told("product", "P-L1", at(-900), title="Merino throw, grey", article="T-130", image="/static/demo/mug-home.svg"),
            order("N1", buyer="B1", at=at(-5), note=HOSTILE, ship_by=at(60), **way),
            order("S1", buyer="B2", at=at(-30), ship_by=at(-2), **way),
            order("L1", buyer="B3", at=at(-400), shipped_at=at(-390), tracking="TR-77", **(way | {"status": "shipped"})),
            told(
                "message",
                "M1",
                at(-90),
                conversation="C1",
                sender="buyer",
                buyer={"id": "B3", "name": "Анна"},
                order="L1",
                text="Где заказ?",
            ),
            now=now,
        )
        risks.look(shop=shop, orders=risks.due(shop, now=now), now=now)
        product = Product.objects.get(shop_id=shop.id, outside_id="P-L1")
        days = {"first_day": now.date() - timedelta(days=27), "last_day": now.date()}
        ReturnSignal.objects.create(
            desk=desk, shop_id=shop.id, sort="claimed", key=str(product.pk), product=product, hits=9, lines=30, usual_ppm=40_000,
            cause="size_table", opened_at=now, is_open=True, **days,
        )  # fmt: skip
    yield "/desks/risky/returns/"
    leave(house, "risky")


@pytest.mark.parametrize(("width", "theme", "language"), [(1440, "light", "en"), (390, "dark", "ru"), (1440, "dark", "zh-hans")])
def test_pages_are_well(page_at: Callable[..., Page], risky: str, width: int, theme: str, language: str) -> None:
    page = page_at(width, theme, language)
    page.goto(f"{risky}risks/")
    expect(page.locator(ROWS)).to_have_count(3)
    assert_well(page, "risks")
    page.goto(str(page.locator(ROWS, has_text="N1").get_attribute("href")))
    expect(page.locator("#letter")).to_be_visible()
    assert_well(page, "risk")
    page.goto(f"{risky}risks/came/")
    assert_well(page, "risks-came")
    page.goto(f"{risky}signals/")
    assert_well(page, "return-signals")
    page.goto(str(page.locator("[data-signal] a").get_attribute("href")))
    assert_well(page, "return-signal")
    page.goto("/desks/risky/returns/risks/watched/risky-shop/")
    assert_well(page, "risks-watched")


def test_a_note_is_read_a_buyer_written_to_and_the_order_comes_to_its_end(page_at: Callable[..., Page], risky: str, house: House) -> None:
    page = page_at()
    page.goto(f"{risky}risks/")
    page.locator(ROWS, has_text="N1").click()
    expect(page.locator("#detail")).to_contain_text("The buyer’s note")
    page.get_by_role("button", name="I have read it").click()
    expect(page.get_by_role("status").filter(has_text="marked as read")).to_be_visible()

    page.locator(ROWS, has_text="L1").click()
    letter = page.locator("#letter")
    expect(letter).to_have_value(re.compile("^Здравствуйте, Анна! Заказ №L1 едет .* TR-77"))
    letter.fill("Анна, мы уже ищем посылку.")
    page.get_by_role("button", name="Send to the buyer").click()
    expect(page.locator("#detail")).to_contain_text("The message is being sent.")

    page.locator(ROWS, has_text="S1").click()
    expect(page.locator("#letter")).to_have_value(re.compile("^Здравствуйте! Мы не успели отправить"))
    page.get_by_role("button", name="I have written to the buyer").click()
    expect(page.locator("#detail")).to_contain_text("by hand")
    with house.entered():
        assert Message.objects.get(client_key__isnull=False).text == "Анна, мы уже ищем посылку."
        shop = shops.by_id(OrderRisk.objects.filter(order__outside_id="S1").values_list("shop_id", flat=True)[0])
        assert shop is not None
        now = datetime.now(UTC)
        gone: dict[str, Any] = {"status": "shipped", "shipped_at": now.isoformat(), "updated_at": now.isoformat(), "completed_at": None}
        load(shop, order("S1", buyer="B2", at=(now - timedelta(hours=30)).isoformat(), **gone), now=now)
    page.goto(f"{risky}risks/came/")
    page.get_by_role("row", name="Shipping").get_by_role("link").first.click()
    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.locator(ROWS)).to_contain_text("it was shipped")
    assert_quiet(page)
