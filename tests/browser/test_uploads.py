"""Putting facts in by hand, in a real browser: a file in pieces, a table with its columns, what was rejected, judged again."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from sellerdesk.models import Upload
from sellerdesk.runtime.live import Live
from tests.browser.house import House
from tests.browser.looking import assert_well
from tests.factories.feed import line, order, rating, review


HEADER = "Review id;Date;Verdict;Review text\n"


@pytest.fixture(scope="module")
def worker(house: House) -> Live:
    """Somebody who loads what comes in."""
    return house.start_worker()


@pytest.fixture
def facts(page_at: Callable[..., Page], house: House) -> Page:
    page = page_at()
    page.goto(f"/desks/{house.cast.desk.slug}/facts/")
    return page


def send(page: Page, file: Path) -> None:
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("main").get_by_role("button", name="Upload", exact=True).click()
    page.wait_for_url(re.compile(r"/facts/\d+/$"))


def test_a_feed_file_and_what_was_rejected_of_it(facts: Page, worker: Live, tmp_path: Path) -> None:
    file = tmp_path / "feed.jsonl"
    file.write_bytes(
        line(order("U1")) + line(review("UR1", "U1")) + line({**review("UR2", "U1"), "stars": 9}) + line(rating("US1", "SECRET-9"))
    )
    assert_well(facts, "facts")

    send(facts, file)

    expect(facts.get_by_role("heading", level=1)).to_have_text("1 record was rejected", timeout=30_000)
    assert_well(facts, "upload")
    with facts.expect_download() as downloaded:
        facts.get_by_role("link", name="Download the rejected records").click()
    content = downloaded.value.path().read_text(encoding="utf-8-sig")
    assert "UR2" in content
    assert "SECRET" not in content

    facts.locator("dd a").last.click()
    expect(facts.get_by_text("stars must be a whole number from 1 to 5; got 9.")).to_be_visible()
    assert_well(facts, "records")
    facts.get_by_role("button", name="Judge again").click()
    expect(facts.get_by_text("1 record judged again. All stand as before.")).to_be_visible()


def test_a_table_is_mapped_and_its_mapping_offered_again(facts: Page, worker: Live, house: House, tmp_path: Path) -> None:
    file = tmp_path / "reviews.csv"
    file.write_text(HEADER + "T1;31.12.2025;so-so;fine\nT2;31.12.2025;bad;broken\n", encoding="utf-16")
    send(facts, file)

    expect(facts.get_by_role("heading", level=1)).to_have_text("What are the columns of this table?")
    expect(facts.get_by_text("1 of 2 would be rejected")).to_be_visible()
    assert_well(facts, "mapping")
    facts.get_by_label("so-so").select_option("neutral")
    expect(facts.get_by_text("all good")).to_be_visible()
    facts.get_by_placeholder("Keep this mapping under a name").fill("Ours")
    facts.get_by_role("button", name="Load it so").click()
    expect(facts.get_by_role("heading", level=1)).to_have_text("Everything was taken", timeout=30_000)

    facts.goto(f"/desks/{house.cast.desk.slug}/facts/")
    file.write_text(HEADER + "T3;31.12.2025;so-so;fine\n", encoding="utf-8")
    send(facts, file)
    expect(facts.get_by_label("Saved mapping")).to_have_value("Ours")
    expect(facts.get_by_text("all good")).to_be_visible()
    facts.get_by_role("button", name="Cancel").click()
    expect(facts.get_by_role("heading", level=1)).to_have_text("Cancelled")


def test_a_file_of_several_pieces_goes_on_where_the_connection_was_lost(facts: Page, worker: Live, tmp_path: Path) -> None:
    file = tmp_path / "large.jsonl"
    records = [line(order(f"L{number}", note="x" * 80_000)) for number in range(130)]
    file.write_bytes(b"".join(records))
    sent: list[str] = []
    lost = [2]

    def count(route: Route) -> None:
        sent.append(route.request.url.rpartition("at=")[2])
        lost[0] -= 1
        if lost[0] == 0:
            route.abort("connectionreset")
        else:
            route.continue_()

    facts.route("**/pieces/**", count)
    send(facts, file)

    assert sent == ["0", "8388608", "8388608"]
    expect(facts.get_by_role("heading", level=1)).to_have_text("Everything was taken", timeout=60_000)


def test_a_server_that_keeps_failing_ends_the_upload_with_a_sentence(page_at: Callable[..., Page], house: House, tmp_path: Path) -> None:
    page = page_at()
    page.clock.install()
    page.goto(f"/desks/{house.cast.desk.slug}/facts/")
    file = tmp_path / "feed.jsonl"
    file.write_bytes(line(order("F1")))
    asked: list[str] = []

    def fails(route: Route) -> None:
        asked.append("")
        route.fulfill(status=503)

    page.route("**/facts/begin/", fails)
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("main").get_by_role("button", name="Upload", exact=True).click()
    expect(page.get_by_text("The server does not take it just now.")).to_be_visible()

    for number in range(1, 8):
        page.wait_for_timeout(100)
        expect(page.get_by_text("The file did not come in.")).to_be_hidden()
        assert len(asked) == number
        page.clock.fast_forward(31_000)

    expect(page.get_by_text("The file did not come in.")).to_be_visible()
    assert len(asked) == 8
    expect(page.get_by_role("main").get_by_role("button", name="Upload", exact=True)).to_be_enabled()


def test_a_wrong_file_is_refused_with_a_sentence(facts: Page, tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_text("<!doctype html><html><body>Sign in</body></html>")

    send(facts, file)

    expect(facts.get_by_role("heading", level=1)).to_have_text("This file was refused")
    expect(facts.get_by_text("This is a web page")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390, 320])
@pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])
def test_the_pages_are_well(page_at: Callable[..., Page], house: House, tmp_path: Path, width: int, language: str) -> None:
    page = page_at(width, "light", language)
    file = tmp_path / "reviews.csv"
    file.write_text("Review id;Date;Stars;Review text;Buyer\nW1;soon;9;fine;B1\n", encoding="utf-8")
    page.goto(f"/desks/{house.cast.desk.slug}/facts/")
    assert_well(page, f"facts-{language}")
    page.locator("#file").set_input_files(file)
    page.locator("form[data-upload] [type=submit]").click()
    page.wait_for_url(re.compile(r"/facts/\d+/$"))
    assert_well(page, f"mapping-{language}")
    page.locator("button[form=cancel]").click()
    page.wait_for_url(re.compile(r"/facts/\d+/$"))
    assert_well(page, f"upload-{language}")
    page.goto(f"/desks/{house.cast.desk.slug}/facts/records/")
    assert_well(page, f"records-{language}")


def test_looking_again_leaves_the_focus_where_it_is(page_at: Callable[..., Page], house: House) -> None:
    """Whoever is about to stop a load keeps the button; the page still turns to the result by itself."""
    with house.entered():
        cast, now = house.cast, datetime.now(UTC)
        row = Upload.objects.create(desk=cast.desk, shop=cast.shop, made_by=cast.alice, name="long.jsonl", size=1000, created_at=now)
        # A lease of another that ends in a year: no worker takes it.
        Upload.objects.filter(pk=row.pk).update(state="running", lease="x", leased_until=now + timedelta(days=365))
    page = page_at()
    page.goto(f"/desks/{house.cast.desk.slug}/facts/{row.pk}/")
    stop = page.get_by_role("button", name="Cancel")
    stop.focus()

    for position in (300, 600):
        with house.entered():
            Upload.objects.filter(pk=row.pk).update(position=position)
        expect(page.get_by_text(f"{position // 10}%, 0 records read.")).to_be_visible(timeout=10_000)
        expect(stop).to_be_focused()

    with house.entered():
        Upload.objects.filter(pk=row.pk).update(cancel_asked=True, state="cancelled", has_file=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Cancelled", timeout=10_000)
