"""What owners and admins look after: a role changed under a colleague’s hands, a delivery retried, an entry traced, a number followed."""

import itertools
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Browser, Page, expect

from sellerdesk.models import AuditEntry, Outbound, User
from sellerdesk.runtime import live
from tests.browser import looking
from tests.browser.house import House
from tests.browser.looking import assert_quiet, assert_well
from tests.browser.two_writers import desk_of_both
from tests.factories.feed import order
from tests.factories.kernel import make_person
from tests.integration.accounts.conftest import code


NEVER = "a receiver that never answers"
_numbers = itertools.count(1)


@pytest.fixture
def address(house: House) -> Iterator[str]:
    """The people of a desk where alice owns and bob is an agent."""
    with desk_of_both(house, f"roles-{next(_numbers)}") as slug:
        yield f"/desks/{slug}/settings/people/"


@pytest.mark.long
def test_a_role_that_is_changed_changes_a_colleagues_open_page(alice: Page, bob: Page, address: str) -> None:
    webhooks = bob.get_by_role("navigation", name="Settings").get_by_role("link", name="Webhooks")
    expect(webhooks).to_have_count(0)

    _let_agents(alice, address, "Manage webhooks", held=True)
    # His page loads again by itself: nobody touches it.
    webhooks.click()
    expect(bob.get_by_role("link", name="New webhook")).to_be_visible()
    assert_quiet(bob)

    _let_agents(alice, address, "Manage webhooks", held=False)
    # So soon after the first time the page waits for him; the next request is refused.
    bob.get_by_role("link", name="New webhook").click()
    expect(bob.get_by_role("heading", level=1)).not_to_have_text("Settings")
    assert_quiet(bob, expecting=404)
    bob.goto(address)
    expect(bob.get_by_role("link", name="Roles")).to_be_visible()
    expect(webhooks).to_have_count(0)
    assert_quiet(alice)


def _let_agents(page: Page, address: str, permission: str, *, held: bool) -> None:
    page.goto(address.replace("/people/", "/roles/agent/"))
    page.get_by_label(permission).set_checked(held)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("It holds from the next page on.")).to_be_visible()


@pytest.fixture
def strict(house: House, chromium: Browser) -> Iterator[Page]:
    """A page of nobody yet, at a door that asks superusers for a second factor; a delivery that failed lies in alice's desk."""
    now = datetime.now(UTC)
    with house.entered():
        root = make_person("root@example.org", name="Ruth", is_superuser=True, is_staff=True)
        root.set_password(house.password)
        root.save()
        Outbound.objects.create(
            desk=house.cast.desk, shop=house.cast.shop, kind="never", dedupe_key="1", state="dead", not_before=now, created_at=now,
            settled_at=now, last_error=NEVER,
        )  # fmt: skip
    web = live.web({**house.environment, "SELLERDESK_SECOND_FACTOR": "required"}, Path(house.logs) / "strict.log")
    context = chromium.new_context(base_url=web.url, viewport={"width": 1440, "height": 900}, locale="en-GB")
    looking.listen(context, web.url)
    yield context.new_page()
    context.close()
    web.stop()
    with house.entered():
        Outbound.objects.all().delete()
        Authenticator.objects.filter(user__email="root@example.org").delete()
        User.objects.filter(email="root@example.org").delete()


@pytest.mark.long
def test_an_admin_with_two_factors_finds_a_failed_delivery_and_has_it_sent_again(strict: Page, house: House) -> None:
    house.forget_throttles()
    page = strict
    page.goto("/accounts/login/?next=/admin/")
    page.locator("[name=login]").fill("root@example.org")
    page.locator("[name=password]").fill(house.password)
    page.locator("[name=password]").press("Enter")
    # Without a second factor: to where one is set up. With one, the administration asks for it.
    page.locator("[name=code]").fill(code(secret=page.locator("#authenticator_secret").input_value()))
    page.get_by_role("button", name="Set it up").click()
    spare = page.locator("#recovery_codes").input_value().split()
    page.goto("/admin/")
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    page.locator("[name=code]").fill(spare[0])
    page.locator("[name=code]").press("Enter")

    page.get_by_role("link", name="Deliveries", exact=True).click()
    page.locator("#searchbar").fill("harbor never")
    page.locator("#searchbar").press("Enter")
    row = page.get_by_role("row").filter(has_text=NEVER)
    row.get_by_role("checkbox").check()
    page.get_by_role("combobox", name="Action:").select_option(label="Send again")
    page.get_by_role("button", name="Go", exact=True).click()
    expect(page.get_by_role("heading", name="Send these again?")).to_be_visible()
    page.get_by_role("button", name="Yes").click()

    expect(page.get_by_text("Done for 1 row.")).to_be_visible()
    assert_quiet(page)
    with house.entered():
        entry = AuditEntry.objects.get(desk=house.cast.desk, what="delivery.sent_again")
        assert entry.actor_label == "root@example.org"


@pytest.mark.long
def test_the_audit_page_is_narrowed_to_a_person_and_opens_an_objects_history(alice: Page, address: str) -> None:
    _let_agents(alice, address, "See to deliveries", held=True)
    _let_agents(alice, address, "See to deliveries", held=False)
    alice.get_by_role("link", name="Audit log").click()
    alice.locator("[name=actor]").select_option(label="Alice")
    alice.get_by_role("button", name="Show", exact=True).click()

    expect(alice).to_have_url(re.compile("actor=user"))
    rows = alice.locator("tbody tr")
    expect(rows).to_have_count(2)
    rows.first.get_by_text("Changed what a role may do").click()
    expect(rows.first.get_by_text("deliveries.manage")).to_be_visible()
    rows.first.get_by_role("link", name="History").click()
    expect(alice.get_by_role("heading", name="History of")).to_be_visible()
    expect(rows).to_have_count(2)
    assert_well(alice, "audit-history")


@pytest.mark.long
def test_a_buyers_numbers_lead_to_their_rows(page_at: Callable[..., Page], house: House) -> None:
    house.load([{**order("O-trust", lines=("LT1", "LT2")), "buyer": {"id": "B-trust", "name": "Anna Kirillova"}}])
    page = page_at(390)
    page.goto("/desks/harbor/settings/privacy/?q=B-trust")
    page.get_by_role("link", name="Anna Kirillova").click()
    page.get_by_role("link", name="2 Lines of orders").click()

    expect(page.get_by_role("heading", name="Lines of orders")).to_be_visible()
    assert_well(page, "settings-buyer-rows")
    page.get_by_role("link", name="Open it").first.click()
    expect(page.get_by_text("O-trust").first).to_be_visible()
    assert_quiet(page)


@pytest.mark.long
def test_the_page_of_the_api_keeps_to_the_policy_and_to_the_theme(page_at: Callable[..., Page]) -> None:
    page = page_at(1440, "dark", stranger=True)
    page.goto("/api/v1/")

    page.get_by_role("link", name="me", exact=True).click()
    expect(page.get_by_text("/api/v1/me/").first).to_be_visible()
    expect(page.locator("html")).to_have_class("dark-mode")
    page.emulate_media(color_scheme="light")
    expect(page.locator("html")).not_to_have_class("dark-mode")
    assert_quiet(page)
    expect(page.get_by_role("link", name="Back to the start page")).to_be_visible()
