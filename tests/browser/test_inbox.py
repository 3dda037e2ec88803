"""The inbox: a conversation is found, read and done with; on a phone one pane at a time; by keyboard alone; whatever was written."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, StorageState, expect

from chat.services import settling
from sellerdesk import shops
from tests.browser.house import House, leave
from tests.browser.looking import assert_quiet, assert_well
from tests.browser.test_door import SIZES
from tests.factories.feed import load, order, review, told
from tests.factories.kernel import join, make_desk, make_shop


ROWS = "#list a.list-row"
HEAD = "#conversation h2:not(dialog h2)"
NAME = "\u202eabc <b>x</b> " + "ш" * 90
HOSTILE = NAME + "ш" * 300 + " Z" + "\u0301" * 3_000
PHOTO = {"name": "handle.svg", "url": "/static/demo/grinder.svg", "content_type": "image/svg+xml"}


@pytest.fixture(scope="module")
def inbox(house: House, signed_in: StorageState) -> Iterator[str]:
    """The address of the chats of a desk of alice's with a few of them. She has signed in before: with two desks that ends elsewhere."""
    now = datetime.now(UTC)

    def said(ref: str, conversation: str, minutes: float, text: str | None, name: str, **more: Any) -> dict[str, Any]:
        buyer = {"id": f"B{conversation}", "name": name}
        at = (now - timedelta(minutes=minutes)).isoformat()
        return {
            "type": "message",
            "id": ref,
            "at": at,
            "conversation": conversation,
            "sender": "buyer",
            "buyer": buyer,
            "text": text,
            **more,
        }

    with house.entered():
        desk = make_desk("talking")
        join(desk, house.cast.alice)
        shop = shops.facts(make_shop(desk, "talking-shop", rules="wildberries"))
        placed = (now - timedelta(days=20)).isoformat()
        load(
            shop,
            told("product", "P1", placed, title="Кофемолка ручная Moka", article="118 204", image="/static/demo/grinder.svg"),
            {**order("45678", at=placed, completed_at=(now - timedelta(days=15)).isoformat()), "buyer": {"id": "BC1", "name": "Анна"}},
            review("R1", "45678", at=(now - timedelta(days=9)).isoformat(), stars=2, text="Ручка прокручивается"),
            said("M1", "C1", 200, "Ручка сломалась", "Анна Кириллова", order="45678", product="P1"),
            said("M2", "C1", 190, "Пришлите фото", "Анна Кириллова", sender="seller"),
            said("M3", "C1", 42, "Вот фото", "Анна Кириллова", attachments=[PHOTO]),
            said("N1", "C2", 78, "三天前下的单，还没收到", "王小雨", product="P1"),
            said("O1", "C3", 8, HOSTILE, NAME),
            *(said(f"L{number}", "C4", 500 - number, f"Line {number}", "Sergei") for number in range(70)),
            said("L99", "C4", 300, "Of course", "Sergei", sender="seller"),
            now=now,
        )
        while settling.settle(shop=shop, now=now):
            pass
    yield "/desks/talking/chats/"
    leave(house, "talking")


@SIZES
def test_the_list_is_well(page_at: Callable[..., Page], inbox: str, width: int) -> None:
    page = page_at(width, "light", "ru" if width == 390 else "en")
    page.goto(inbox)

    expect(page.locator(ROWS)).to_have_count(4)
    assert_well(page, "chats")


@pytest.mark.parametrize("width", [1440, pytest.param(390, marks=pytest.mark.long)])
def test_a_conversation_is_well(page_at: Callable[..., Page], inbox: str, width: int) -> None:
    page = page_at(width)
    for name in ("Анна Кириллова", "abc"):
        page.goto(inbox)
        page.goto(str(page.locator(ROWS, has_text=name).first.get_attribute("href")))
        expect(page.locator("#messages .bubble").first).to_be_visible()
        assert_well(page, f"chat-{'plain' if name != 'abc' else 'hostile'}")


def test_one_is_opened_read_and_taken(page_at: Callable[..., Page], inbox: str) -> None:
    page = page_at()
    page.goto(inbox)
    page.locator(ROWS, has_text="王小雨").click()

    expect(page.locator("#conversation")).to_be_focused()
    expect(page.locator(HEAD)).to_have_text("王小雨")
    expect(page.locator(f"{ROWS}[aria-current]")).to_contain_text("王小雨")
    expect(page.locator("#context")).to_contain_text("Кофемолка ручная Moka")
    # It was looked at, so it is read for everybody, and stays so.
    expect(page.locator(ROWS, has_text="王小雨").locator("[data-count]")).to_have_count(0)
    page.keyboard.press("KeyI")
    expect(page.locator("#assignee > button .avatar")).to_have_attribute("title", "Alice")
    page.get_by_role("link", name=re.compile("^Mine")).click()
    expect(page.locator(ROWS)).to_have_count(1)
    expect(page).to_have_url(re.compile(r"show=mine"))
    assert_quiet(page)


