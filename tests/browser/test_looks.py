"""What one stylesheet must bear: names without a space, long words beside short ones, forced colours, paper, a ring within its list."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, StorageState, expect

from sellerdesk.models import Desk, Shop
from tests.browser.house import House
from tests.browser.looking import assert_no_overflow


NAME = "Warehouse" * 9
KV = """
width => {
    const list = document.createElement("dl");
    list.className = "kv";
    list.style.width = `${width}px`;
    list.innerHTML = "<dt>Причина у маркетплейса</dt><dd>у покупателя</dd>";
    document.querySelector("main").append(list);
    return list.querySelector("dd").getBoundingClientRect().width;
}
"""
SPOKEN = """
() => {
    const text = document.createElement("p");
    text.innerHTML = '<mark class="spoken" data-why="topic">leaks</mark>';
    document.querySelector("main").append(text);
    return [getComputedStyle(text.firstChild).color, getComputedStyle(text).color];
}
"""


@contextmanager
def called(house: House, name: str) -> Iterator[None]:
    """The cast's desk and shop bear this name for a while."""
    desk, shop = house.cast.desk, house.cast.shop
    with house.entered():
        Desk.objects.filter(pk=desk.pk).update(name=name)
        Shop.objects.filter(pk=shop.pk).update(name=name)
    yield
    with house.entered():
        Desk.objects.filter(pk=desk.pk).update(name=desk.name)
        Shop.objects.filter(pk=shop.pk).update(name=shop.name)


@pytest.mark.parametrize("address", ["/desks/", "/desks/harbor/settings/rules/", "/desks/harbor/reviews/automatic/"])
def test_a_name_without_a_space_breaks_instead_of_widening_the_page(page_at: Callable[..., Page], house: House, address: str) -> None:
    page = page_at(390)
    with called(house, NAME):
        page.goto(address)
        expect(page.get_by_role("heading", level=2).filter(has_text=NAME).first).to_be_visible()
        assert_no_overflow(page)


def test_a_long_name_leaves_half_the_width_to_what_it_names(page_at: Callable[..., Page]) -> None:
    page = page_at()
    page.goto("/desks/harbor/")

    assert page.evaluate(KV, 200) >= 80


def test_pages_without_rooms_have_no_empty_bar_on_a_phone(page_at: Callable[..., Page]) -> None:
    page = page_at(390)
    page.goto("/desks/")
    expect(page.locator(".rail")).to_be_hidden()

    page.goto("/desks/harbor/")
    expect(page.locator(".rail")).to_be_visible()


def test_on_and_off_can_be_told_apart_in_forced_colours(context_at: Callable[..., BrowserContext], signed_in: StorageState) -> None:
    page = context_at(state=signed_in).new_page()
    page.goto("/desks/harbor/settings/notifications/")
    page.emulate_media(forced_colors="active")
    switch = page.get_by_role("switch").first
    # Forced colours take a drawn knob away unless the switch says that it brings colours of the system itself.
    expect(switch).to_have_css("forced-color-adjust", "none")
    before = _knob(switch)
    switch.click()

    assert _knob(switch) != before


def test_a_word_that_speaks_for_a_topic_stays_in_forced_colours_of_the_dark(
    context_at: Callable[..., BrowserContext], signed_in: StorageState
) -> None:
    page = context_at(1440, "dark", "en", signed_in).new_page()
    page.goto("/desks/harbor/")
    page.emulate_media(forced_colors="active", color_scheme="dark")

    word, around = page.evaluate(SPOKEN)
    assert word == around


def test_the_ring_of_a_choice_stays_within_its_list(page_at: Callable[..., Page]) -> None:
    page = page_at()
    page.goto("/desks/harbor/")
    page.get_by_role("button", name="account menu").click()
    item = page.locator("#account .menu__item").first
    item.evaluate("item => item.focus({focusVisible: true})")

    expect(item).to_have_css("outline-offset", "-2px")

    page = page_at(390)
    page.goto("/desks/harbor/settings/people/")
    item = page.get_by_role("navigation", name="Settings").get_by_role("link").first
    item.evaluate("item => item.focus({focusVisible: true})")

    expect(item).to_have_css("outline-offset", "-2px")


def _knob(switch: Locator) -> str:
    """Where it is drawn."""
    drawn: str = switch.evaluate("one => getComputedStyle(one).backgroundImage")
    return drawn
