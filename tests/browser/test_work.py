"""Work by hand and by keyboard: given, taken, put off, each taken back; and how one wants to be told."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from sellerdesk.models import Notice, NoticeChoice, WorkItem
from tests.browser.house import House
from tests.browser.looking import assert_quiet, assert_well


@pytest.fixture
def three(house: House) -> Iterator[House]:
    """Three items, the first of them overdue; all gone again afterwards."""
    with house.entered():
        now = datetime.now(UTC)
        made = WorkItem.objects.bulk_create(
            WorkItem(
                desk=house.cast.desk, shop=house.cast.shop, kind="odd_thing", subject=f"thing {number}",
                due_at=now + timedelta(minutes=30 * number - 10), opened_at=now - timedelta(hours=5),
            )
            for number in range(3)
        )  # fmt: skip
        Notice.objects.create(desk=house.cast.desk, user=house.cast.alice, kind="overdue", subject="stage", at=now)
    yield house
    with house.entered():
        WorkItem.objects.filter(pk__in=[one.pk for one in made]).delete()
        Notice.objects.all().delete()
        NoticeChoice.objects.all().delete()


def today(page_at: Callable[..., Page], **more: str) -> Page:
    page = page_at(**more)
    page.goto("/desks/harbor/")
    return page


def test_an_item_is_given_and_taken_back(page_at: Callable[..., Page], three: House) -> None:
    page = today(page_at)
    row = page.locator(".queue-row").first
    row.get_by_role("link", name="Nobody has it").click()
    dialog = page.get_by_role("dialog", name="Who does this?")
    dialog.get_by_role("button", name="Bob").click()

    expect(dialog).to_have_count(0)
    expect(page.locator("#toasts")).to_contain_text("1 item given to Bob")
    expect(row.get_by_role("link", name="Bob has it")).to_be_visible()
    expect(row.get_by_role("link", name="Bob has it")).to_be_focused()
    page.keyboard.press("z")
    expect(page.locator("#toasts")).to_contain_text("Taken back.")
    expect(row.get_by_role("link", name="Nobody has it")).to_be_visible()
    assert_quiet(page)


def test_keys_take_and_put_off_also_on_another_layout(page_at: Callable[..., Page], three: House) -> None:
    page = today(page_at)
    page.locator(".queue-row").nth(1).get_by_role("link", name="Nobody has it").focus()
    # The key that says I on QWERTY says ш on ЙЦУКЕН.
    page.evaluate("document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {code: 'KeyI', key: 'ш', bubbles: true}))")
    expect(page.locator("#toasts")).to_contain_text("1 item is yours now")
    expect(page.locator(".queue-row").nth(1).get_by_role("link", name="Alice has it")).to_be_focused()

    page.keyboard.press("s")
    dialog = page.get_by_role("dialog", name="Snooze this until")
    dialog.get_by_role("button", name="Tomorrow morning").click()
    expect(page.locator(".queue-row")).to_have_count(2)
    expect(page.get_by_role("link", name="Snoozed 1")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".queue-row")).to_have_count(3)
    page.keyboard.press("Control+k")
    page.keyboard.type("asiz")
    expect(page.get_by_role("dialog")).to_have_count(1)
    expect(page.locator("#work-dialog")).to_be_hidden()
    assert_quiet(page)


def test_many_rows_are_given_at_once(page_at: Callable[..., Page], three: House) -> None:
    page = today(page_at)
    expect(page.locator("#picked")).to_be_hidden()
    for box in page.locator(".queue-row [type=checkbox]").all()[:2]:
        box.check()
    expect(page.locator("#picked")).to_contain_text("2")
    page.keyboard.press("a")
    page.get_by_role("dialog", name="Who does these 2?").get_by_role("button", name="Bob").click()

    expect(page.get_by_role("link", name="Bob has it")).to_have_count(2)
    expect(page.locator("#picked")).to_be_hidden()
    assert_quiet(page)


@pytest.mark.parametrize(
    ("width", "language"),
    [
        (1440, "en"),
        (390, "ru"),
        pytest.param(390, "zh-hans", marks=pytest.mark.long),
        pytest.param(1440, "ru", marks=pytest.mark.long),
    ],
)
def test_dialogs_and_notices_are_well(page_at: Callable[..., Page], three: House, width: int, language: str) -> None:
    page = page_at(width, "light", language)
    page.goto("/desks/harbor/")
    for what in ("assign", "snooze"):
        page.locator(f'.queue-row [data-work="{what}"]').first.click()
        expect(page.locator("#work-dialog")).to_be_visible()
        assert_well(page, f"work-{what}")
        page.keyboard.press("Escape")
    for where in ("notices", "settings/notifications", "settings/sharing", "settings/shops/of/harbor-home/hours"):
        page.goto(f"/desks/harbor/{where}/")
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        assert_well(page, where.replace("/", "-"))


def test_notifications_are_chosen_and_the_bell_is_answered(page_at: Callable[..., Page], three: House) -> None:
    page = today(page_at)
    page.get_by_role("link", name="Notices, 1 unread").click()
    expect(page.get_by_text("1 item is overdue", exact=True)).to_be_visible()
    page.get_by_role("link", name="Choose what you are told, and when").click()
    switch = page.get_by_role("switch", name="Something is given to me: in the desk")
    expect(switch).to_be_checked()
    switch.uncheck()
    page.get_by_label("No e-mail from").fill("21:00")
    page.get_by_label("No e-mail until").fill("09:00")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    expect(switch).not_to_be_checked()
    expect(page.get_by_label("No e-mail from")).to_have_value("21:00")
    page.goto("/desks/harbor/notices/")
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_role("link", name="Notices", exact=True)).to_be_visible()
    assert_quiet(page)
