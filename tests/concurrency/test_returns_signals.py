"""Two workers that look for signals at once, and a person who closes one meanwhile: one signal, and none reopened."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from returns.models import Figure, ReturnSignal
from returns.rows.sums import sums, today_of
from returns.services import signals
from sellerdesk import setwise
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.models import WorkItem
from sellerdesk.shops import ShopFacts
from tests.concurrency.meeting import Meanwhile, Meeting, without
from tests.concurrency.together import together
from tests.concurrency.trading import DAY, NOW, shop_of


pytestmark = pytest.mark.django_db(transaction=True)


def rising() -> ShopFacts:
    """A shop whose goods arrive damaged more often than they used to."""
    shop = shop_of("standard")
    for ago, lines, damaged in ((60 * DAY, 200, 2), (10 * DAY, 40, 9)):
        at: dict[str, Any] = {"desk_id": shop.desk_id, "shop_id": shop.id, "span": 1, "day": today_of(shop, NOW - ago), "currency": ""}
        Figure.objects.create(**at, dimension="all", key="", lines=lines, claimed=damaged)
        Figure.objects.create(**at, dimension="reason", key="damaged", claimed=damaged)
    return shop


def look(shop: ShopFacts) -> None:
    signals.look(shop=shop, now=NOW)


def both_look(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    shop = rising()
    summed = Meeting()
    monkeypatch.setattr(signals, "sums", summed.after(sums))
    return together(*[lambda: look(shop)] * 2)


def test_two_workers_open_one_signal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert both_look(monkeypatch) == [None, None]
    assert ReturnSignal.objects.count() == WorkItem.objects.filter(kind="return_signal").count() == 1


def test_control_without_the_lock_the_second_ends_on_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    unlocked = without()
    unlocked.rows = lambda sql, parameters: [] if "pg_advisory" in sql else setwise.rows(sql, parameters)
    monkeypatch.setattr(signals, "setwise", unlocked)

    answers = both_look(monkeypatch)

    assert sorted(isinstance(answer, IntegrityError) for answer in answers) == [False, True]
    assert ReturnSignal.objects.count() == 1


def closed_while_it_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = rising()
    look(shop)
    own = ReturnSignal.objects.get()
    given: dict[str, Any] = {"desk_id": shop.desk_id, "shop_ids": [shop.id], "signal_id": own.pk, "user_id": None, "actor": SYSTEM}
    person = Meanwhile(lambda: signals.close(did="Packed better", now=NOW + timedelta(seconds=1), **given))
    monkeypatch.setattr(signals, "_write", person.before(signals._write))
    look(shop)
    person.finish()


def test_what_a_person_closes_meanwhile_stays_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    closed_while_it_is_looked_at(monkeypatch)

    assert list(ReturnSignal.objects.values_list("is_open", "outcome", "did")) == [(False, "done", "Packed better")]
    assert list(WorkItem.objects.filter(kind="return_signal").values_list("outcome", flat=True)) == ["done"]


def test_control_where_its_row_is_not_held_it_is_open_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ReturnSignal.objects, "select_for_update", lambda **_lock: ReturnSignal.objects.all())

    closed_while_it_is_looked_at(monkeypatch)

    assert WorkItem.objects.get(kind="return_signal").outcome == "done"
    assert ReturnSignal.objects.get().is_open
