"""Questions about listings: one is answered while its page is open, taken back, and another is rejected."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, StorageState, expect

from reviews.models import OwnAnswer
from sellerdesk import shops
from sellerdesk.models import Shop
from tests.browser.house import House, leave
from tests.browser.looking import assert_quiet, assert_well, look
from tests.factories.feed import load
from tests.factories.kernel import join, make_desk, make_shop
from tests.factories.questions import question


TEXT = "#answering .composer__text"


@pytest.fixture(scope="module")
def desk(house: House, signed_in: StorageState) -> Iterator[str]:
    """A desk where alice answers questions."""
    with house.entered():
        desk = make_desk("asking")
        join(desk, house.cast.alice)
        make_shop(desk, "asking-shop", rules="wildberries")
    tell(house, "Q1", "Есть ли синий чайник?", hours=2)
    tell(house, "Q2", "Купите дешевле у нас", hours=1)
    yield "asking"
    leave(house, "asking")


def tell(house: House, ref: str, text: str, *, hours: float) -> None:
    """The marketplace tells of a question, asked so long ago."""
    now = datetime.now(UTC)
    with house.entered():
        facts = shops.facts(Shop.objects.get(slug="asking-shop"))
        load(facts, question(ref, text, at=(now - timedelta(hours=hours)).isoformat(), buyer={"id": ref, "name": "Анна"}), now=now)


def written(house: House) -> list[tuple[str, str]]:
    with house.entered():
        return list(OwnAnswer.objects.filter(shop__slug="asking-shop").order_by("id").values_list("text", "state"))


def test_answered_taken_back_and_rejected(person: BrowserContext, desk: str, house: House) -> None:
    page: Page = person.new_page()
    page.goto(f"/desks/{desk}/reviews/")
    page.get_by_role("link", name="Questions", exact=True).click()
    expect(page.locator("#detail")).to_contain_text("синий чайник")
    assert_well(page, "questions")

    tell(house, "Q3", "Какая высота?", hours=0.5)
    expect(page.locator("#list")).to_contain_text("Какая высота?")

    page.locator(TEXT).fill("Здравствуйте, Анна! Да, синий тоже есть.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".toast")).to_contain_text("Reply being sent")
    expect(page.locator("#detail")).to_contain_text("Купите дешевле")
    page.locator("#detail").focus()
    page.keyboard.press("z")
    expect(page.locator(TEXT)).to_have_value("Здравствуйте, Анна! Да, синий тоже есть.")
    assert written(house) == [("Здравствуйте, Анна! Да, синий тоже есть.", "cancelled")]

    page.locator("#list").get_by_text("Купите дешевле").click()
    expect(page.locator("#detail")).to_contain_text("Купите дешевле")
    page.get_by_text("It is no question about the product").click()
    page.locator("form[id^=reject] select").select_option("advertising")
    page.get_by_role("button", name="Reject the question").click()
    expect(page.locator("#detail")).to_contain_text("being sent")
    expect(page.locator("#detail")).to_contain_text("Advertising or spam")
    expect(page.locator("#detail")).to_contain_text("Купите дешевле")
    assert written(house)[1:] == [("Advertising or spam", "queued")]
    look(page, "questions-rejected")
    assert_quiet(page)