def test_more_filters_come_beside_the_list_and_narrow_it(page_at: Callable[..., Page], inbox: str) -> None:
    page = page_at()
    page.goto(inbox)
    page.get_by_role("button", name="More filters").click()
    page.get_by_label("Who has it").select_option(label="Nobody’s")

    expect(page).to_have_url(re.compile(r"/chats/\?.*who=0"))
    expect(page.locator(ROWS).first).to_be_visible()
    expect(page.get_by_label("Product")).to_be_visible()
    assert_quiet(page)


def test_a_phone_shows_one_pane_at_a_time(page_at: Callable[..., Page], inbox: str) -> None:
    page = page_at(390)
    page.goto(inbox)
    expect(page.locator("#conversation")).to_be_hidden()

    page.locator(ROWS, has_text="Анна Кириллова").click()
    expect(page.locator("#list")).to_be_hidden()
    expect(page.locator("#messages .bubble").last).to_have_text("Вот фото")
    page.get_by_role("button", name="Buyer, order and history").click()
    expect(page.locator("#context")).to_contain_text("45678")
    page.locator("#context").get_by_role("button", name="Close").click()
    page.get_by_role("link", name="Back to chats").click()

    expect(page.locator("#list")).to_be_visible()
    expect(page.locator(ROWS, has_text="Анна Кириллова")).to_be_focused()
    assert_quiet(page)


@pytest.mark.parametrize(("width", "language"), [(390, "ru"), (320, "en"), (1024, "zh-hans")])
def test_the_tabs_fit_however_many_wait(page_at: Callable[..., Page], inbox: str, width: int, language: str) -> None:
    page = page_at(width, "light", language)
    page.goto(inbox)

    page.locator("#chat-tabs .count").first.wait_for()
    wide, there, lines = page.evaluate(
        """() => {
            const tabs = document.querySelector("#chat-tabs"), each = [...tabs.querySelectorAll(".tabs__tab")];
            each.forEach(one => { one.querySelector(".count").textContent = "999+"; });
            return [tabs.scrollWidth, tabs.clientWidth, new Set(each.map(one => one.offsetHeight)).size];
        }"""
    )

    assert wide <= there, "nothing is out of sight"
    assert lines == 1, "all counts beside their words, or all below them"
    assert_quiet(page)


def test_it_is_worked_by_keyboard_alone(page_at: Callable[..., Page], inbox: str) -> None:
    page = page_at()
    page.goto(f"{inbox}?show=all")
    page.keyboard.press("KeyJ")
    page.locator(ROWS, has_text="Sergei").focus()
    page.keyboard.press("Enter")
    expect(page.locator(HEAD)).to_have_text("Sergei")

    # Older messages, and words among them that no page has shown yet.
    expect(page.locator("#conversation .bubble")).to_have_count(50)
    page.locator("#earlier a").click()
    expect(page.locator("#conversation .bubble")).to_have_count(71)
    page.locator("#conversation").focus()
    page.keyboard.press("KeyF")
    page.keyboard.type("Line")
    expect(page.locator("#find-state")).to_contain_text("1 of 70")
    page.keyboard.press("Enter")
    expect(page.locator("#find-state")).to_contain_text("2 of 70")
    expect(page.locator("#thread-scroll mark").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#thread-scroll mark")).to_have_count(0)
    page.locator("#conversation").focus()
    page.keyboard.press("Shift+KeyA")
    expect(page.locator("#attachments")).to_contain_text("No files in this conversation.")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator(ROWS, has_text="Sergei")).to_be_focused()
    assert_quiet(page)


def test_a_photo_is_seen_large_and_done_can_be_taken_back(page_at: Callable[..., Page], inbox: str) -> None:
    page = page_at()
    page.goto(inbox)
    page.locator(ROWS, has_text="Анна Кириллова").click()
    page.get_by_role("button", name="Photo 1: handle.svg").click()
    page.get_by_role("button", name="Larger").click()
    expect(page.locator("[data-viewer-photo]")).to_have_attribute("style", re.compile("--zoom: 1.5"))
    page.keyboard.press("Escape")

    expect(page.locator("[data-done-form] [name=seen]")).to_have_value("3")
    page.locator("#conversation").focus()
    page.keyboard.press("KeyE")
    expect(page.locator(HEAD)).not_to_have_text("Анна Кириллова")
    expect(page.locator("#toasts")).to_contain_text("Анна Кириллова: done")
    page.keyboard.press("KeyZ")
    expect(page.locator(HEAD)).to_have_text("Анна Кириллова")
    expect(page.get_by_role("button", name="Done")).to_be_visible()
    assert_quiet(page)
