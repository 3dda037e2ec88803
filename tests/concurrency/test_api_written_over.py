"""Programs that write over what both have read, a page and a program, two who erase one buyer: by the API itself, with real commits."""

from collections.abc import Callable
from functools import partial
from typing import Any
from unittest import mock

import pytest
from django.test import Client

from reviews.models import Review, SavedFilter, Tagged
from sellerdesk import audit, shop_settings, shops
from sellerdesk.api import bodies, versions
from sellerdesk.api.desk import shops as shop_views
from sellerdesk.domain import permissions
from sellerdesk.feed import loading
from sellerdesk.models import AuditEntry, Buyer, BuyerErasure, Desk, RolePermission, Shop, TelegramBot, Webhook
from sellerdesk.privacy import buyers
from sellerdesk.sealing import unseal
from sellerdesk.telegram import bots
from tests.concurrency.meeting import Meanwhile, Meeting, without_row_locks
from tests.concurrency.together import together
from tests.factories.asking import Program
from tests.factories.feed import load, order, review
from tests.factories.kernel import NOW, Cast, make_cast, make_token
from tests.factories.reaching import make_webhook


pytestmark = pytest.mark.django_db(transaction=True)
AGENT = sorted(permissions.ROLES["agent"])
Bodies = tuple[str, Any, Any]


def a_role(_cast: Cast) -> Bodies:
    return "roles/agent/", {"permissions": [*AGENT, "figures.see"]}, {"permissions": [*AGENT, "templates.manage"]}


def a_webhook(cast: Cast) -> Bodies:
    hook, _secret = make_webhook(cast.desk)
    wanted = {"url": hook.url, "events": hook.events, "shops": None}
    return f"webhooks/{hook.pk}/", {**wanted, "name": "one"}, {**wanted, "name": "two"}


def a_saved_list(cast: Cast) -> Bodies:
    kept = SavedFilter.objects.create(desk=cast.desk, name="Late parcels", query="show=bad", place=1)
    return f"shops/{cast.shop.slug}/review-lists/{kept.pk}/", {"name": "one"}, {"name": "two"}


def a_bot(cast: Cast) -> Bodies:
    TelegramBot.objects.create(desk=cast.desk, name="bot", token="sealed", token_digest="x", created_at=NOW)
    return "telegram/", {"token": "123:one"}, {"token": "123:two"}


def a_policy(_cast: Cast) -> Bodies:
    return "security/", {"second_factor_for_all": True}, {"second_factor_for_all": True}


def labels(cast: Cast) -> Bodies:
    load(shops.facts(cast.shop), review("R1", None))
    return f"shops/{cast.shop.slug}/reviews/{Review.objects.get().pk}/tags/", {"tags": ["one"]}, {"tags": ["two"]}


WHAT_IS_LEFT: dict[Callable[[Cast], Bodies], Callable[[], Any]] = {
    a_role: lambda: sorted(RolePermission.objects.values_list("permission", flat=True)),
    a_webhook: lambda: Webhook.objects.get().name,
    a_saved_list: lambda: SavedFilter.objects.get().name,
    a_bot: lambda: unseal(TelegramBot.objects.get().token),
    a_policy: lambda: Desk.objects.get(slug="harbor").second_factor_for_all,
    labels: lambda: list(Tagged.objects.values_list("tag__name", flat=True)),
}
LEFT_BY = {
    a_role: (["figures.see"], ["templates.manage"]), a_webhook: ("one", "two"), a_saved_list: ("one", "two"), a_bot: ("123:one", "123:two"),
    a_policy: (True, True), labels: (["one"], ["two"]),
}  # fmt: skip
CHANGES = {"role.changed", "webhook.changed", "filter.renamed", "telegram.connected", "desk.second_factor_changed", "review.tagged"}


def program(cast: Cast) -> Program:
    return Program(Client(raise_request_exception=False), make_token(cast.desk, *permissions.PERMISSIONS)[1], "/api/v1/")


def at_once(cast: Cast, make: Callable[[Cast], Bodies]) -> list[int]:
    """Two programs read one state and write over it; where nothing holds one back, both have compared before either writes."""
    path, *bodies = make(cast)
    ask, other = program(cast), program(cast)
    read = ask("GET", path)["ETag"]
    met = Meeting().after(versions.tag)
    with mock.patch.object(versions, "tag", met), mock.patch.object(bots, "name_of", return_value="bot"):
        answers: list[Any] = together(
            *[partial(who, "PUT", path, body, If_Match=read) for who, body in zip((ask, other), bodies, strict=True)]
        )
    return [one.status_code for one in answers]


