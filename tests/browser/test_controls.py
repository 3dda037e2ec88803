"""What the journeys rely on would notice what it is there for."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import httpx
import psycopg2
import pytest
from django.core.exceptions import SynchronousOnlyOperation
from playwright.sync_api import BrowserContext, Error, Page

from sellerdesk.models import Shop
from tests.browser.house import NAME, House
from tests.browser.looking import assert_accessible, assert_no_overflow, assert_quiet, look
from tests.factories.kernel import make_desk


@pytest.fixture
def page(person: BrowserContext) -> Page:
    """The start page, with nothing wrong so far."""
    page = person.new_page()
    page.goto("/")
    assert_quiet(page)
    return page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))", "policy: script-src"),
        ("document.body.append(Object.assign(document.createElement('style'), {textContent: 'p {}'}))", "policy: style-src"),
        ("document.body.insertAdjacentHTML('beforeend', '<img src=/nowhere.png alt=x>')", "answer: 404"),
        ("setTimeout(() => { throw new Error('broken by a test') })", "script: broken by a test"),
        ("console.error('broken by a test')", "console error: broken by a test"),
        ("fetch('http://192.0.2.1/').catch(() => 0)", "192.0.2.1"),
    ],
    ids=["inline script", "inline style", "missing picture", "thrown", "console", "another host"],
)
def test_what_goes_wrong_on_a_page_is_heard(page: Page, wrong: str, said: str) -> None:
    page.evaluate(f"() => {{ {wrong} }}")
    page.wait_for_timeout(200)

    with pytest.raises(AssertionError, match=said):
        assert_quiet(page)
    assert page.evaluate("window.ran") is None


def test_an_expected_status_must_come(page: Page) -> None:
    with pytest.raises(AssertionError, match="no answer was 404"):
        assert_quiet(page, expecting=404)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [("<button></button>", "button-name"), ("<p class='faint' style='color: #eee; background: #fff'>pale</p>", "color-contrast")],
    ids=["no name", "no contrast"],
)
def test_what_cannot_be_read_is_found(page: Page, wrong: str, said: str) -> None:
    page.evaluate("html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", wrong)

    with pytest.raises(AssertionError, match=said):
        assert_accessible(page)


@pytest.mark.parametrize("width", [1440, 390])
def test_what_is_too_wide_is_found(page_at: Callable[..., Page], width: int) -> None:
    page = page_at(width)
    page.goto("/")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<div class=wide style=\"min-width: 360px\">wide</div>')")

    with pytest.raises(AssertionError, match=r"at 320 px: main\.main scrolls sideways, 360 px in 320: div\.wide"):
        assert_no_overflow(page)


def test_names_outside_this_machine_are_not_found(page: Page) -> None:
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://example.com/")
    page.wait_for_url("chrome-error://**")
    with pytest.raises(AssertionError, match=r"another host: example\.com"):
        assert_quiet(page)


def test_rows_are_committed_in_a_database_of_its_own(house: House) -> None:
    with house.entered():
        desk = make_desk("committed")
    with closing(psycopg2.connect(house.urls.database)) as another, another.cursor() as cursor:
        cursor.execute("SELECT count(*), current_database() FROM sellerdesk_desk WHERE id = %s", [desk.pk])
        found = cursor.fetchone()

    assert found == (1, NAME)


def test_queries_outside_the_house_are_refused(house: House) -> None:
    # By pytest-django, or by Django itself once the browser's event loop is on this thread.
    with pytest.raises((RuntimeError, SynchronousOnlyOperation)):
        Shop.objects.exists()


def test_facts_go_in_by_the_feeds_address(house: House) -> None:
    record = {"type": "product", "id": "P-control", "title": "Tea", "at": "2026-03-01T10:00:00+08:00"}

    assert house.load([record])["applied"] == 1
    assert house.load([record])["unchanged"] == 1


def test_pictures_are_kept_only_where_asked(page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SELLERDESK_SHOTS", raising=False)
    look(page, "start")
    monkeypatch.setenv("SELLERDESK_SHOTS", str(tmp_path / "shots"))
    look(page, "start")

    assert [file.name for file in tmp_path.rglob("*.png")] == ["start-1440-light-en.png"]


def test_static_files_are_served_by_their_hash(house: House, page: Page) -> None:
    sheet = page.locator("link[rel=stylesheet]").first.get_attribute("href") or ""

    assert sheet.startswith("/static/design.")
    assert len(sheet.split(".")) == 3
    assert "immutable" in httpx.get(f"{house.url}{sheet}").headers["cache-control"]
