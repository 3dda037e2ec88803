"""Open pages follow the log: two people, ten tabs, a lost connection, a list that holds still."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from sellerdesk import live, work
from sellerdesk.commands import command, note
from sellerdesk.models import WorkItem
from tests.browser.house import House
from tests.browser.looking import assert_quiet, assert_well


KIND = "flagged_review"
HEARD = 'window.heard = []; document.addEventListener("live", ({ detail }) => heard.push(detail.number));'
PROVED = "() => heard"
ROWS = ".queue-row"
PLACES = "rows => rows.map(row => [row.id, row.getBoundingClientRect().top])"
SIGN = "#live-state"


@command
def write(*, desk_id: int, count: int = 1, now: datetime) -> None:
    for number in range(count):
        note(desk_id, "thing.changed", thing=number)


@command
def wait_for_somebody(*, desk_id: int, subjects: list[str], late: bool = False, now: datetime) -> None:
    due = now + timedelta(minutes=-5 if late else 30)
    work.open_items(desk_id, [work.Opening(kind=KIND, subject=subject, due_at=due) for subject in subjects], now=now)


@pytest.fixture
def desk(house: House) -> Iterator[House]:
    """The house; what waits at the end is gone."""
    yield house
    with house.entered():
        WorkItem.objects.filter(desk=house.cast.desk).delete()


@pytest.fixture
def bob(context_at: Callable[..., BrowserContext], desk: House) -> BrowserContext:
    """bob's own browser, signed in."""
    context = context_at()
    page = context.new_page()
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(desk.cast.bob.email)
    page.locator("[name=password]").fill(desk.password)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{desk.url}/desks/{desk.cast.desk.slug}/")
    page.close()
    return context


def today(context: BrowserContext, desk: House) -> Page:
    page = context.new_page()
    page.add_init_script(HEARD)
    page.goto(f"/desks/{desk.cast.desk.slug}/")
    return page


def open_work(desk: House, *subjects: str, late: bool = False) -> None:
    with desk.entered():
        wait_for_somebody(desk_id=desk.cast.desk.pk, subjects=list(subjects), late=late, now=datetime.now(UTC))


def tell(desk: House, count: int = 1) -> int:
    with desk.entered():
        write(desk_id=desk.cast.desk.pk, count=count, now=datetime.now(UTC))
        return live.last_number(desk.cast.desk.pk)


def heard(page: Page, last: int) -> list[int]:
    page.wait_for_function("last => window.live.cursor >= last", arg=last)
    found: list[int] = page.evaluate(PROVED)
    return found


def test_what_one_does_the_other_sees(person: BrowserContext, bob: BrowserContext, desk: House) -> None:
    hers, his = today(person, desk), today(bob, desk)
    expect(hers.locator(SIGN)).to_have_text("Up to date")
    expect(his.get_by_role("heading", level=1)).to_have_text("Nothing waits")

    open_work(desk, "odd:1", "odd:2", late=True)

    for page in (hers, his):
        expect(page.locator(ROWS)).to_have_count(2)
        expect(page.get_by_role("heading", level=1)).to_contain_text("2 overdue")
        expect(page.locator(".rail__count--late")).to_contain_text("2")
        assert page.title().startswith("2 overdue")
        assert_well(page, "live-today")


def test_ten_tabs_share_one_stream_and_each_hears_everything_once(person: BrowserContext, desk: House) -> None:
    streams: list[str] = []
    person.on("request", lambda request: streams.append(request.url) if "/stream/" in request.url else None)
    tabs = [today(person, desk) for _ in range(10)]
    first = tabs[0].evaluate("() => window.live.cursor")
    tabs[0].wait_for_function("() => window.live.state === 'connected'")

    middle = tell(desk, 5)
    for tab in tabs:
        assert heard(tab, middle) == list(range(first + 1, middle + 1))
    assert len(streams) == 1

    leader = next(tab for tab in tabs if tab.evaluate("() => window.live.leads"))
    tabs.remove(leader)
    leader.close()
    last = tell(desk, 5)
    for tab in tabs:
        assert heard(tab, last) == list(range(first + 1, last + 1))
    assert len(streams) == 2


def test_a_page_that_was_offline_shows_what_the_other_shows(person: BrowserContext, bob: BrowserContext, desk: House) -> None:
    hers, his = today(person, desk), today(bob, desk)
    his.wait_for_function("() => window.live.state === 'connected'")
    first = his.evaluate("() => window.live.cursor")
    bob.set_offline(True)
    expect(his.locator(SIGN)).to_have_text("Offline, may be out of date")

    open_work(desk, "odd:3")
    tell(desk, 600)
    open_work(desk, "odd:4", late=True)
    with desk.entered():
        last = live.last_number(desk.cast.desk.pk)
    heard(hers, last)
    expect(hers.locator(ROWS)).to_have_count(2)
    expect(his.locator(ROWS)).to_have_count(0)
    bob.set_offline(False)

    assert heard(his, last) == list(range(first + 1, last + 1))
    expect(his.locator(SIGN)).to_have_text("Up to date")
    expect(his.locator(ROWS)).to_have_count(2)
    for page in (hers, his):
        expect(page.locator("#queue")).to_contain_text(re.compile(r"Reviews\s*2"))
    assert _queue(his) == _queue(hers)


def _queue(page: Page) -> str:
    """What the page says, but for the minutes: they are counted in each page and turn at different moments."""
    return re.sub(r"\d+ min", "some min", page.locator("#queue").inner_text())


