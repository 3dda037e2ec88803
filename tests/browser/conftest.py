"""The house, the browser, and who is signed in. One of each for all journeys; every test gets pages of its own."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, sync_playwright
from pytest_django import DjangoDbBlocker

from tests.browser import looking
from tests.browser.house import House, standing
from tests.browser.two_writers import alice, bob, bobs


__all__ = ["alice", "bob", "bobs"]
"""Fixtures that lie elsewhere: pytest finds those that a conftest names."""


PROGRAM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing outside this machine has a name.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
HEIGHTS = {1440: 900, 1024: 768, 390: 844, 320: 640}
PHONE = 480
LOCALES = {"en": "en-GB", "ru": "ru-RU", "zh-hans": "zh-CN"}


SHORT = {("en", 1440), ("ru", 390)}
ONCE = {
    "test_templates_are_well", "test_dialogs_and_notices_are_well", "test_the_pages_are_well", "test_the_form_is_well",
    "test_list_and_case_are_well", "test_a_busy_day_is_well",
}  # fmt: skip
"""These look at several pages each: the quick run takes them once."""
LATER = {"test_settings_are_well"}
"""These look at so many that only the long run takes them."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of a page in every language at every width the quick run takes two; the long run takes the others."""
    for item in items:
        params = getattr(getattr(item, "callspec", None), "params", {})
        if not {"language", "width"} <= params.keys():
            continue
        name = item.name.partition("[")[0]
        if name in LATER or (params["language"], params["width"]) not in SHORT or (name in ONCE and params["width"] == 390):
            item.add_marker(pytest.mark.long)


@pytest.fixture(scope="package")
def house(django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A real web process at `house.url` over a database of its own, whose rows are committed; alice, bob and carol live there."""
    with standing(tmp_path_factory.mktemp("house"), django_db_blocker) as found:
        yield found
        assert found.complaints == []


@pytest.fixture
def open_house(house: House) -> House:
    """The same, and the door has forgotten how often others tried it."""
    house.forget_throttles()
    return house


# Not for the session: Playwright keeps an event loop on the main thread, which other tests must not find there.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Debian's chromium, one for all journeys; its process is gone afterwards."""
    if not Path(PROGRAM).exists():
        _do_without()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=ARGUMENTS)
        pid = _pid_of(browser)
        yield browser
        browser.close()
    limit = time.monotonic() + 10
    while Path(f"/proc/{pid}").exists():
        assert time.monotonic() < limit, "chromium outlives its tests"
        time.sleep(0.05)


def _do_without() -> None:
    """Journeys are skipped where no browser is; a build that runs as root installs one, so there it is a fault."""
    if os.environ.get("CI") == "true" and os.geteuid() == 0:
        pytest.fail(f"no {PROGRAM}: .ci/run installs it before the tests", pytrace=False)
    pytest.skip(f"no {PROGRAM}; get it with: apt-get install -y chromium fonts-noto-cjk")


def _pid_of(browser: Browser) -> int:
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return next(int(process["id"]) for process in processes if process["type"] == "browser")


@pytest.fixture(scope="package")
def signed_in(house: House, chromium: Browser) -> StorageState:
    """What alice's browser keeps after she has really signed in, once."""
    context = _context(chromium, house, 1440, "light", "en", None)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(house.cast.alice.email)
    page.locator("[name=password]").fill(house.password)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{house.url}/desks/{house.cast.desk.slug}/")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def context_at(open_house: House, chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """`context_at(width, theme, language, state)`: a browser of somebody's own; signed in as whoever left `state`, else nobody."""
    opened: list[BrowserContext] = []

    def make(width: int = 1440, theme: str = "light", language: str = "en", state: StorageState | None = None) -> BrowserContext:
        opened.append(_context(chromium, open_house, width, theme, language, state))
        return opened[-1]

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def person(context_at: Callable[..., BrowserContext], signed_in: StorageState) -> BrowserContext:
    """alice's browser, signed in: 1440 px, light, English."""
    return context_at(state=signed_in)


@pytest.fixture
def page_at(context_at: Callable[..., BrowserContext], request: pytest.FixtureRequest) -> Callable[..., Page]:
    """`page_at(width, theme, language)`: an empty page of alice, signed in; with `stranger=True` of somebody who is not."""

    def make(width: int = 1440, theme: str = "light", language: str = "en", *, stranger: bool = False) -> Page:
        state = None if stranger else request.getfixturevalue("signed_in")
        return context_at(width, theme, language, state).new_page()

    return make


def _context(chromium: Browser, house: House, width: int, theme: str, language: str, state: StorageState | None) -> BrowserContext:
    context = chromium.new_context(
        base_url=house.url,
        viewport={"width": width, "height": HEIGHTS[width]},
        color_scheme="dark" if theme == "dark" else "light",
        locale=LOCALES[language],
        timezone_id="UTC",
        reduced_motion="reduce",
        has_touch=width <= PHONE,
        is_mobile=width <= PHONE,
        storage_state=state,
    )
    context.set_default_timeout(15_000)
    looking.listen(context, house.url)
    return context
