"""From an empty desk to the first facts, by keyboard alone, with a colleague who comes in through a link in a browser of their own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.house import House
from tests.browser.looking import assert_quiet, assert_well


SECRET = "seven ships at sea"


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until the control has the focus, as a person does who sees the ring move."""
    for _ in range(60):
        if page.evaluate("selector => document.activeElement?.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {selector}")


def _type(page: Page, selector: str, text: str) -> None:
    _tab_to(page, selector)
    page.keyboard.type(text)


def _press(page: Page, selector: str) -> None:
    _tab_to(page, selector)
    _enter(page)


def _enter(page: Page) -> None:
    """Press Enter and be on the page that comes of it."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/")
    _type(page, "[name=login]", email)
    _type(page, "[name=password]", password)
    _enter(page)


def test_the_first_run_by_keyboard(context_at: Callable[..., BrowserContext], open_house: House) -> None:
    page = context_at().new_page()
    _sign_in(page, *open_house.first)
    expect(page).to_have_url(f"{open_house.url}/setup/")
    assert_well(page, "found")

    _press(page, "main button.btn--primary")
    expect(page.locator("[name=name]")).to_be_focused()
    assert_quiet(page, expecting=422)
    page.keyboard.type("Гавань и дом")
    _enter(page)
    expect(page).to_have_url(f"{open_house.url}/desks/gavan-i-dom/setup/")
    assert_well(page, "steps")

    # Leaving and coming back goes on at the first undone step.
    page.goto("/")
    expect(page.locator("[aria-current=step]")).to_contain_text("Add a shop")
    _press(page, "[aria-current=step] .btn--primary")
    _tab_to(page, "[name=name]")
    page.keyboard.press("Control+A")
    page.keyboard.type("静港家居")
    _tab_to(page, "[name=rules]")
    page.keyboard.press("ArrowDown")
    _press(page, "main button.btn--primary")
    expect(page.get_by_role("main").get_by_role("status").first).to_contain_text("静港家居")
    expect(page.locator("[aria-current=step]")).to_contain_text("Invite somebody")

    _press(page, "[aria-current=step] .btn--primary")
    _type(page, "[name=email]", "timur@example.org")
    _enter(page)
    link = page.locator("input[readonly]").input_value()
    _tab_to(page, "[data-copy]")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Copied")
    assert_quiet(page)

    _accepts(context_at, link)

    slug = page.goto("/desks/gavan-i-dom/settings/shops/") and page.locator("td .tiny").first.inner_text()
    with open_house.entered():
        call_command("feed_load", str(Path(settings.BASE_DIR) / "examples" / "first.jsonl"), "--shop", slug)
    page.goto("/desks/gavan-i-dom/setup/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Гавань и дом is ready")
    assert_well(page, "ready")


def _accepts(context_at: Callable[..., BrowserContext], link: str) -> None:
    page = context_at(390, "light", "ru").new_page()
    page.goto(link)
    assert link.rstrip("/").rpartition("/")[2] not in page.content()
    assert_well(page, "invited")
    _type(page, "[name=name]", "Тимур Алиев")
    _type(page, "[name=password]", "123")
    _enter(page)
    expect(page.get_by_text("Этим паролем пользуются многие")).to_be_visible()
    expect(page.locator("[name=name]")).to_have_value("Тимур Алиев")
    assert_quiet(page, expecting=422)
    page.locator("[name=password]").fill(SECRET)
    page.locator("[name=password]").focus()
    _enter(page)
    expect(page.get_by_role("main").get_by_role("status").first).to_contain_text("Гавань и дом")
    assert_quiet(page)
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Эта ссылка больше не открывается")
    assert_quiet(page, expecting=404)


def test_who_has_an_account_joins_another_desk(
    context_at: Callable[..., BrowserContext], open_house: House, page_at: Callable[..., Page]
) -> None:
    owner = page_at()
    owner.goto("/desks/harbor/settings/people/invite/")
    owner.locator("[name=email]").fill(open_house.cast.carol.email)
    owner.get_by_role("button", name="Make the invitation").click()
    link = owner.locator("input[readonly]").first.input_value()

    page = context_at().new_page()
    page.goto(link)
    page.get_by_role("link", name="Sign in to accept").click()
    page.locator("[name=login]").fill(open_house.cast.carol.email)
    page.locator("[name=password]").fill(open_house.password)
    _enter(page)
    page.get_by_role("button", name="Join Harbor").click()
    expect(page.get_by_role("main").get_by_role("status").first).to_contain_text("Harbor")
    assert_quiet(page)

    # Alice takes it back; carol's next page is gone.
    owner.goto("/desks/harbor/settings/people/")
    owner.get_by_role("link", name="Change Carol").click()
    owner.locator("summary").click()
    owner.get_by_role("button", name="Remove Carol").click()
    # Her open page reloads itself the moment she may not see it any more.
    expect(page.get_by_role("heading", level=1)).to_have_text("Not found")
    assert page.request.get("/desks/harbor/").status == 404


@pytest.mark.long
def test_the_gallery_is_well(context_at: Callable[..., BrowserContext], open_house: House, chromium: Browser) -> None:
    for width in (1440, 390):
        page = context_at(width).new_page()
        _sign_in(page, *open_house.first)
        page.goto("/components/")
        assert_well(page, "components")
        page.get_by_role("button", name="Show a failure").click()
        expect(page.locator("#toasts")).to_contain_text("Nothing was lost")
        page.get_by_role("button", name="Show being offline").click()
        expect(page.locator("#toasts")).to_contain_text("still here")
