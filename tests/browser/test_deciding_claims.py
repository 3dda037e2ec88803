"""Claims are decided: refund taken back and sent, exchange, rejection and what reopens it, a lost race, what comes by itself meanwhile."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, StorageState, expect

from returns.models import Claim, Decision
from sellerdesk import shops
from sellerdesk.marketplaces import reading
from sellerdesk.models import Outbound, Shop
from tests.browser.house import House, leave
from tests.browser.looking import assert_quiet, assert_well
from tests.factories.deciding import decide
from tests.factories.delivering import Clock, connected, turn
from tests.factories.feed import load, order, told
from tests.factories.kernel import join, make_desk, make_shop
from tests.factories.returns import claim, step


REFS = ("REFUND", "SWAP", "REJECT", "RACE", "CLOCK", "WELL")
WORDS = "您好，照片上的商品不是我们发出的那一件，请您核对一下订单"


@pytest.fixture(scope="module")
def deciding(house: House, signed_in: StorageState) -> Iterator[Shop]:
    """A connected shop of alice's and bob's with a claim for each journey."""
    now = datetime.now(UTC)
    at = (now - timedelta(hours=40)).isoformat()
    with house.entered():
        desk = make_desk("deciding")
        join(desk, house.cast.alice)
        join(desk, house.cast.bob, "agent")
        shop = connected(make_shop(desk, "deciding-shop", rules="taobao"))
        listing = told("product", "P-L1", at, title="Merino throw, grey", article="T-130", image="/static/demo/mug-home.svg")
        placed = [order(f"O-{ref}", at=at, completed_at=None, status="delivered", delivered_at=at) for ref in REFS]
        asked = [
            claim(ref, f"O-{ref}", at=at, wants="refund", amount={"amount": "168.00", "currency": "CNY"}, reason={"code": "COLOR"})
            for ref in REFS
        ]
        load(shops.facts(shop), listing, *placed, *asked, now=now)
    yield shop
    leave(house, "deciding")


def row(house: House, ref: str) -> Claim:
    with house.entered():
        return Claim.objects.get(shop__slug="deciding-shop", outside_id=ref)


def opened(page: Page, house: House, ref: str) -> Page:
    page.goto(f"/desks/deciding/returns/{row(house, ref).pk}/")
    return page


def carry(house: House, shop: Shop) -> None:
    """The workers' part: decisions go out, and the feed tells of them."""
    with house.entered():
        clock = Clock(datetime.now(UTC))
        # The ten seconds in which they could be taken back are not waited for.
        Outbound.objects.filter(desk_id=shop.desk_id, state="queued").update(not_before=clock.now)
        turn(clock)
        reading.read_shop(shop=shops.facts(shop), clock=clock)


@pytest.mark.parametrize(("width", "theme", "language"), [(1440, "light", "en"), (390, "dark", "ru"), (1440, "dark", "zh-hans")])
def test_the_form_is_well(page_at: Callable[..., Page], house: House, deciding: Shop, width: int, theme: str, language: str) -> None:
    page = opened(page_at(width, theme, language), house, "WELL")
    page.locator(".choice [href*='kind=refund_part']").click()
    expect(page.locator("#decide-form textarea")).to_be_visible()
    assert_well(page, "deciding")


@pytest.mark.long
def test_a_refund_is_taken_back_then_sent_and_confirmed(page_at: Callable[..., Page], house: House, deciding: Shop) -> None:
    page = opened(page_at(), house, "REFUND")
    panel = page.locator("#decision")
    panel.get_by_role("link", name="Refund ¥168.00").click()
    expect(panel).to_contain_text("The buyer gets ¥168.00 at once, and nothing has to be sent back.")
    panel.get_by_role("button", name="Refund ¥168.00").click()
    expect(panel.locator("[data-decision]")).to_contain_text("Leaves in")
    expect(panel.locator(".choice")).to_have_count(0)
    panel.get_by_role("button", name="Take back").click()
    expect(panel.locator(".choice")).to_be_visible()

    panel.get_by_role("link", name="Refund ¥168.00").click()
    panel.get_by_role("button", name="Refund ¥168.00").click()
    expect(panel.locator("[data-decision=queued]")).to_be_visible()
    carry(house, deciding)
    expect(panel.locator("[data-decision=confirmed]")).to_contain_text("Confirmed by the marketplace")
    expect(page.locator("#detail .kv").first).to_contain_text("paid back")
    assert_quiet(page)