@pytest.mark.long
def test_without_a_stream_the_page_asks(person: BrowserContext, desk: House) -> None:
    person.route("**/stream/**", lambda route: route.fulfill(status=502, body="no streams here"))
    page = today(person, desk)
    first = page.evaluate("() => window.live.cursor")

    last = tell(desk, 3)

    assert heard(page, last) == list(range(first + 1, last + 1))
    expect(page.locator(SIGN)).to_have_text("Up to date")


def test_a_list_under_the_pointer_holds_still(person: BrowserContext, desk: House) -> None:
    open_work(desk, "odd:5", "odd:6")
    page = today(person, desk)
    page.wait_for_function("() => window.live.state === 'connected'")
    page.locator(ROWS).first.hover()
    before = page.locator(ROWS).evaluate_all(PLACES)

    open_work(desk, "odd:7", late=True)

    button = page.get_by_role("button", name="1 new, show")
    expect(button).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 overdue")
    assert page.locator(ROWS).evaluate_all(PLACES) == before
    button.click()
    expect(page.locator(ROWS)).to_have_count(3)
    expect(button).to_have_count(0)

    page.locator(ROWS).first.hover()
    open_work(desk, "odd:8", late=True)
    expect(button).to_be_visible()
    page.mouse.move(700, 20)
    expect(page.locator(ROWS)).to_have_count(4)
    assert_quiet(page)


def test_nothing_that_somebody_does_is_disturbed(person: BrowserContext, desk: House) -> None:
    open_work(desk, *[f"odd:{number}" for number in range(10, 40)])
    page = today(person, desk)
    page.wait_for_function("() => window.live.state === 'connected'")
    page.locator("#main").evaluate("main => main.scrollTop = 300")
    page.locator("#queue-h").evaluate("heading => getSelection().selectAllChildren(heading)")
    page.locator("[data-open=palette]").focus()
    page.evaluate("() => { window.same = [...document.querySelectorAll('.queue-row')]; }")

    open_work(desk, "odd:50")
    expect(page.locator(ROWS)).to_have_count(31)

    assert page.evaluate("() => document.activeElement.dataset.open") == "palette"
    assert page.locator("#main").evaluate("main => main.scrollTop") == 300
    assert page.evaluate("() => window.same.every(row => row.isConnected)")


@pytest.mark.long
def test_a_hidden_tab_waits_until_it_is_looked_at(person: BrowserContext, desk: House) -> None:
    page = today(person, desk)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith(f"/{desk.cast.desk.slug}/") else None)
    page.evaluate("() => { Object.defineProperty(document, 'hidden', { configurable: true, value: true }); }")
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    open_work(desk, "odd:60")
    heard(page, tell(desk))
    assert asked == []

    page.evaluate("() => { delete document.hidden; document.dispatchEvent(new Event('visibilitychange')); }")
    expect(page.locator(ROWS)).to_have_count(1)
    assert len(asked) == 1


def test_signing_out_in_one_tab_ends_the_others(bob: BrowserContext, desk: House) -> None:
    stays, goes = today(bob, desk), today(bob, desk)
    stays.wait_for_function("() => window.live.state === 'connected'")

    goes.locator("[data-menu=account]").click()
    goes.get_by_role("button", name="Sign out").click()

    stays.wait_for_url("**/accounts/login/**")


@pytest.mark.long
def test_a_page_that_is_too_far_behind_is_made_again_but_never_under_somebodys_hands(person: BrowserContext, desk: House) -> None:
    held: list[Route] = []
    page = person.new_page()

    def hold(route: Route) -> None:
        held.append(route)

    def far_behind() -> None:
        person.route("**/stream/**", hold, times=1)
        page.goto(f"/desks/{desk.cast.desk.slug}/")
        page.evaluate("() => sessionStorage.clear()")

    def made_again() -> None:
        # The page asks for its stream only after it has been loaded.
        while not held:
            page.wait_for_timeout(20)
        held.pop().fulfill(status=200, content_type="text/event-stream", body='event: reset\ndata: {"reason": "behind"}\n\n')

    far_behind()
    with page.expect_navigation():
        made_again()
    page.wait_for_function("() => window.live.state === 'connected'")

    far_behind()
    page.keyboard.press("Control+k")
    page.keyboard.type("half a wo")
    made_again()
    expect(page.locator(SIGN)).to_contain_text("Out of date.")
    expect(page.locator(".palette__input")).to_have_value("half a wo")
    page.keyboard.press("Escape")
    again = page.get_by_role("button", name="Load again")
    expect(again).to_be_visible()
    assert_well(page, "live-out-of-date")
    again.click()
    expect(page.locator(SIGN)).to_have_text("Up to date")


def test_who_looks_at_something_is_seen_by_the_others(person: BrowserContext, bob: BrowserContext, desk: House) -> None:
    hers, his = today(person, desk), today(bob, desk)
    his.wait_for_function("() => window.live.state === 'connected'")
    his.evaluate(
        """href => { const part = document.createElement("div"); part.id = "who"; part.dataset.live = "presence";
        part.dataset.liveSubject = "thread:5"; part.dataset.liveHref = href; document.querySelector("#main").prepend(part); }""",
        f"/desks/{desk.cast.desk.slug}/here/?subject=thread:5",
    )
    hers.evaluate(
        """() => { const main = document.querySelector("#main"), field = document.createElement("input"); field.id = "letter";
        main.dataset.lookingAt = "thread:5"; main.prepend(field); }"""
    )

    hers.locator("#letter").fill("x")
    expect(his.locator("#who")).to_contain_text("Alice is writing here")
    assert_quiet(his)
    hers.close()
    expect(his.locator("#who")).to_have_text("")
