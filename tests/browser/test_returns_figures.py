"""Figures of refusals and claims in a real browser: well at both widths, by keyboard, from a figure to its rows, and printed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, StorageState, expect

from sellerdesk import shops
from tests.browser.conftest import _context
from tests.browser.house import House
from tests.browser.looking import assert_quiet, assert_well
from tests.factories.feed import load, told
from tests.factories.kernel import PASSWORD, join, make_desk, make_person, make_shop
from tests.factories.returned import settle
from tests.factories.returns import claim, refusal, step


ADDRESS = "/desks/sent-back/returns/figures/"
SHEET = 718
"""A4 in pixels of paper, within the margins that browsers take."""
WIDER = "(tables, sheet) => tables.filter(one => one.getBoundingClientRect().right > sheet).map(one => one.textContent.trim().slice(0, 60))"
REASONS = ("CHANGED_MIND", "DAMAGED", "SIZE_TOO_SMALL", "CHANGED_MIND")


def records(now: datetime) -> list[dict[str, Any]]:
    """Two months of orders, of which every seventh is refused and every ninth claimed and paid back."""
    made: list[dict[str, Any]] = [told("product", f"P{n}", now.isoformat(), title=f"Merino throw {n}") for n in range(5)]
    price = {"amount": "100.00", "currency": "CNY"}
    for number in range(300):
        placed = now - timedelta(days=2 + number % 60)
        lines = [{"id": "L1", "product": f"P{number % 5}", "quantity": 1, "price": price}]
        fields = {"courier": ("SF", "YTO", None)[number % 3], "region": "Омск", "shipping_cost": {"amount": "8.00", "currency": "CNY"}}
        fields |= {"status": "completed", "completed_at": (placed + timedelta(days=1)).isoformat()}
        made.append(told("order", f"O{number}", placed.isoformat(), buyer={"id": f"B{number}"}, lines=lines, **fields))
        at = (placed + timedelta(days=1)).isoformat()
        if number % 7 == 0 or (number % 5 == 0 and number % 2):
            made.append(refusal(f"U{number}", f"O{number}", at=at, reason={"code": REASONS[number % 4]}))
        elif number % 9 == 0:
            made.append(claim(f"C{number}", f"O{number}", at=at, wants="refund", reason={"code": REASONS[number % 3]}, amount=price))
            made.append(step("refunded", (placed + timedelta(days=1, hours=9)).isoformat(), ref=f"T{number}", claim=f"C{number}"))
    return made


@pytest.fixture(scope="module")
def reader(house: House, chromium: Browser) -> StorageState:
    """Somebody with a desk whose buyers sent things back, signed in."""
    now = datetime.now(UTC)
    with house.entered():
        desk = make_desk("sent-back")
        fay = make_person("fay@sent-back.example", name="Fay Figures")
        fay.set_password(PASSWORD)
        fay.save()
        join(desk, fay)
        shop = shops.facts(make_shop(desk, "sent-shop", rules="taobao"))
        load(shop, *records(now), now=now)
        settle(shop, now=now)
    context = _context(chromium, house, 1440, "light", "en", None)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill("fay@sent-back.example")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{house.url}/desks/sent-back/")
    state = context.storage_state()
    context.close()
    return state


@pytest.mark.parametrize(
    ("rest", "width", "theme", "language"),
    [
        ("", 1440, "light", "en"),
        pytest.param("", 390, "dark", "ru", marks=pytest.mark.long),
        pytest.param("by/", 390, "light", "zh-hans", marks=pytest.mark.long),
        pytest.param("report/", 1440, "dark", "ru", marks=pytest.mark.long),
    ],
)
def test_the_pages_are_well(
    context_at: Callable[..., BrowserContext], reader: StorageState, rest: str, width: int, theme: str, language: str
) -> None:
    page = context_at(width, theme, language, reader).new_page()
    page.goto(f"{ADDRESS}{rest}?period=90")

    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    for fold in page.get_by_role("main").locator("details.fold").all():
        if fold.get_attribute("open") is None:
            fold.locator("summary").click()
    assert_well(page, f"returns-figures-{rest.strip('/') or 'all'}")


@pytest.mark.long
def test_from_a_figure_to_its_rows_and_back_by_keyboard(context_at: Callable[..., BrowserContext], reader: StorageState) -> None:
    page = context_at(1440, "light", "en", reader).new_page()
    page.goto(f"{ADDRESS}?period=90")
    refused = page.locator("[aria-labelledby=tile-refused] a").first
    number = refused.inner_text()
    refused.focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text(f"Order lines refused: {number}")
    page.get_by_role("main").get_by_role("link", name="Figures").last.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Couriers").click()
    expect(page.locator("table[data-by=courier] tr[data-key=SF]")).to_have_count(1)
    assert_quiet(page)


@pytest.mark.long
def test_the_report_is_printed_with_its_drawings_and_without_the_frame(
    context_at: Callable[..., BrowserContext], reader: StorageState
) -> None:
    page = context_at(1440, "light", "en", reader).new_page()
    page.goto(f"{ADDRESS}report/")
    page.emulate_media(media="print")

    expect(page.locator(".rail")).to_be_hidden()
    expect(page.get_by_role("navigation", name="Pages of returns")).to_be_hidden()
    expect(page.locator("svg.plot").first).to_be_visible()
    bar = page.locator("svg.plot .g-bar").first
    assert bar.evaluate("bar => getComputedStyle(bar).printColorAdjust") == "exact"


def test_no_table_of_the_printed_report_is_wider_than_the_sheet(context_at: Callable[..., BrowserContext], reader: StorageState) -> None:
    page = context_at(1440, "light", "ru", reader).new_page()
    page.goto(f"{ADDRESS}report/")
    expect(page.locator("svg.plot").first).to_be_visible()
    page.emulate_media(media="print")
    page.set_viewport_size({"width": SHEET, "height": 1000})

    assert page.locator("table").evaluate_all(WIDER, SHEET) == []