@pytest.mark.parametrize("make", WHAT_IS_LEFT)
def test_of_two_programs_that_read_one_state_one_writes(make: Callable[[Cast], Bodies]) -> None:
    statuses = at_once(make_cast(), make)

    assert sorted(statuses) == [200, 412]
    assert WHAT_IS_LEFT[make]() == LEFT_BY[make][statuses.index(200)]
    assert AuditEntry.objects.filter(what__in=CHANGES).count() == 1


@pytest.mark.parametrize("make", WHAT_IS_LEFT)
def test_control_without_locks_one_writes_over_what_it_never_read(make: Callable[[Cast], Bodies]) -> None:
    with without_row_locks():
        statuses = at_once(make_cast(), make)

    assert statuses == [200, 200]
    assert AuditEntry.objects.filter(what__in=CHANGES).count() == 2


PARTS: tuple[dict[str, Any], ...] = ({"name": "Another name"}, {"reply_target_seconds": 7200})


def change_two_parts_at_once(cast: Cast) -> tuple[str, int]:
    """Two programs change each a part of one shop over whatever is there, both past all that they read before the lock."""
    met = Meeting()
    with mock.patch.object(shop_views, "body", met.after(bodies.body)):
        changes = [partial(program(cast), "PATCH", f"shops/{cast.shop.slug}/", part, If_Match="*") for part in PARTS]
        answers: list[Any] = together(*changes)
    assert (met.met, [one.status_code for one in answers]) == (True, [200, 200])
    shop = Shop.objects.get(pk=cast.shop.pk)
    return shop.name, shop.reply_target_seconds


def test_of_two_who_change_parts_of_a_shop_at_once_neither_takes_back_the_others() -> None:
    assert change_two_parts_at_once(make_cast()) == ("Another name", 7200)


def test_control_filled_up_before_the_lock_one_part_is_lost() -> None:
    cast, command = make_cast(), shop_settings.change_shop
    before = shop_settings.as_wanted(cast.shop)
    filled = mock.patch.object(shop_settings, "change_shop", lambda *, wanted, **rest: command(wanted=wanted.of(before), **rest))
    with filled:
        left = change_two_parts_at_once(cast)

    assert left in {("Another name", int(before.reply_target.total_seconds())), (before.name, 7200)}


def page_and_program(cast: Cast) -> tuple[bool, int]:
    """A page asks a second factor of all; before that is committed a program asks again for less, standing on what it read before.

    Whether the program's answer came before the page's, and its status.
    """
    ask, page = program(cast), Client()
    page.force_login(cast.alice)
    read, answers = ask("GET", "security/")["ETag"], []
    other = Meanwhile(lambda: answers.append(ask("PUT", "security/", {"second_factor_for_all": False}, If_Match=read)))
    with mock.patch.object(audit, "record", other.before(audit.record)):
        assert page.post(f"/desks/{cast.desk.slug}/settings/security/", {"for_all": "on"}).status_code == 302
    ended = other.finish()
    assert Desk.objects.get(pk=cast.desk.pk).second_factor_for_all is True
    return ended, answers[0].status_code


def test_a_program_learns_that_a_page_has_changed_the_policy() -> None:
    assert page_and_program(make_cast()) == (False, 412)


def test_control_without_locks_it_is_told_that_all_is_as_it_wants() -> None:
    with without_row_locks():
        assert page_and_program(make_cast()) == (True, 200)


def erase_at_once(cast: Cast) -> tuple[bool, list[int]]:
    """Two programs erase one buyer: whether both found the buyer as they were, and what they were answered."""
    load(shops.facts(cast.shop), {**order("O1"), "buyer": {"id": "B-7", "name": "Anna Kirillova"}})
    path, meeting = f"privacy/buyers/{Buyer.objects.get(outside_id='B-7').pk}/erase/", Meeting()
    with mock.patch.object(buyers, "why_not_erase", meeting.after(buyers.why_not_erase)):
        answers: list[Any] = together(*[partial(program(cast), "POST", path, {"sure": "B-7"}) for _number in range(2)])
    return meeting.met, sorted(one.status_code for one in answers)


def test_of_two_who_erase_one_buyer_one_does() -> None:
    assert erase_at_once(make_cast()) == (False, [200, 409])
    assert BuyerErasure.objects.count() == 1
    assert AuditEntry.objects.filter(what="buyer.erased").count() == 1


def test_control_without_the_shops_lock_both_begin_and_one_breaks() -> None:
    with mock.patch.object(loading, "lock", return_value=None):
        assert erase_at_once(make_cast()) == (True, [200, 500])
