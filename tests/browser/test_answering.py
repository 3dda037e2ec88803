"""Answering a review: two people in two browsers, a telephone number that is stopped, the way back."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, StorageState, expect

from reviews.models import OwnAnswer, Review
from reviews.services import flagging
from sellerdesk import shops
from sellerdesk.models import Shop
from tests.browser.house import House
from tests.browser.looking import assert_accessible, assert_quiet, assert_well, look
from tests.browser.test_door import LANGUAGES, SIZES
from tests.browser.two_writers import desk_of_both
from tests.factories.feed import load, review


TEXT = "#answering .composer__text"
PUBLISH = "#answering [data-send]"
_reviews = iter(range(1000))


@pytest.fixture(scope="module")
def desk(house: House, signed_in: StorageState) -> Iterator[str]:
    """A desk where alice and bob answer reviews."""
    with desk_of_both(house, "answering") as desk:
        yield desk


def wait(house: House, hours: int) -> int:
    """A new bad review, given so long ago."""
    with house.entered():
        shop, now, ref = Shop.objects.get(slug="answering-shop"), datetime.now(UTC), f"R{next(_reviews)}"
        facts = shops.facts(shop)
        at = (now - timedelta(hours=hours)).isoformat()
        load(facts, review(ref, None, at=at, text=f"Сломалась ручка {ref}", buyer={"id": ref, "name": "Анна"}), now=now)
        while flagging.judge(shop=facts, now=now):
            pass
        return Review.objects.get(shop=shop, outside_id=ref).pk


@pytest.fixture
def address(house: House, desk: str) -> str:
    return f"/desks/{desk}/reviews/{wait(house, 5)}/"


def states(house: House, address: str) -> list[tuple[str, str]]:
    with house.entered():
        return list(OwnAnswer.objects.filter(review_id=int(address.split("/")[4])).order_by("id").values_list("text", "state"))


@SIZES
@LANGUAGES
def test_the_form_is_well(page_at: Callable[..., Page], address: str, width: int, language: str) -> None:
    page = page_at(width, "light", language)
    page.goto(address)

    expect(page.locator(TEXT)).to_be_visible()
    assert_well(page, "answering")


def test_two_agents_answer_at_once(alice: Page, bob: Page, house: House, address: str) -> None:
    alice.locator(TEXT).click()
    expect(bob.locator("#review-holder")).to_contain_text("Alice is writing")
    expect(bob.locator(".list-row [data-lease]").first).to_contain_text("Alice is writing")
    alice.locator(TEXT).fill("Mine, with care")
    bob.locator(TEXT).fill("From bob, with care")
    bob.keyboard.press("Control+Enter")

    expect(bob.locator(".toast")).to_contain_text("Reply being sent")
    expect(alice.locator("[data-refused]")).to_contain_text("It is answered")
    alice.locator(PUBLISH).click()
    expect(alice.locator("[data-newer]")).to_contain_text("Bob answered just now. Your text is kept below, not sent.")
    expect(alice.locator("[data-newer]")).to_contain_text("From bob, with care")
    expect(alice.locator(TEXT)).to_have_value("Mine, with care")
    assert states(house, address) == [("From bob, with care", "queued")]
    assert_quiet(alice, expecting=409)
    look(alice, "answering-newer")
    assert_accessible(alice)
    alice.reload()
    expect(alice.locator(TEXT)).to_have_value("Mine, with care")


def test_a_telephone_number_is_stopped_mended_and_goes_out(alice: Page, house: House, address: str) -> None:
    alice.keyboard.press("r")
    expect(alice.locator(TEXT)).to_be_focused()
    alice.keyboard.type("Нам жаль. Позвоните нам: +7 495 120-44-10")
    expect(alice.locator(PUBLISH)).to_have_attribute("aria-disabled", "true")
    expect(alice.locator("#answering [data-lint-row]")).to_contain_text("of 5,000")
    alice.keyboard.press("Control+Enter")
    assert states(house, address) == []
    look(alice, "answering-stopped")

    alice.locator("#answering [data-better]").click()
    expect(alice.locator(PUBLISH)).not_to_have_attribute("aria-disabled", "true")
    alice.locator(PUBLISH).dblclick()

    expect(alice.locator(".toast")).to_contain_text("Reply being sent")
    [(text, state)] = states(house, address)
    assert "120-44" not in text
    assert state == "queued"
    assert_quiet(alice)


def test_the_way_back_is_shown_for_as_long_as_there_is_one(alice: Page) -> None:
    say = """told => document.dispatchEvent(new CustomEvent("toast", {detail: {text: "Reply being sent", ...told}}))"""

    alice.evaluate(say, {"undo": "1", "url": "/", "seconds": 2})
    expect(alice.locator(".toast [data-undo-now]")).to_be_visible()
    expect(alice.locator(".toast")).to_have_count(0, timeout=6_000)

    alice.evaluate(say, {"undo": "", "url": "", "seconds": 0})
    expect(alice.locator(".toast [data-close]")).to_be_visible()
    expect(alice.locator(".toast [data-undo-now]")).to_have_count(0)
    assert_quiet(alice)


def test_after_sending_the_next_is_open_and_z_brings_the_text_back(house: House, alice: Page, address: str) -> None:
    following = wait(house, 4)
    alice.reload()
    alice.locator(TEXT).fill("Too early, with care")
    alice.locator(PUBLISH).click()

    alice.wait_for_url(lambda url: address not in url)
    alice.locator("#detail").focus()
    alice.keyboard.press("z")

    alice.wait_for_url(f"**{address}")
    expect(alice.locator(TEXT)).to_have_value("Too early, with care")
    assert states(house, address) == [("Too early, with care", "cancelled")]
    assert following
    assert_quiet(alice)


def test_a_phone_jumps_to_the_form(page_at: Callable[..., Page], address: str) -> None:
    page = page_at(390)
    page.goto(address)

    page.get_by_role("link", name="Write the reply").click()

    expect(page.locator(TEXT)).to_be_in_viewport()
