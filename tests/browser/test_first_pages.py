"""The pages that everybody meets first: a desk's rooms as they are on the first day, the list of desks, an address where nothing is."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.house import House
from tests.browser.looking import assert_accessible, assert_quiet, assert_well
from tests.browser.test_door import LANGUAGES, SIZES, TAGS


PLACES = {
    "desks": "/desks/",
    "today": "/desks/{}/",
    "ratings": "/desks/{}/ratings/",
    "reviews": "/desks/{}/reviews/",
    "settings": "/desks/{}/settings/",
    "search": "/desks/{}/search/?q=tea",
}


@SIZES
@LANGUAGES
@pytest.mark.parametrize("place", PLACES)
def test_a_first_page_is_well(page_at: Callable[..., Page], house: House, place: str, width: int, language: str) -> None:
    page = page_at(width, "light", language)
    answer = page.goto(PLACES[place].format(house.cast.desk.slug))

    assert answer is not None
    assert answer.status == 200
    expect(page.locator("html")).to_have_attribute("lang", TAGS[language])
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_text(house.cast.other_shop.name)).to_have_count(0)
    assert_well(page, f"first-{place}")


@SIZES
@LANGUAGES
def test_nothing_there_is_said_well(page_at: Callable[..., Page], house: House, width: int, language: str) -> None:
    page = page_at(width, "light", language)
    answer = page.goto("/nowhere")

    assert answer is not None
    assert answer.status == 404
    assert_well(page, "nowhere", expecting=404)
    page.locator("main a").click()
    expect(page).to_have_url(f"{house.url}/desks/{house.cast.desk.slug}/")


@pytest.mark.parametrize("address", ["/shops/{}/", "/desks/{}/", "/desks/{}/ratings/"])
def test_another_desks_shop_is_nowhere(page_at: Callable[..., Page], house: House, address: str) -> None:
    page = page_at()
    names = {"shops": house.cast.other_shop.slug, "desks": house.cast.other_desk.slug}
    answer = page.goto(address.format(names[address.split("/")[1]]))

    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_text(house.cast.other_shop.name)).to_have_count(0)


def test_the_theme_is_a_choice_that_stays(page_at: Callable[..., Page]) -> None:
    page = page_at(1440, "light")
    page.goto("/desks/")
    page.get_by_role("button", name="Switch to dark theme").click()
    page.reload()

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_role("button", name="Switch to light theme")).to_be_visible()
    assert_quiet(page)
    # Paper is white whatever the screen is: light words on it could not be read.
    page.emulate_media(media="print")
    expect(page.locator("body")).to_have_css("color", "rgb(18, 34, 43)")


def test_a_signed_in_person_keeps_a_language_in_every_browser(context_at: Callable[..., BrowserContext], house: House) -> None:
    first, second = context_at(language="en").new_page(), context_at(language="en").new_page()
    for page in (first, second):
        page.goto("/accounts/login/")
        page.locator("[name=login]").fill(house.cast.bob.email)
        page.locator("[name=password]").fill(house.password)
        page.locator("[name=password]").press("Enter")
        expect(page).to_have_url(re.compile("/desks/"))
    first.get_by_role("button", name="account menu").click()
    first.get_by_title("Русский").click()
    expect(first.locator("html")).to_have_attribute("lang", "ru")
    second.reload()

    expect(second.locator("html")).to_have_attribute("lang", "ru")
    assert_quiet(second)

    # The desks of other journeys speak to bob in the language of his browser.
    with house.entered():
        house.cast.bob.__class__.objects.filter(pk=house.cast.bob.pk).update(language="")


def test_menus_open_and_close_by_the_keyboard(page_at: Callable[..., Page], house: House) -> None:
    page = page_at()
    page.goto(f"/desks/{house.cast.desk.slug}/")
    menu = page.get_by_role("button", name="account menu")
    menu.focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("aria-expanded", "true")
    assert_accessible(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")

    expect(menu).to_be_focused()
    expect(menu).to_have_attribute("aria-expanded", "false")
    assert_quiet(page)


def test_a_shop_is_chosen_and_kept_from_room_to_room(page_at: Callable[..., Page], house: House) -> None:
    page, at = page_at(), f"{house.url}/desks/{house.cast.desk.slug}/"
    chosen = f"?shop={house.cast.shop.slug}"
    page.goto(at)
    page.locator("[data-menu=places]").click()
    page.locator("#places").get_by_role("link", name=house.cast.shop.name).click()
    expect(page).to_have_url(f"{at}{chosen}")
    expect(page.locator("[data-menu=places]")).to_contain_text(house.cast.shop.name)

    page.keyboard.press("g")
    page.keyboard.press("v")
    expect(page).to_have_url(f"{at}reviews/{chosen}")
    expect(page.get_by_role("navigation", name="Main").locator("[aria-current=page]")).to_contain_text("Reviews")

    page.locator("[data-menu=places]").click()
    page.locator("#places").get_by_role("link", name="All shops").click()
    expect(page).to_have_url(re.compile(r"/reviews/\??$"))
    assert_quiet(page)
