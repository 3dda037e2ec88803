"""Settings and the pages of one's own account: nothing wrong, on a desk and a phone, in every language and both themes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import assert_quiet, assert_well
from tests.browser.test_door import LANGUAGES, SIZES


PAGES = [
    "people",
    "people/invite",
    "security",
    "shops",
    "shops/new",
    "shops/of/harbor-home",
    "privacy",
    "marketplaces",
    "marketplaces/harbor-home",
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
