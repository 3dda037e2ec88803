"""Lists of reviews: narrowed, kept under a name, many handled at once, taken back."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, StorageState, expect

from reviews.services import flagging
from sellerdesk import shops
from tests.browser.house import House, leave
from tests.browser.looking import assert_quiet, assert_well
from tests.factories.feed import load, review
from tests.factories.kernel import join, make_desk, make_shop


ROWS = ".list-row"


@pytest.fixture(scope="module")
def lists(house: House, signed_in: StorageState) -> Iterator[str]:
    """The address of the reviews of a desk of alice's with five bad ones, two with photos."""
    now = datetime.now(UTC)
    with house.entered():
        desk = make_desk("lists")
        join(desk, house.cast.alice)
        shop = shops.facts(make_shop(desk, "lists-shop"))
        load(
            shop,
            *(
                review(
                    f"R{number}", None, at=(now - timedelta(days=number)).isoformat(), verdict="bad", text=f"Плохо {number}",
                    photos=["https://img.example/1.jpg"] if number < 3 else [],
                )
                for number in range(1, 6)
            ),
            now=now,
        )  # fmt: skip
        while flagging.judge(shop=shop, now=now):
            pass
    yield "/desks/lists/reviews/"
    leave(house, "lists")


def test_a_list_is_narrowed_kept_labelled_closed_and_taken_back(page_at: Callable[..., Page], lists: str) -> None:
    page = page_at()
    page.goto(lists)
    expect(page.locator(ROWS)).to_have_count(5)

    page.locator("summary", has_text="More filters").click()
    page.locator("label.chip", has_text="With photos").click()
    expect(page.locator(ROWS)).to_have_count(2)
    page.get_by_role("link", name="Save this list").click()
    page.get_by_role("textbox", name="Name of the list").fill("With pictures")
    page.get_by_role("checkbox", name="for everybody at the desk").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#saved a", has_text="With pictures")).to_contain_text("2")
    page.locator(".list-set a", has_text="With photos").click()
    expect(page.locator(ROWS)).to_have_count(5)

    boxes = page.locator(".list-pick__box input")
    expect(page.locator("#picked")).to_be_hidden()
    boxes.nth(0).click()
    boxes.nth(2).click(modifiers=["Shift"])
    expect(page.locator("[data-picked-count]")).to_have_text("3")
    page.locator("#picked").get_by_role("button", name="Label").click()
    dialog = page.get_by_role("dialog", name="Label of 3 reviews")
    dialog.get_by_role("combobox", name="Label").fill("lid")
    dialog.get_by_role("button", name="Put it on").click()
    expect(page.locator("#toasts")).to_contain_text("“lid” put on 3 reviews")
    expect(page.locator(f"{ROWS} .badge", has_text="lid")).to_have_count(3)

    boxes.nth(0).click()
    boxes.nth(1).click()
    page.locator("#picked").get_by_role("button", name="Close").click()
    expect(page.locator("#toasts")).to_contain_text("2 closed")
    expect(page.locator(ROWS)).to_have_count(3)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#toasts")).to_contain_text("Taken back.")
    expect(page.locator(ROWS)).to_have_count(5)
    expect(page).to_have_url(re.compile(r"/reviews/(\?.*)?$"))
    assert_quiet(page)


@pytest.mark.parametrize("width", [1440, 390])
def test_what_is_set_and_chosen_is_well(page_at: Callable[..., Page], lists: str, width: int) -> None:
    page = page_at(width, "dark" if width == 390 else "light", "ru")
    page.goto(f"{lists}?photos=1&stars=&days=30&editable=1")
    page.locator("summary").first.click()
    page.locator(".list-pick__box input").first.click()
    expect(page.locator("#picked")).to_be_visible()
    expect(page.locator("#list-choices select").first).to_be_visible()
    assert_well(page, "review-lists")
