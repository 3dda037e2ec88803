"""Alice and bob, who write to buyers from one desk in two browsers: what the journeys of every composer begin with.

A module of journeys that asks for `alice` or `bob` has a fixture `address` of its own: the page that both open.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState

from tests.browser.house import House, leave
from tests.factories.kernel import join, make_desk, make_shop


@contextmanager
def desk_of_both(house: House, slug: str) -> Iterator[str]:
    """A desk where both of them write for one shop, `slug`-shop; left again afterwards."""
    with house.entered():
        desk = make_desk(slug)
        join(desk, house.cast.alice)
        join(desk, house.cast.bob, "agent")
        make_shop(desk, f"{slug}-shop", rules="wildberries")
    yield slug
    leave(house, slug)


@pytest.fixture(scope="module")
def bobs(house: House, chromium: Browser) -> StorageState:
    """What bob's browser keeps after he has signed in."""
    house.forget_throttles()
    context = chromium.new_context(base_url=house.url)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(house.cast.bob.email)
    page.locator("[name=password]").fill(house.password)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def alice(person: BrowserContext, address: str) -> Page:
    """Her browser, at the address."""
    page = person.new_page()
    page.goto(address)
    return page


@pytest.fixture
def bob(context_at: Callable[..., BrowserContext], bobs: StorageState, address: str) -> Page:
    """His browser, at the same address."""
    page = context_at(state=bobs).new_page()
    page.goto(address)
    return page
