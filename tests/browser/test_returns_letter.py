"""A claim is taken to the marketplace's support: the letter is ready, changed, sent, and stands in the course; and rules are made."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, StorageState, expect

from returns.models import Decision
from sellerdesk import shops
from sellerdesk.marketplaces import reading
from sellerdesk.models import Outbound, Shop
from tests.browser.house import House, leave
from tests.browser.looking import assert_quiet, assert_well
from tests.factories.claim_rules import make_claim_rule
from tests.factories.delivering import Clock, connected, turn
from tests.factories.feed import load, order
from tests.factories.kernel import join, make_desk, make_shop
from tests.factories.returns import claim, step


pytestmark = pytest.mark.long
PAGES = "/desks/support/returns/"


@pytest.fixture(scope="module")
def address(house: House, signed_in: StorageState) -> Iterator[str]:
    """The address of a claim of alice's that the shop has refused, and the buyer has asked again about."""
    now = datetime.now(UTC)

    def ago(hours: float) -> str:
        return (now - timedelta(hours=hours)).isoformat()

    with house.entered():
        desk = make_desk("support")
        join(desk, house.cast.alice)
        shop = connected(make_shop(desk, "support-shop", rules="taobao"))
        load(
            shops.facts(shop),
            order("77309182", at=ago(300), completed_at=None, status="delivered", delivered_at=ago(99), buyer="B1"),
            claim(
                "20431", "77309182", at=ago(40), wants="refund", amount={"amount": "168.00", "currency": "CNY"},
                reason={"code": "COLOR", "text": "订的是灰色，收到的是棕色"}, photos=["/static/demo/mug-home.svg"],
            ),
            step("refused", ago(20), ref="T1", claim="20431"),
            step("changed", ago(2), ref="T2", claim="20431", by="buyer", text="请再看看照片"),
            now=now,
        )  # fmt: skip
        make_claim_rule(shop, "Small refunds", on=now - timedelta(days=1))
    yield PAGES
    leave(house, "support")


def carry(house: House) -> None:
    """The workers' part: the letter goes out, and the feed tells of it."""
    with house.entered():
        shop, clock = Shop.objects.get(slug="support-shop"), Clock(datetime.now(UTC))
        # The ten seconds in which it could be taken back are not waited for.
        Outbound.objects.filter(desk_id=shop.desk_id, state="queued").update(not_before=clock.now)
        turn(clock)
        reading.read_shop(shop=shops.facts(shop), clock=clock)


def test_a_letter_is_changed_and_sent(page_at: Callable[..., Page], house: House, address: str) -> None:
    page = page_at()
    page.goto(address)
    page.get_by_role("link", name="Ask marketplace support to step in").click()
    letter = page.get_by_label("The letter")
    expect(letter).to_have_value(re.compile("20431"))
    assert_well(page, "letter")
    words = letter.input_value()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_text("Copied.")).to_be_visible()

    letter.fill("")
    page.get_by_role("button", name="Ask the marketplace to step in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("The letter").fill(words + "\n谢谢")
    page.get_by_role("button", name="Ask the marketplace to step in").click()
    expect(page).to_have_url(re.compile(r"/returns/\d+/$"))
    with house.entered():
        made = Decision.objects.get(claim__outside_id="20431")
        assert (made.kind, made.text) == ("escalate", words + "\n谢谢")
    panel = page.locator("#decision")
    expect(panel.locator("[data-decision=queued]")).to_contain_text("谢谢")

    carry(house)
    expect(panel.locator("[data-decision=confirmed]")).to_contain_text("Confirmed by the marketplace")
    expect(page.locator("#detail .kv").first).to_contain_text("with the marketplace")
    expect(page.locator("#detail .timeline")).to_contain_text("The marketplace joined")
    assert_quiet(page, expecting=422)


@pytest.mark.parametrize(("width", "theme", "language"), [(1440, "light", "en"), (390, "dark", "ru"), (390, "light", "zh-hans")])
def test_rules_are_well(page_at: Callable[..., Page], address: str, width: int, theme: str, language: str) -> None:
    page = page_at(width, theme, language)
    page.goto(f"{address}automatic/")
    assert_well(page, "rules")
    page.get_by_role("link", name="Small refunds").click()
    assert_well(page, "rule")
    trial = page.url.split("?")[0] + "trial/"
    page.goto(trial)
    assert_well(page, "trial")
    page.goto(f"{address}automatic/log/")
    assert_well(page, "log")
