"""The page of status: found in the settings, well in both themes, on a desk and a phone, and never by colour alone."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.looking import assert_well
from tests.browser.test_door import SIZES


@SIZES
def test_status_is_found_and_well(page_at: Callable[..., Page], width: int) -> None:
    page = page_at(width)
    page.goto("/desks/harbor/settings/people/")
    page.get_by_role("navigation", name="Settings").get_by_role("link", name="Status").click()

    expect(page.get_by_role("heading", level=2, name="Status")).to_be_visible()
    backup = page.get_by_role("listitem").filter(has_text="There is no backup yet.")
    expect(backup).to_contain_text("Needs you")
    expect(backup).to_contain_text("Run ./desk backup FILE")
    assert_well(page, "settings-status")
