"""The pages that everybody meets first: the start, a shop, an address where nothing is."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.house import House
from tests.browser.looking import assert_well
from tests.browser.test_door import LANGUAGES, SIZES


@SIZES
@LANGUAGES
def test_the_start_page_is_well(page_at: Callable[..., Page], house: House, width: int, language: str) -> None:
    page = page_at(width, "light", language)
    page.goto("/")

    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.get_by_role("link", name=house.cast.shop.name)).to_be_visible()
    expect(page.get_by_text(house.cast.other_shop.name)).to_have_count(0)
    assert_well(page, "start")


@SIZES
@LANGUAGES
def test_a_shop_is_well(page_at: Callable[..., Page], house: House, width: int, language: str) -> None:
    page = page_at(width, "light", language)
    page.goto("/")
    page.get_by_role("link", name=house.cast.shop.name).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(house.cast.shop.name)
    assert_well(page, "shop")


@SIZES
@LANGUAGES
def test_nothing_there_is_said_well(page_at: Callable[..., Page], house: House, width: int, language: str) -> None:
    page = page_at(width, "light", language)
    answer = page.goto("/nowhere")

    assert answer is not None
    assert answer.status == 404
    assert_well(page, "nowhere", expecting=404)
    page.locator("main a").click()
    expect(page).to_have_url(f"{house.url}/")


@pytest.mark.parametrize("address", ["/shops/{}/", "/shops/{}/nowhere"])
def test_another_desks_shop_is_nowhere(page_at: Callable[..., Page], house: House, address: str) -> None:
    page = page_at()
    answer = page.goto(address.format(house.cast.other_shop.slug))

    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_text(house.cast.other_shop.name)).to_have_count(0)
