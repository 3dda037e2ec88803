"""The figures of chats in a real browser: well at both widths and in both themes, and from a figure to its rounds."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, StorageState, expect

from tests.browser.conftest import _context
from tests.browser.house import House
from tests.browser.looking import assert_quiet, assert_well
from tests.factories.kernel import PASSWORD, join, make_desk, make_person, make_shop
from tests.factories.rounds import make_mark, make_round, make_thread


ADDRESS = "/desks/asked-desk/chats/figures/"


@pytest.fixture(scope="module")
def reader(house: House, chromium: Browser) -> StorageState:
    """Somebody with a desk whose buyers have asked for a week, signed in."""
    now = datetime.now(UTC)
    with house.entered():
        desk = make_desk("asked-desk")
        fay = make_person("fay@example.org", name="Fay Fast")
        fay.set_password(PASSWORD)
        fay.save()
        join(desk, fay)
        shop = make_shop(desk, "asked-shop")
        make_shop(desk, "silent-shop")
        for number in range(60):
            at = now - timedelta(days=1 + number % 7, hours=number % 11)
            make_round(shop, at, None if number % 20 == 0 else 40 * (1 + number % 9), agent=fay if number % 3 else None, automatic=2)
            make_mark(shop, at, 3 + number % 3)
        make_thread(shop, now, waiting_since=now - timedelta(minutes=9))
    context = _context(chromium, house, 1440, "light", "en", None)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill("fay@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{house.url}/desks/asked-desk/")
    state = context.storage_state()
    context.close()
    return state


@pytest.mark.parametrize(("width", "language"), [(1440, "en"), (390, "ru")])
def test_the_page_is_well(context_at: Callable[..., BrowserContext], reader: StorageState, width: int, language: str) -> None:
    page = context_at(width, "light", language, reader).new_page()
    page.goto(ADDRESS)

    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    page.locator("details summary").click()
    assert_well(page, "chat-figures")


def test_from_a_figure_to_its_rounds_and_back(context_at: Callable[..., BrowserContext], reader: StorageState) -> None:
    page = context_at(1440, "light", "en", reader).new_page()
    page.goto(ADDRESS)
    page.get_by_label("Before or after a sale").select_option("pre")
    page.get_by_role("button", name="Show").click()
    late = page.locator("[aria-labelledby=tile-unanswered] .fig a")
    number = late.inner_text()
    late.click()

    expect(page.get_by_role("heading", level=1)).to_have_text(f"Not answered by a person: {number}")
    expect(page.locator("tbody tr")).to_have_count(int(number))
    page.get_by_role("link", name="Figures").click()
    expect(page.get_by_label("Before or after a sale")).to_have_value("pre")
    assert_quiet(page)
