"""Settings and the pages of one's own account: nothing wrong, on a desk and a phone, in every language and both themes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import assert_no_overflow, assert_quiet, assert_well
from tests.browser.test_door import LANGUAGES, SIZES


PAGES = [
    "people",
    "people/invite",
    "roles",
    "security",
    "shops",
    "shops/new",
    "shops/of/harbor-home",
    "privacy",
    "marketplaces",
    "marketplaces/harbor-home",
    "sharing",
    "notifications",
    "rules",
    "status",
    "look",
]
ACCOUNT = ["password/change", "email", "2fa", "sessions", "password/reset"]


@SIZES
@LANGUAGES
def test_settings_are_well(page_at: Callable[..., Page], width: int, language: str) -> None:
    page = page_at(width, "light", language)
    for name in PAGES:
        page.goto(f"/desks/harbor/settings/{name}/")
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        assert_well(page, f"settings-{name.replace('/', '-')}")


@SIZES
@pytest.mark.parametrize("name", ACCOUNT)
def test_the_account_is_well(page_at: Callable[..., Page], width: int, name: str) -> None:
    page = page_at(width)
    page.goto(f"/accounts/{name}/")

    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert_well(page, f"account-{name.replace('/', '-')}")


def test_two_wrong_fields_are_told_above_and_lead_there(page_at: Callable[..., Page]) -> None:
    page = page_at()
    page.goto("/desks/harbor/settings/people/invite/")
    page.locator("[name=email]").fill("no address")
    page.locator("[name=every_shop]").uncheck()
    page.evaluate("document.querySelectorAll('[name=role]').forEach(one => { one.checked = false; })")
    page.get_by_role("button", name="Make the invitation").click()

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page.locator("[name=email]")).to_have_value("no address")
    summary.get_by_role("link", name="E-mail").click()
    expect(page.locator("[name=email]")).to_be_focused()
    assert_quiet(page, expecting=422)


def test_the_password_can_be_looked_at(page_at: Callable[..., Page]) -> None:
    page = page_at(stranger=True)
    page.goto("/accounts/login/")
    page.locator("[name=password]").fill("a long enough phrase")
    eye = page.get_by_role("button", name="Show the password")

    eye.click()
    expect(page.locator("[name=password]")).to_have_attribute("type", "text")
    expect(eye).to_have_attribute("aria-pressed", "true")
    eye.click()
    expect(page.locator("[name=password]")).to_have_attribute("type", "password")
    assert_quiet(page)


def test_a_table_row_on_a_phone_keeps_its_words_whole(page_at: Callable[..., Page]) -> None:
    # A cell with a name and a line of words below it is one text, not columns of letters beside one another.
    page = page_at(390, "light", "ru")
    page.goto("/desks/harbor/settings/shops/of/harbor-home/guard/")
    cells = page.locator(".table--stack td:first-child")
    name, words = cells.first.locator(".strong"), cells.first.locator(".small")

    assert [box["height"] for box in (one.bounding_box() for one in cells.locator(".strong").all()) if box and box["height"] > 30] == []
    above, below = name.bounding_box(), words.bounding_box()
    assert above is not None
    assert below is not None
    assert below["y"] >= above["y"] + above["height"] - 4
    assert_quiet(page)


def test_what_only_readers_hear_widens_no_page(page_at: Callable[..., Page]) -> None:
    page = page_at(390, "light", "ru")
    page.goto("/desks/harbor/settings/roles/")

    assert_no_overflow(page)
