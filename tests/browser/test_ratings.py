"""The ratings of a shop in a real browser: which dimension, which window, the days as a file; well at every width, theme and language."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect

from sellerdesk import shops
from tests.browser.conftest import _context
from tests.browser.house import House
from tests.browser.looking import THEMES, assert_quiet, assert_well
from tests.browser.test_door import LANGUAGES, SIZES
from tests.factories.feed import load, order, rating, told
from tests.factories.kernel import PASSWORD, join, make_desk, make_person, make_shop


ADDRESS = "/desks/rated-desk/ratings/?shop=rated-shop"


@pytest.fixture(scope="module")
def reader(house: House, chromium: Browser) -> StorageState:
    """Somebody with a desk of their own and a shop that has been rated for half a year, signed in."""
    now = datetime.now(UTC)
    with house.entered():
        desk = make_desk("rated-desk")
        rita = make_person("rita@example.org")
        rita.set_password(PASSWORD)
        rita.save()
        join(desk, rita)
        shop = shops.facts(make_shop(desk, "rated-shop", rules="taobao"))
        make_shop(desk, "unrated-shop")
        records = []
        for number in range(600):
            at = (now - timedelta(hours=5 * number + 400)).isoformat()
            records += [order(f"O{number}", at=at, completed_at=at, buyer=f"B{number % 40}")]
            records += [rating(f"S{number}", f"O{number}", at=at, service=5 if number % 9 else 1, logistics=4 + number % 2)]
        records += [told("trade_void", f"V{number}", now.isoformat(), order=f"O{number}", reason="x") for number in range(8)]
        records += [told("category_average", "CA1", now.isoformat(), category="tea", dimension="logistics", mean="4.55")]
        for start in range(0, len(records), 500):
            load(shop, *records[start : start + 500], now=now)
    context = _context(chromium, house, 1440, "light", "en", None)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill("rita@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{house.url}/desks/rated-desk/")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def ratings_at(context_at: Callable[..., BrowserContext], reader: StorageState) -> Callable[..., Page]:
    """`ratings_at(width, theme, language)`: the page, opened."""

    def make(width: int = 1440, theme: str = "light", language: str = "en") -> Page:
        page = context_at(width, theme, language, reader).new_page()
        page.goto(ADDRESS)
        return page

    return make


@SIZES
@LANGUAGES
def test_the_page_is_well(ratings_at: Callable[..., Page], width: int, language: str) -> None:
    page = ratings_at(width, "light", language)

    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert_well(page, "ratings-shop")


@pytest.mark.parametrize("theme", THEMES)
def test_names_on_the_chart_do_not_lie_on_one_another(ratings_at: Callable[..., Page], theme: str) -> None:
    for width in (1440, 1024, 390):
        page = ratings_at(width, theme, "ru")
        boxes = [box for one in page.locator(".chart__x:visible, .chart__note:visible").all() if (box := one.bounding_box()) is not None]
        assert len(boxes) >= 5
        for place, one in enumerate(boxes):
            for other in boxes[place + 1 :]:
                apart = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
                stacked = one["y"] + one["height"] <= other["y"] + 1 or other["y"] + other["height"] <= one["y"] + 1
                assert apart or stacked, (width, one, other)


def test_from_the_table_to_a_dimension_a_window_and_the_days(ratings_at: Callable[..., Page], tmp_path: Path) -> None:
    page = ratings_at()
    page.goto("/desks/rated-desk/ratings/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ratings of 2 shops")

    page.get_by_role("link", name="Rated-Shop", exact=True).click()
    page.get_by_role("link", name="Service").click()
    expect(page.get_by_role("heading", name="Service, day by day")).to_be_visible()
    expect(page.locator(".dim[aria-current]")).to_contain_text("Service")

    page.get_by_role("group", name="Window").get_by_role("link", name="180 days").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("For comparison: 180 days")
    expect(page.locator(".dim[aria-current]")).to_contain_text("Service")

    with page.expect_download() as waited:
        page.get_by_role("link", name="CSV").click()
    waited.value.save_as(tmp_path / "days.csv")
    rows = list(csv.DictReader((tmp_path / "days.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 180 * 4
    assert {row["window"] for row in rows} == {"180_days"}
    assert_quiet(page)


def test_a_dimension_is_chosen_by_keyboard(ratings_at: Callable[..., Page]) -> None:
    page = ratings_at()
    tile = page.locator(".dim", has_text="As described")
    tile.focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="As described, day by day")).to_be_visible()
    assert_quiet(page)


@SIZES
@LANGUAGES
def test_why_it_moved_is_well(ratings_at: Callable[..., Page], width: int, language: str) -> None:
    page = ratings_at(width, "dark" if width == 390 else "light", language)
    page.goto("/desks/rated-desk/ratings/why/?shop=rated-shop&dim=service")

    expect(page.locator("#split tbody tr").first).to_be_visible()
    assert_well(page, "ratings-moved")


@pytest.mark.long
def test_how_the_figures_are_made_is_well(ratings_at: Callable[..., Page]) -> None:
    page = ratings_at(390)
    page.goto("/desks/rated-desk/ratings/definitions/?shop=rated-shop")

    expect(page.get_by_role("heading", level=1)).to_have_text("How the figures are made")
    assert_well(page, "ratings-definitions")


@pytest.mark.long
def test_two_days_are_chosen_and_a_note_is_pinned_by_keyboard(ratings_at: Callable[..., Page]) -> None:
    """From the ratings to why they moved, day by day, two days split, a note written, changed and taken away; no pointer."""
    page = ratings_at()
    page.get_by_role("link", name="Why it moved").focus()
    page.keyboard.press("Enter")
    days = page.get_by_role("slider", name="Days")
    days.focus()
    said = page.locator("[data-days-said]")
    latest = said.inner_text()
    page.keyboard.press("PageDown")
    assert said.inner_text() != latest
    expect(days).to_have_attribute("aria-valuetext", said.inner_text())
    page.keyboard.press("Home")
    for _ in range(6):
        page.keyboard.press("PageUp")
    page.keyboard.press("Enter")
    expect(said).to_contain_text("First day chosen.")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.wait_for_url("**/why/?*from=*")
    expect(page.locator("#split h2")).to_contain_text("From ")
    expect(page.locator("#split tbody tr").last).to_contain_text("Together")

    page.locator("#split summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#split details p").first).to_be_visible()

    page.get_by_label("What happened").first.focus()
    page.keyboard.type("A new courier")
    page.keyboard.press("Enter")
    note = page.locator("#notes article")
    expect(note).to_contain_text("A new courier")
    expect(page.locator(".chart__pin")).to_have_count(1)
    note.locator("summary").focus()
    page.keyboard.press("Enter")
    note.get_by_role("textbox").focus()
    page.keyboard.press("End")
    page.keyboard.type(", East")
    page.keyboard.press("Enter")
    expect(note).to_contain_text("A new courier, East")
    note.locator("summary").focus()
    page.keyboard.press("Enter")
    note.get_by_role("button", name="Delete").focus()
    page.keyboard.press("Enter")
    expect(note).to_have_count(0)
    assert_quiet(page)
