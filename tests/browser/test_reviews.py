"""Finding a review and reading it: by mouse, on a phone, by keyboard alone."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, StorageState, expect

from reviews.services import flagging
from sellerdesk import shops
from tests.browser.house import House, leave
from tests.browser.looking import assert_quiet, assert_well
from tests.browser.test_door import LANGUAGES, SIZES
from tests.factories.feed import load, order, review, told
from tests.factories.kernel import join, make_desk, make_shop


ROWS = ".list-row"
HOSTILE = "\u202eabc <b>x</b> " + "ш" * 90


@pytest.fixture(scope="module")
def reading(house: House, signed_in: StorageState) -> Iterator[str]:
    """The address of the reviews of a desk of alice's with a few of them."""
    now = datetime.now(UTC)

    def ago(days: float) -> str:
        return (now - timedelta(days=days)).isoformat()

    with house.entered():
        desk = make_desk("reading")
        join(desk, house.cast.alice)
        shop = shops.facts(make_shop(desk, "reading-shop", rules="wildberries"))
        line = {"id": "L1", "product": "P1", "quantity": 1}
        load(
            shop,
            told("product", "P1", ago(90), title="Кофемолка ручная Moka", article="118 204"),
            {**order("45678", at=ago(20), completed_at=ago(15)), "buyer": {"id": "B1", "name": "Анна"}, "lines": [line]},
            review("R1", "45678", at=ago(9), verdict=None, stars=2, text="Ручка прокручивается", photos=["https://img.example/1.jpg"]),
            told("follow_up", "F1", ago(3), review="R1", text="Обещали замену"),
            review("R2", None, at=ago(8), verdict=None, stars=1, text="色差很大", product="P1", buyer={"id": "B2", "name": "李航"}),
            review("R3", None, at=ago(7), verdict="good", text="Отличная ручка"),
            review("R4", None, at=ago(6), verdict="neutral", text=HOSTILE, buyer={"id": "B3", "name": HOSTILE}),
            now=now,
        )
        while flagging.judge(shop=shop, now=now):
            pass
    yield "/desks/reading/reviews/"
    leave(house, "reading")


@SIZES
@LANGUAGES
def test_the_list_is_well(page_at: Callable[..., Page], reading: str, width: int, language: str) -> None:
    page = page_at(width, "light", language)
    page.goto(reading)

    expect(page.locator(ROWS)).to_have_count(3)
    assert_well(page, "reviews")


@SIZES
@LANGUAGES
def test_a_review_is_well(page_at: Callable[..., Page], reading: str, width: int, language: str) -> None:
    page = page_at(width, "light", language)
    page.goto(reading)
    page.goto(str(page.locator(ROWS).first.get_attribute("href")))

    expect(page.locator("#detail blockquote").first).to_contain_text("Ручка прокручивается")
    assert_well(page, "review")


def test_a_review_is_found_and_read(page_at: Callable[..., Page], reading: str) -> None:
    page = page_at()
    page.goto(reading)
    expect(page.locator("#detail h2").first).to_have_text("Анна")

    page.locator("fieldset label", has_text="All").last.click()
    expect(page.locator(ROWS)).to_have_count(4)
    page.get_by_role("searchbox", name="Search words of reviews").fill("ручка")
    expect(page.locator(ROWS)).to_have_count(2)
    expect(page).to_have_url(re.compile(r"/reviews/\?show=all&q=[^&]+$"))
    page.locator(ROWS, has_text="Отличная ручка").click()

    detail = page.locator("#detail")
    expect(detail).to_be_focused()
    expect(detail.locator("blockquote")).to_have_text("Отличная ручка")
    expect(page.locator(f"{ROWS}[aria-current]")).to_contain_text("Отличная ручка")
    page.go_back()
    expect(page.locator(ROWS)).to_have_count(2)
    page.reload()
    expect(page.locator(ROWS)).to_have_count(2)
    assert_quiet(page)


def test_nothing_found_offers_a_way_on(page_at: Callable[..., Page], reading: str) -> None:
    page = page_at()
    page.goto(f"{reading}?show=neutral&q=ручка")

    page.get_by_role("link", name="Search in all reviews").click()

    expect(page.locator(ROWS)).to_have_count(2)
    assert_quiet(page)


def test_a_phone_shows_one_pane_at_a_time(page_at: Callable[..., Page], reading: str) -> None:
    page = page_at(390)
    page.goto(reading)
    expect(page.locator("#detail")).to_be_hidden()

    page.locator(ROWS, has_text="色差很大").click()
    expect(page.locator("#list")).to_be_hidden()
    expect(page.locator("#detail blockquote")).to_contain_text("很大")
    page.get_by_role("button", name="Back to the list").click()

    expect(page.locator("#list")).to_be_visible()
    expect(page.locator(ROWS, has_text="色差很大")).to_be_focused()
    assert_quiet(page)


def test_it_is_read_by_keyboard_alone(page_at: Callable[..., Page], reading: str) -> None:
    page = page_at()
    page.goto(reading)

    page.keyboard.press("KeyJ")
    page.keyboard.press("KeyJ")
    expect(page.locator(ROWS).nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#detail")).to_be_focused()
    expect(page.locator("#detail blockquote mark")).to_have_text("色差 (colour)")
    expect(page.locator("#detail blockquote")).to_contain_text("很大")
    page.keyboard.press("Escape")
    expect(page.locator(ROWS).nth(1)).to_be_focused()
    page.keyboard.press("KeyK")
    expect(page.locator(ROWS).nth(0)).to_be_focused()
    assert_quiet(page)
