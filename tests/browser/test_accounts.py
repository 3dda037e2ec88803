"""One's own account: an app for codes is set up, codes are kept, the door asks for one, and sign-ins are ended."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from sellerdesk import accounts
from sellerdesk.domain.actor import COMMAND_LINE
from sellerdesk.models import User
from tests.browser.house import House
from tests.browser.looking import assert_quiet, assert_well
from tests.factories.kernel import make_person
from tests.integration.accounts.conftest import code


def _eve(house: House) -> str:
    """Somebody new, so that the factor stands in nobody else's way."""
    with house.entered():
        person = make_person("eve@example.org", name="Eve")
        person.set_password(house.password)
        person.save()
    return person.email


@pytest.mark.long
@pytest.mark.parametrize("width", [1440, 390])
def test_an_app_is_set_up_and_asked_for(page_at: Callable[..., Page], open_house: House, width: int) -> None:
    email = _eve(open_house)
    page = page_at(width, stranger=True)
    try:
        _sign_in(page, email, open_house.password)
        page.goto("/accounts/2fa/totp/activate/")
        assert_well(page, "account-app")
        secret = page.locator("#authenticator_secret").input_value()
        page.locator("[name=code]").fill(code(secret=secret))
        page.get_by_role("button", name="Set it up").click()

        expect(page).to_have_url(re.compile("/recovery-codes/"))
        spare = page.locator("#recovery_codes").input_value().split()
        assert len(spare) == 10
        assert_well(page, "account-codes")

        page.get_by_role("button", name="account menu").click()
        page.get_by_role("button", name="Sign out").click()
        _sign_in(page, email, open_house.password)
        expect(page).to_have_url(re.compile("/2fa/authenticate/"))
        assert_well(page, "door-second")
        page.locator("[name=code]").fill(spare[0])
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page).not_to_have_url(re.compile("/accounts/"))

        page.goto("/accounts/sessions/")
        expect(page.get_by_text("this one")).to_have_count(1)
        assert_well(page, "account-sessions")
        page.goto("/accounts/reauthenticate/")
        assert_well(page, "door-surely")
        assert_quiet(page)
    finally:
        with open_house.entered():
            accounts.remove_factors(email=email, actor=COMMAND_LINE, now=datetime.now(UTC))
            User.objects.filter(email=email).delete()


def _sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(password)
    page.locator("[name=password]").press("Enter")
    expect(page).not_to_have_url(re.compile("/accounts/login/"))
