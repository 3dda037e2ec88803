"""Coming in: the sign-in page, a wrong password, the language before anybody is known, and leaving."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.house import House
from tests.browser.looking import assert_quiet, assert_well


SIGN_IN = {"en": "Sign in", "ru": "Войти", "zh-hans": "登录"}
TAGS = {"en": "en", "ru": "ru", "zh-hans": "zh-Hans"}
SIZES = pytest.mark.parametrize("width", [1440, 390])
LANGUAGES = pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])


def _try(page: Page, email: str, password: str) -> None:
    """Fill the form as a person does, and send it with Enter."""
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(password)
    page.locator("[name=password]").press("Enter")


@SIZES
@LANGUAGES
def test_the_door_is_well(page_at: Callable[..., Page], width: int, language: str) -> None:
    page = page_at(width, "light", language, stranger=True)
    page.goto("/accounts/login/")

    expect(page.locator("html")).to_have_attribute("lang", TAGS[language])
    expect(page.get_by_role("heading", level=1)).to_have_text(SIGN_IN[language])
    assert_well(page, "door")


@SIZES
@LANGUAGES
def test_a_wrong_password_keeps_the_address(page_at: Callable[..., Page], house: House, width: int, language: str) -> None:
    page = page_at(width, "light", language, stranger=True)
    page.goto("/accounts/login/")
    _try(page, house.cast.alice.email, "not her password")

    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.locator("[name=login]")).to_have_value(house.cast.alice.email)
    expect(page.locator("[name=password]")).to_have_value("")
    assert_well(page, "door-wrong")


def test_signing_in_leads_where_one_wanted_to_go_and_out_again(page_at: Callable[..., Page], house: House) -> None:
    page = page_at(stranger=True)
    wanted = f"/shops/{house.cast.shop.slug}/"
    page.goto(wanted)
    expect(page).to_have_url(re.compile(r"/accounts/login/\?next="))
    _try(page, house.cast.alice.email.upper(), house.password)

    expect(page).to_have_url(f"{house.url}/desks/{house.cast.desk.slug}/ratings/?shop={house.cast.shop.slug}")
    assert_quiet(page)

    page.get_by_role("button", name="account menu").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/accounts/login/"))
    page.go_back()
    page.reload()
    expect(page).to_have_url(re.compile(r"/accounts/login/\?next="))
    assert_quiet(page)


def test_the_first_sign_in_that_up_shows_once_works(page_at: Callable[..., Page], house: House) -> None:
    page = page_at(stranger=True)
    page.goto("/accounts/login/")
    _try(page, *house.first)

    expect(page).to_have_url(f"{house.url}/setup/")
    assert_quiet(page)


@pytest.mark.parametrize(("language", "name"), [("ru", "Русский"), ("zh-hans", "简体中文")])
def test_a_language_chosen_at_the_door_stays_after_signing_in(page_at: Callable[..., Page], house: House, language: str, name: str) -> None:
    page = page_at(language="en", stranger=True)
    page.goto("/accounts/login/")
    page.locator(f"[name=language][value={language}]").click()

    expect(page.locator("html")).to_have_attribute("lang", TAGS[language])
    expect(page.get_by_role("heading", level=1)).to_have_text(SIGN_IN[language])
    expect(page.get_by_title(name)).to_have_attribute("aria-pressed", "true")

    _try(page, house.cast.alice.email, house.password)
    expect(page).to_have_url(f"{house.url}/desks/{house.cast.desk.slug}/")
    expect(page.locator("html")).to_have_attribute("lang", TAGS[language])
    assert_quiet(page)


def test_the_keyboard_alone_gets_in(page_at: Callable[..., Page], house: House) -> None:
    page = page_at(stranger=True)
    page.goto("/accounts/login/")
    for name, typed in (("login", house.cast.alice.email), ("password", house.password)):
        for _ in range(12):
            if page.evaluate("document.activeElement.name") == name:
                break
            page.keyboard.press("Tab")
        page.keyboard.type(typed)
    page.keyboard.press("Enter")

    expect(page).to_have_url(f"{house.url}/desks/{house.cast.desk.slug}/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to content")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    assert_quiet(page)


def test_a_button_keeps_its_distance_whatever_the_form_carries_along(page_at: Callable[..., Page]) -> None:
    page = page_at(stranger=True)
    page.goto("/accounts/login/?next=/desks/")
    button = page.locator("form:has([name=password]) button[type=submit]").last
    assert page.locator("form:has([name=password]) > input[name=next]").count() == 1

    box = button.bounding_box()
    above = page.locator("form:has([name=password]) > .field").last.bounding_box()
    assert box is not None
    assert above is not None
    assert box["y"] - (above["y"] + above["height"]) >= 12
