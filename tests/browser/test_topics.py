"""What buyers complain of: a signal from its list to the review, with the words marked in it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, StorageState, expect

from reviews.models import TopicSignal
from reviews.services import flagging
from sellerdesk import shops
from tests.browser.house import House, leave
from tests.browser.looking import assert_well
from tests.factories.feed import load, review, told
from tests.factories.kernel import join, make_desk, make_shop


@pytest.fixture(scope="module")
def complained(house: House, signed_in: StorageState) -> Iterator[str]:
    """The address of the reviews of a desk of alice's where three buyers complain of one thing, and of others besides."""
    now = datetime.now(UTC)
    text = "Воняет, маломерит, коробка помята, прислали не тот цвет. Ужас, деньги на ветер"
    with house.entered():
        desk = make_desk("complained")
        join(desk, house.cast.alice)
        shop = shops.facts(make_shop(desk, "complained-shop"))
        told_of = [
            review(f"T{days}", None, at=(now - timedelta(days=days)).isoformat(), verdict="good", stars=5, text=text, product="P1")
            for days in (1, 2, 3)
        ]
        load(shop, told("product", "P1", title="Кружка керамическая с очень длинным именем 380 мл"), *told_of, now=now)
        while flagging.judge(shop=shop, now=now):
            pass
        assert TopicSignal.objects.filter(desk=desk, is_open=True).exists()
    yield "/desks/complained/reviews/"
    leave(house, "complained")


@pytest.mark.long
def test_from_a_signal_to_the_words_of_a_review(page_at: Callable[..., Page], complained: str) -> None:
    page = page_at(390, "light", "ru")
    page.goto(f"{complained}topics/")
    assert_well(page, "topics")

    page.locator("a[href*='/signals/']").first.click()
    expect(page.locator("tbody tr")).to_have_count(3)
    assert_well(page, "signal")
    page.locator("tbody a").first.click()

    marks = page.locator("#detail blockquote mark")
    expect(marks.filter(has_text="звучит отрицательно").first).to_be_visible()
    expect(page.locator("#detail blockquote mark[data-why~=topic]").first).to_be_visible()
    assert_well(page, "marks")


def test_the_saved_lists_are_well(page_at: Callable[..., Page], complained: str) -> None:
    page = page_at(390, "light", "ru")
    page.goto(f"{complained}saved/?show=bad&topic=size&appealed=1")
    page.locator("main [name=name]").fill("Жалобы на размер, и очень длинное имя списка")
    page.locator("main [type=submit]").first.click()
    expect(page.locator(".list-set .chip")).to_have_count(2)
    page.goto(f"{complained}saved/")

    assert_well(page, "saved-lists")