@pytest.mark.long
def test_another_article_is_sent_instead(page_at: Callable[..., Page], house: House, deciding: Shop) -> None:
    page = opened(page_at(), house, "SWAP")
    panel = page.locator("#decision")
    panel.get_by_role("link", name="Replace…").click()
    panel.get_by_label("The buyer keeps the goods").check()
    panel.get_by_label("Article to send").fill("T-999")
    panel.locator("textarea").fill("您好！今天为您补发灰色的盖毯")
    panel.get_by_role("button", name="Send the offer").click()
    expect(panel.get_by_role("alert")).to_contain_text("The shop has no such article.")
    expect(panel.locator("textarea")).to_have_value("您好！今天为您补发灰色的盖毯")
    expect(panel.get_by_label("The buyer keeps the goods")).to_be_checked()
    panel.get_by_label("Article to send").fill("T-130")
    panel.get_by_role("button", name="Send the offer").click()
    expect(panel.locator("[data-decision=queued]")).to_contain_text("Exchange, T-130")
    carry(house, deciding)
    expect(panel.locator("[data-decision=confirmed]")).to_be_visible()
    expect(page.locator("#detail .kv").first).to_contain_text("the buyer’s turn")
    assert_quiet(page, expecting=422)


@pytest.mark.long
def test_a_rejection_is_reopened(page_at: Callable[..., Page], house: House, deciding: Shop) -> None:
    page = opened(page_at(), house, "REJECT")
    panel = page.locator("#decision")
    panel.get_by_role("link", name="Reject…").click()
    panel.locator("textarea").fill(WORDS)
    panel.get_by_role("button", name="Reject the claim").click()
    expect(panel.locator("[data-decision=queued]")).to_contain_text("Rejection")
    carry(house, deciding)
    expect(panel).to_contain_text("It can be reopened by another decision")
    expect(page.locator("#detail .kv").first).to_contain_text("turned down")

    panel.get_by_role("link", name="Refund ¥168.00").click()
    panel.get_by_role("button", name="Refund ¥168.00").click()
    expect(panel.locator("[data-decision=queued]")).to_be_visible()
    carry(house, deciding)
    expect(page.locator("#detail .kv").first).to_contain_text("paid back")
    assert_quiet(page)


def test_whoever_is_slower_is_shown_the_others_decision(page_at: Callable[..., Page], house: House, deciding: Shop) -> None:
    page = opened(page_at(), house, "RACE")
    panel = page.locator("#decision")
    panel.get_by_role("link", name="Reject…").click()
    panel.locator("textarea").fill(WORDS)
    with house.entered():
        decide(Claim.objects.get(outside_id="RACE", shop=deciding), house.cast.bob, now=datetime.now(UTC))
    expect(panel.locator("[data-decision]")).to_contain_text("Refund without return, ¥168.00")
    panel.get_by_role("button", name="Reject the claim").click()

    expect(panel.get_by_role("alert")).to_contain_text("Bob decided this claim just now: Refund without return, ¥168.00")
    expect(panel.locator("textarea")).to_have_value(WORDS)
    assert_quiet(page, expecting=409)
    with house.entered():
        assert Decision.objects.filter(claim__outside_id="RACE", desk_id=deciding.desk_id).count() == 1


def test_what_comes_by_itself_arrives_while_the_page_is_open(page_at: Callable[..., Page], house: House, deciding: Shop) -> None:
    page = opened(page_at(), house, "CLOCK")
    panel, stands = page.locator("#decision"), page.locator("#detail .kv").first
    panel.get_by_role("link", name="Reject…").click()
    panel.locator("textarea").fill(WORDS)
    expect(stands).to_contain_text("not decided")
    with house.entered():
        paid = step("refunded", datetime.now(UTC).isoformat(), ref="T-CLOCK", claim="CLOCK", by="clock")
        load(shops.facts(deciding), paid, now=datetime.now(UTC))
    expect(stands).to_contain_text("paid back")
    panel.get_by_role("button", name="Reject the claim").click()

    expect(panel).to_contain_text("The claim has changed since you read it")
    assert_quiet(page, expecting=409)
