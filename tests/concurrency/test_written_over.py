"""A program writes a setting over what it has read; whoever else writes it meanwhile, a page for example, waits until that is done."""

from collections.abc import Callable
from typing import Any

import pytest

from chat.services import automatic
from chat.services.automatic import Setting
from ratings.domain.alerts import Lookout
from ratings.services import cards, lookouts
from returns.services import timing
from returns.services.timing import Times
from sellerdesk import rooms, rotating, writing
from sellerdesk.api import settings
from sellerdesk.commands import command
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.models import Desk, Shop
from sellerdesk.rotating import Rule
from tests.concurrency.meeting import Meanwhile
from tests.factories.kernel import NOW, Cast, make_cast


pytestmark = pytest.mark.django_db(transaction=True)


@command
def hold_and_let_in(*, lock: Callable[[], Any], other: Meanwhile, now: Any) -> None:
    lock()
    other.begin()


def told(cast: Cast) -> dict[str, Any]:
    return {"desk_id": cast.desk.pk, "shop_ids": [cast.shop.pk], "shop_id": cast.shop.pk, "actor": SYSTEM, "now": NOW}


def waits(lock: Callable[[], Any], change: Callable[[], Any]) -> bool:
    other = Meanwhile(change, patience=0.4)
    hold_and_let_in(lock=lock, other=other, now=NOW)
    return not other.finish()


CHANGES: dict[str, Callable[[Cast], Any]] = {
    "card": lambda cast: cards.change(texts={"en": "Thank you. Write to us in the chat."}, **told(cast)),
    "lookout": lambda cast: lookouts.change(wanted=Lookout(9, 70), **told(cast)),
    "off hours": lambda cast: automatic.change(wanted=Setting(on=True, texts={"en": "Back at nine."}), **told(cast)),
    "claim times": lambda cast: timing.change(wanted=Times(30, 30), **told(cast)),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_setting_of_a_shop_waits_for_the_shops_row(name: str) -> None:
    cast = make_cast()

    assert waits(settings.hold(cast.shop), lambda: CHANGES[name](cast))


def test_a_lane_that_nobody_has_set_waits_for_the_desks_row() -> None:
    cast = make_cast()
    rule = Rule(rotating.lane_of(next(iter(rooms.work_kinds()))), is_on=True)

    def lock() -> Desk:
        return writing.locked(Desk.objects.filter(pk=cast.desk.pk))

    assert waits(lock, lambda: rotating.set_rule(desk_id=cast.desk.pk, rule=rule, actor=SYSTEM, now=NOW))


def test_control_nothing_waits_where_nothing_is_held() -> None:
    cast = make_cast()

    assert not waits(lambda: Shop.objects.get(pk=cast.shop.pk), lambda: CHANGES["lookout"](cast))
