"""Today as somebody works through it: the answer, the day line, whose work, page by page, and a quiet day."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from sellerdesk.models import WorkItem
from tests.browser.house import House
from tests.browser.looking import assert_well
from tests.browser.test_door import LANGUAGES, SIZES


HOSTILE = "\u202e<b>review</b>" + "\u0301" * 120


@pytest.fixture
def busy(house: House) -> Iterator[House]:
    """Sixty items from two days ago to next month, two of them alice's; gone again afterwards."""
    with house.entered():
        now, desk = datetime.now(UTC), house.cast.desk
        made = WorkItem.objects.bulk_create(
            WorkItem(
                desk=desk, shop=house.cast.shop, kind="flagged_review" if number % 3 else "odd_thing", subject=f"{HOSTILE}{number}",
                due_at=None if number == 59 else now + timedelta(minutes=(number - 10) * abs(number - 10) * 20),
                opened_at=now - timedelta(days=3), assignee=house.cast.alice if number in {12, 15} else None,
            )
            for number in range(60)
        )  # fmt: skip
    yield house
    with house.entered():
        WorkItem.objects.filter(pk__in=[one.pk for one in made]).delete()


@SIZES
@LANGUAGES
def test_a_busy_day_is_well(page_at: Callable[..., Page], busy: House, width: int, language: str) -> None:
    page = page_at(width, "light", language)
    page.goto(f"/desks/{busy.cast.desk.slug}/")

    expect(page.locator(".queue-row")).to_have_count(40)
    expect(page.locator(".queue-row").first).to_have_attribute("data-urgency", "late")
    assert all(row["height"] < 130 for row in boxes(page))
    assert_well(page, "today")


@SIZES
@LANGUAGES
def test_a_quiet_day_is_well(page_at: Callable[..., Page], house: House, width: int, language: str) -> None:
    page = page_at(width, "light", language)
    page.goto(f"/desks/{house.cast.desk.slug}/")

    expect(page.locator(".empty")).to_be_visible()
    expect(page.locator(".dayline")).to_have_count(0)
    assert_well(page, "today-quiet")


def test_the_queue_is_walked_and_narrowed(page_at: Callable[..., Page], busy: House) -> None:
    page = page_at()
    page.goto(f"/desks/{busy.cast.desk.slug}/")
    answer = page.get_by_role("heading", level=1)
    expect(answer).to_have_text("11 overdue, 1 more due within the hour")

    page.get_by_role("link", name="Show what is due after these").click()
    expect(page.locator(".queue-row")).to_have_count(20)
    expect(answer).to_have_text("11 overdue, 1 more due within the hour")
    expect(page.locator(".sla").last).to_have_text("no deadline")
    page.get_by_role("link", name="Back to the top of the queue").click()
    expect(page.locator(".queue-row")).to_have_count(40)

    page.get_by_role("link", name="Mine 2").click()
    expect(page.locator(".queue-row")).to_have_count(2)
    expect(page.get_by_role("link", name="Mine 2")).to_have_attribute("aria-current", "true")
    page.get_by_role("link", name="Other").click()
    expect(page.locator(".queue-row")).to_have_count(2)
    assert_well(page, "today-mine")


def boxes(page: Page) -> list[dict[str, float]]:
    """Where the rows of the queue stand."""
    found: list[dict[str, float]] = page.locator(".queue-row").evaluate_all("rows => rows.map(row => row.getBoundingClientRect().toJSON())")
    return found
