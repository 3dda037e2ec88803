"""Claims by deadline and what happens by itself: the list, the case, on a phone and in three languages."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, StorageState, expect

from sellerdesk import shops
from tests.browser.house import House, leave
from tests.browser.looking import assert_quiet, assert_well
from tests.factories.feed import load, order, told
from tests.factories.kernel import join, make_desk, make_shop
from tests.factories.returns import claim, refusal, step


ROWS = ".list-row"
HOSTILE = "\u202eabc <b>x</b> " + "ш" * 90


@pytest.fixture(scope="module")
def returning(house: House, signed_in: StorageState) -> Iterator[str]:
    """The address of the claims of a desk of alice's with a few of them."""
    now = datetime.now(UTC)

    def ago(hours: float) -> str:
        return (now - timedelta(hours=hours)).isoformat()

    with house.entered():
        desk = make_desk("returning")
        join(desk, house.cast.alice)
        load(
            shops.facts(make_shop(desk, "returning-shop", rules="taobao")),
            told("product", "P-L1", ago(900), title="Merino throw, grey", article="T-130", image="/static/demo/mug-home.svg"),
            order("77309182", at=ago(300), completed_at=None, status="delivered", delivered_at=ago(99), buyer="B1"),
            told("message", "M1", ago(90), conversation="C1", sender="buyer", buyer={"id": "B1", "name": "李航"}, text="在吗"),
            claim(
                "20431", "77309182", at=ago(47.2), wants="refund", amount={"amount": "168.00", "currency": "CNY"},
                reason={"code": "COLOR", "text": "订的是灰色，收到的是棕色，色差太大了，和图片完全不一样。"},
                photos=["/static/demo/mug-home.svg", "https://img.example/1.jpg"], video="//video.example/1.mp4",
            ),
            claim("20433", "77309182", at=ago(30), reason={"text": HOSTILE}),
            step("agreed", ago(29), ref="T1", claim="20433", text=HOSTILE),
            step("sent_back", ago(20), ref="T2", claim="20433", by="buyer", tracking="SF1234567890"),
            claim("20409", "77309182", at=ago(20), reason={"text": "少发了一条，只收到一件"}),
            step("refused", ago(18), ref="T3", claim="20409", text="Не подтвердилось"),
            refusal("U-77", "77309182", at=ago(40), reason={"text": HOSTILE}),
            now=now,
        )  # fmt: skip
    yield "/desks/returning/returns/"
    leave(house, "returning")


@pytest.mark.parametrize(("width", "theme", "language"), [(1440, "light", "en"), (390, "dark", "ru"), (1440, "light", "zh-hans")])
def test_list_and_case_are_well(page_at: Callable[..., Page], returning: str, width: int, theme: str, language: str) -> None:
    page = page_at(width, theme, language)
    page.goto(returning)
    expect(page.locator(ROWS)).to_have_count(3)
    assert_well(page, "returns")

    page.goto(str(page.locator(ROWS, has_text="20433").get_attribute("href")))
    expect(page.locator("#detail")).to_contain_text("SF1234567890")
    assert_well(page, "claim")


def test_a_claim_is_found_by_its_deadline_and_says_what_comes(page_at: Callable[..., Page], returning: str) -> None:
    page = page_at()
    page.goto(returning)
    detail = page.locator("#detail")
    expect(detail).to_contain_text("the marketplace pays ¥168.00 back by itself")
    expect(detail.locator(".evidence img")).to_have_count(2)

    page.locator(".filters a", has_text="Buyer’s turn").click()
    expect(page.locator(ROWS)).to_have_count(1)
    page.locator(ROWS).click()
    expect(detail).to_contain_text("unless the buyer does something")
    expect(page).to_have_title("Claim 20409 · SellerDesk")
    expect(detail.locator("[data-panel=claims]")).to_contain_text("Open claim 20431")
    detail.get_by_role("link", name="Open claim 20431").click()
    expect(page.locator("#detail h2").first).to_have_text("Claim 20431")
    assert_quiet(page)


def test_photos_are_seen_large_one_beside_the_other_and_by_keys(page_at: Callable[..., Page], returning: str) -> None:
    page = page_at()
    page.goto(returning)
    photos, viewer, picture = page.locator("#detail [data-view-photo]"), page.locator("#viewer"), page.locator("[data-viewer-photo]")
    photos.nth(1).click()
    expect(viewer).to_have_attribute("open", "")
    expect(page.locator("[data-viewer-name]")).to_have_text("Buyer’s photo 1 (2/2)")
    expect(page.locator("[data-viewer-beside]")).to_be_visible()
    assert_well(page, "viewer")

    page.keyboard.press("+")
    expect(picture).to_have_attribute("style", re.compile("--zoom: 1.5"))
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-viewer-name]")).to_have_text("Buyer’s photo 1 (2/2)")
    page.keyboard.press("-")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-viewer-name]")).to_have_text("Your listing (1/2)")
    expect(page.locator("[data-viewer-beside]")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(viewer).not_to_have_attribute("open", "")
    expect(photos.nth(1)).to_be_focused()
    assert_quiet(page)


@pytest.mark.long
def test_a_finding_with_a_photo_is_added_to_the_case(page_at: Callable[..., Page], returning: str, tmp_path: Path) -> None:
    picture = tmp_path / "torn.png"
    Image.new("RGB", (60, 40), "brown").save(picture)
    page = page_at(390, "dark", "en")
    page.goto(returning)
    page.goto(str(page.locator(ROWS, has_text="20433").get_attribute("href")))
    page.get_by_text("Add photos or a finding").click()
    page.get_by_label("How it came back").select_option("damaged")
    page.get_by_role("button", name="Save the finding").click()
    expect(page.locator("#finding-refused")).to_contain_text("Nobody could tell later what was wrong.")
    assert_quiet(page, expecting=422)
    page.locator("[name=photos]").set_input_files(picture)
    page.get_by_role("button", name="Save the finding").click()
    expect(page.locator("[data-finding]")).to_contain_text("Came back damaged")
    expect(page.locator("#detail .evidence")).to_contain_text("Found by")
    assert_well(page, "finding")


@pytest.mark.long
@pytest.mark.parametrize(("width", "theme", "language"), [(1440, "light", "ru"), (390, "dark", "zh-hans")])
def test_lists_of_claims_and_refusals_are_well(page_at: Callable[..., Page], returning: str, width: int, theme: str, language: str) -> None:
    page = page_at(width, theme, language)
    page.goto(f"{returning}?q=20431")
    expect(page.locator(ROWS)).to_have_count(1)
    assert_well(page, "claims found")
    page.goto(f"{returning}refusals/")
    assert_well(page, "refusals")
    page.goto("/desks/returning/returns/settings/returning-shop/times/")
    assert_well(page, "times")
