"""The forecast in a real browser: drawn beyond today, asked by keyboard, and well at every width, theme and language."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect

from ratings.queries import causes as finding
from ratings.services import causes as keeping
from sellerdesk import shops
from tests.browser.conftest import _context
from tests.browser.house import House
from tests.browser.looking import assert_well
from tests.browser.test_door import LANGUAGES, SIZES
from tests.factories.feed import load, order, rating
from tests.factories.kernel import PASSWORD, join, make_desk, make_person, make_shop


ADDRESS = "/desks/ahead-desk/ratings/?shop=ahead-shop&dim=service"


@pytest.fixture(scope="module")
def reader(house: House, chromium: Browser) -> StorageState:
    """Somebody with a shop whose service falls, with a slow courier behind it, signed in."""
    now = datetime.now(UTC)
    with house.entered():
        desk = make_desk("ahead-desk")
        rita = make_person("ahead@example.org")
        rita.set_password(PASSWORD)
        rita.save()
        join(desk, rita)
        shop = shops.facts(make_shop(desk, "ahead-shop"))
        records = []
        for number in range(400):
            at = (now - timedelta(hours=11 * number + 1)).isoformat()
            slow = number < 120 and number % 2
            records.append(order(f"O{number}", at=at, buyer=f"B{number}", courier="Snail Post" if slow else "Swift"))
            records.append(rating(f"S{number}", f"O{number}", at=at, service=3 if slow else 5))
        for start in range(0, len(records), 500):
            load(shop, *records[start : start + 500], now=now)
        keeping.keep(shop=shop, counted=finding.count(shop, now=now), now=now)
    context = _context(chromium, house, 1440, "light", "en", None)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill("ahead@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{house.url}/desks/ahead-desk/")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def page_at(context_at: Callable[..., BrowserContext], reader: StorageState) -> Callable[..., Page]:
    """`page_at(width, theme, language)`: the page, opened, with what it fetches."""

    def make(width: int = 1440, theme: str = "light", language: str = "en") -> Page:
        page = context_at(width, theme, language, reader).new_page()
        page.goto(ADDRESS)
        expect(page.locator("#causes")).to_be_visible()
        return page

    return make


@pytest.mark.long
@SIZES
@LANGUAGES
def test_the_forecast_is_well(page_at: Callable[..., Page], width: int, language: str) -> None:
    page = page_at(width, "light", language)
    assert_well(page, f"rating-forecast-{language}-{width}")


@pytest.mark.long
def test_the_forecast_is_read_and_asked_by_keyboard(page_at: Callable[..., Page]) -> None:
    page = page_at()
    expect(page.locator("svg.plot--over path")).to_have_count(3)
    expect(page.locator("#forecast")).to_contain_text("below 4.60")
    expect(page.locator("#causes")).to_contain_text("Snail Post")

    page.locator("#forecast summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="Without new marks")).to_be_visible()

    wanted = (datetime.now(UTC).date() + timedelta(days=50)).isoformat()
    page.get_by_label("Hold through").fill(wanted)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: f"until={wanted}" in address)
    expect(page.get_by_label("Hold through")).to_have_value(wanted)
    expect(page.locator("#takes")).to_contain_text("4.60")

    page.get_by_role("link", name="Snail Post").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Courier: Snail Post")).to_be_visible()
