"""A rule for good reviews: written with a preview, tried, turned on; then a review is answered and the log says so."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, StorageState, expect

from reviews import tasks
from reviews.models import AutomaticRule
from reviews.services import flagging
from sellerdesk import shops
from sellerdesk.models import Shop
from sellerdesk.shops import ShopFacts
from tests.browser.house import House, leave
from tests.browser.looking import assert_quiet, assert_well
from tests.factories.automatic import good, make_rule
from tests.factories.feed import load
from tests.factories.kernel import join, make_desk, make_shop


PAGES = "/desks/praise/reviews/automatic/"


def tell(shop: ShopFacts, *refs: str, at: datetime) -> None:
    """Good reviews come, and are judged."""
    load(shop, *(good(ref, at=at.isoformat(), text=f"Мягкий и тёплый {ref}") for ref in refs), now=at)
    while flagging.judge(shop=shop, now=datetime.now(UTC)):
        pass


def previewed(page: Page) -> None:
    """The preview is there: a page that is left while it is asked for complains."""
    expect(page.get_by_text("The blocks make 2 wordings.")).to_be_visible()


@pytest.fixture(scope="module")
def shop(house: House, signed_in: StorageState) -> Iterator[ShopFacts]:
    """A shop of alice's with two good reviews of yesterday."""
    with house.entered():
        desk = make_desk("praise")
        join(desk, house.cast.alice)
        made = shops.facts(make_shop(desk, "praise-shop"))
        tell(made, "R1", "R2", at=datetime.now(UTC) - timedelta(days=1))
    yield made
    leave(house, "praise")


def test_a_rule_is_written_tried_and_answers(page_at: Callable[..., Page], house: House, shop: ShopFacts) -> None:
    page = page_at()
    page.goto("/desks/praise/reviews/")
    page.get_by_role("link", name="Automatic answers").click()
    page.get_by_role("link", name="New rule").click()
    page.get_by_label("Name").fill("Пять звёзд")
    page.get_by_label("Greeting").fill("Здравствуйте!\nДобрый день!")
    page.get_by_label("Body").fill("Спасибо, что написали нам.")
    previewed(page)
    expect(page.get_by_text("Добрый день! Спасибо, что написали нам.")).to_be_visible()
    page.get_by_role("button", name="Save").click()

    previewed(page)
    page.get_by_role("link", name="Dry run").click()
    expect(page.get_by_role("heading", name="How it sounds")).to_be_visible()
    page.go_back()
    previewed(page)
    page.get_by_role("button", name="Turn on, from now").click()
    expect(page.get_by_text("it answers reviews that come from now on")).to_be_visible()
    expect(page.get_by_role("button", name="Answer the 2 waiting ones too")).to_be_visible()
    previewed(page)
    with house.entered():
        tell(shop, "R3", at=datetime.now(UTC))
        tasks.answer_good(shop_id=shop.id)

    page.get_by_role("link", name="Log", exact=True).click()
    expect(page.get_by_role("row").filter(has_text="R3")).to_contain_text("written, on its way")
    page.get_by_role("link", name="тёплый R3").click()
    expect(page.get_by_text("Automatic answer: Пять звёзд").first).to_be_visible()
    page.goto(PAGES)
    page.get_by_role("link", name="Пять звёзд").click()
    previewed(page)
    page.get_by_role("button", name="Turn off").click()
    expect(page.get_by_text("Off: it answers nothing.")).to_be_visible()
    previewed(page)
    assert_quiet(page)


@pytest.mark.parametrize(
    ("width", "pages"), [(390, ("rule", "trial")), pytest.param(1440, ("rules", "rule", "trial", "log"), marks=pytest.mark.long)]
)
def test_its_pages_are_well(page_at: Callable[..., Page], shop: ShopFacts, house: House, width: int, pages: tuple[str, ...]) -> None:
    page = page_at(width, "dark" if width == 390 else "light", "ru")
    with house.entered():
        row = AutomaticRule.objects.filter(shop_id=shop.id).first() or make_rule(Shop.objects.get(pk=shop.id))
    addresses = {"rules": "", "rule": f"{row.pk}/", "trial": f"{row.pk}/trial/", "log": "log/"}
    for name in pages:
        page.goto(PAGES + addresses[name])
        assert_well(page, f"automatic-{name}")
    assert_quiet(page)
