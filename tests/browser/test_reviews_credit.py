"""The credit page in a real browser: well at both widths and in both themes, and from a figure to its rows and back."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, StorageState, expect

from sellerdesk import shops
from tests.browser.house import House, leave
from tests.browser.looking import assert_accessible, assert_quiet, assert_well, look
from tests.factories.feed import load, order, review, told
from tests.factories.kernel import join, make_desk, make_shop


@pytest.fixture(scope="module")
def credit(house: House, signed_in: StorageState) -> Iterator[str]:
    """The address of the credit of a desk of alice's: goods, one bad that was changed, some not scored, some to come."""
    now = datetime.now(UTC)

    def ago(days: float) -> str:
        return (now - timedelta(days=days)).isoformat()

    with house.entered():
        desk = make_desk("crediting")
        join(desk, house.cast.alice)
        make_shop(desk, "zz-silent")
        shop = shops.facts(make_shop(desk, "crediting-shop", rules="taobao"))
        trades = [
            record
            for number in range(24)
            for record in (
                order(f"O{number}", buyer=f"B{number % 12}", at=ago(40 - number), completed_at=ago(30 - number)),
                review(f"R{number}", f"O{number}", at=ago(29.5 - number), verdict="bad" if number % 7 == 3 else "good", text="Хорошо"),
            )
        ]
        load(shop, *trades, told("review_change", "R3", ago(1), verdict="good"), now=now)
    yield "/desks/crediting/reviews/credit/"
    leave(house, "crediting")


@pytest.mark.parametrize(("width", "language"), [(1440, "en"), (390, "ru")])
def test_the_page_is_well(page_at: Callable[..., Page], credit: str, width: int, language: str) -> None:
    page = page_at(width, "light", language)
    page.goto(credit)

    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert_well(page, "reviews-credit")


def test_from_a_figure_to_its_rows_and_back(page_at: Callable[..., Page], credit: str) -> None:
    page = page_at(1440, "light", "en")
    page.goto("/desks/crediting/reviews/?show=all")
    page.get_by_role("navigation", name="Pages of reviews").get_by_role("link", name="Credit").click()
    figure = page.locator("[data-over=total] a").first
    number = figure.inner_text()
    figure.click()

    expect(page.get_by_role("heading", level=1)).to_have_text(f"Good reviews: {number}")
    expect(page.locator("tbody tr")).to_have_count(int(number))
    look(page, "reviews-credit-rows")
    assert_accessible(page)
    page.get_by_role("main").get_by_role("link", name="Credit").first.click()
    expect(page).to_have_url(re.compile(rf"{credit}(\?|$)"))
    assert_quiet(page)
