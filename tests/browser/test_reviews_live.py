"""What the marketplace tells while somebody looks: a bad review arrives in the open list, a changed one moves the open credit."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, StorageState, expect

from reviews.services import flagging
from sellerdesk import shops
from sellerdesk.shops import ShopFacts
from tests.browser.house import House, leave
from tests.browser.looking import assert_quiet
from tests.factories.feed import load, order, review, told
from tests.factories.kernel import join, make_desk, make_shop


ROWS = ".list-row"
TELL = "() => window.live.state === 'connected'"


@pytest.fixture(scope="module")
def shop(house: House, signed_in: StorageState) -> Iterator[ShopFacts]:
    """A shop of alice's with a bad review of twelve days ago and a good one."""
    now = datetime.now(UTC)
    with house.entered():
        desk = make_desk("arriving")
        join(desk, house.cast.alice)
        found = shops.facts(make_shop(desk, "arriving-shop", rules="taobao"))
        orders = [
            order(f"O{number}", buyer=f"B{number}", at=_ago(now, 30), completed_at=_ago(now, days))
            for number, days in enumerate((20, 20, 5))
        ]
        load(
            found,
            *orders,
            review("R0", "O0", at=_ago(now, 12), text="质量太差"),
            review("R1", "O1", at=_ago(now, 11), verdict="good", text="很好"),
            now=now,
        )
        while flagging.judge(shop=found, now=now):
            pass
    yield found
    leave(house, "arriving")


def _ago(now: datetime, days: float) -> str:
    return (now - timedelta(days=days)).isoformat()


def test_a_bad_review_arrives_while_the_list_is_open(page_at: Callable[..., Page], house: House, shop: ShopFacts) -> None:
    page = page_at()
    page.goto("/desks/arriving/reviews/")
    expect(page.locator(ROWS)).to_have_count(1)
    page.wait_for_function(TELL)

    now = datetime.now(UTC)
    with house.entered():
        load(shop, review("R2", "O2", at=now.isoformat(), text="用了两天就坏了"), now=now)
        assert flagging.judge(shop=shop, now=now)

    expect(page.locator(ROWS)).to_have_count(2)
    expect(page.locator(ROWS, has_text="用了两天就坏了")).to_be_visible()
    expect(page.locator("#detail blockquote").first).to_contain_text("太差")
    assert_quiet(page)


def test_the_buyer_changes_a_review_and_the_open_credit_moves(page_at: Callable[..., Page], house: House, shop: ShopFacts) -> None:
    page = page_at()
    page.goto("/desks/arriving/reviews/credit/")
    heading = page.get_by_role("heading", level=1)
    before = int(re.findall(r"-?\d+", heading.inner_text().replace("\u2212", "-"))[0])
    page.wait_for_function(TELL)

    now = datetime.now(UTC)
    with house.entered():
        load(shop, told("review_change", "R0", now.isoformat(), verdict="good", text="商家换了新的"), now=now)

    # A bad one takes one from the score, a good one adds one (rulebook 18).
    expect(heading).to_have_text(re.compile(rf"^Credit {before + 2},"))
    expect(page.locator("#credit")).to_contain_text("Changed to good")
    assert_quiet(page)
