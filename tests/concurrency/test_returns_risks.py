"""Two sweeps that find the same order, and a load that ships it meanwhile: one item, and none of what has left."""

import pytest

from returns.models import OrderRisk
from returns.services import risks
from sellerdesk.models import WorkItem
from sellerdesk.shops import ShopFacts
from tests.concurrency.meeting import Meanwhile, Meeting, without
from tests.concurrency.together import together
from tests.concurrency.trading import HOUR, NOW, load, order, shop_of


pytestmark = pytest.mark.django_db(transaction=True)


def placed(shop: ShopFacts) -> None:
    told = order("O1", done=NOW) | {"status": "placed", "completed_at": None, "ship_by": (NOW + HOUR).isoformat()}
    load(shop, [told])


def ship(shop: ShopFacts) -> None:
    told = order("O1", done=NOW) | {"status": "shipped", "completed_at": None, "shipped_at": NOW.isoformat(), "updated_at": NOW.isoformat()}
    load(shop, [told])


def sweep(shop: ShopFacts) -> int:
    return risks.look(shop=shop, orders=risks.due(shop, now=NOW), now=NOW)


def items() -> list[str]:
    return list(WorkItem.objects.filter(kind="order_risk").values_list("state", flat=True))


def test_two_sweeps_open_one_item(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = shop_of("standard")
    placed(shop)
    found = Meeting()
    monkeypatch.setattr(risks, "due", found.after(risks.due))

    answers = together(*[lambda: sweep(shop)] * 2)

    assert found.met
    assert answers in ([0, 1], [1, 0])
    assert items() == ["open"]


def test_control_without_the_orders_lock_both_believe_that_they_opened_it(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = shop_of("standard")
    placed(shop)
    judged = Meeting()
    monkeypatch.setattr(risks, "_lock", lambda _shop, orders, _otherwise: list(orders))
    monkeypatch.setattr(risks, "_risks", judged.after(risks._risks))

    answers = together(*[lambda: sweep(shop)] * 2)

    assert judged.met
    assert answers == [1, 1]
    # Even so the keys of both tables leave one.
    assert items() == ["open"]


def shipped_while_it_is_judged(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    shop = shop_of("standard")
    placed(shop)
    meanwhile = Meanwhile(lambda: ship(shop))
    monkeypatch.setattr(risks, "_open", meanwhile.before(risks._open))
    sweep(shop)
    meanwhile.finish()
    return meanwhile


def test_what_is_shipped_while_it_is_opened_is_closed_by_its_load(monkeypatch: pytest.MonkeyPatch) -> None:
    meanwhile = shipped_while_it_is_judged(monkeypatch)

    assert not meanwhile.ended
    assert items() == ["closed"]
    assert OrderRisk.objects.get().outcome == "shipped"


def test_control_without_the_orders_lock_it_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    unlocked = without(" FOR NO KEY UPDATE SKIP LOCKED")
    monkeypatch.setattr(risks, "setwise", unlocked)

    meanwhile = shipped_while_it_is_judged(monkeypatch)

    assert unlocked.lost
    assert meanwhile.ended
    assert items() == ["open"]
