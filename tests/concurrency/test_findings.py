"""Two people at the same returned goods: the second learns of the first, and one form sent twice at once is one finding."""

import uuid
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

from returns.models import Claim, Finding
from returns.services import findings, judging
from sellerdesk import shops
from sellerdesk.domain import actor
from sellerdesk.errors import Refusal
from sellerdesk.feed import loading
from tests.concurrency.meeting import Meeting
from tests.concurrency.together import together
from tests.factories.feed import load, order
from tests.factories.kernel import NOW, Cast, make_cast
from tests.factories.returns import claim, step


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house() -> Cast:
    cast = make_cast()
    load(shops.facts(cast.shop), order("O1"), claim(), step("agreed", ref="T1"), step("received", ref="T2"))
    return cast


def find(house: Cast, moves: str, condition: str, key: uuid.UUID) -> int:
    told = findings.Told(condition=condition, words="so", moves=moves, key=key)
    return findings.record(
        desk_id=house.desk.pk, shop_ids=[house.shop.pk], claim_id=Claim.objects.get().pk, told=told, photos=[], user_id=house.alice.pk,
        actor=actor.person(house.alice.pk, "alice"), now=NOW,
    )  # fmt: skip


def both(house: Cast) -> list[Any]:
    """One puts into stock what the other finds to be something else."""
    return together(
        partial(find, house, "restocked", "complete", uuid.UUID(int=1)),
        partial(find, house, "wrong_thing", "wrong_thing", uuid.UUID(int=2)),
    )


def test_of_two_people_at_once_the_second_is_told_where_the_goods_are(house: Cast) -> None:
    outcomes = both(house)

    (refusal,) = [one for one in outcomes if isinstance(one, Refusal)]
    assert refusal.code in {"put_away", "not_back"}
    assert Finding.objects.count() == 1
    assert Claim.objects.get().goods in {"restocked", "wrong"}


def test_control_without_the_lock_one_finding_does_nothing_and_nobody_is_told(house: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = Meeting()
    monkeypatch.setattr(judging, "loading", SimpleNamespace(**(vars(loading) | {"lock": lambda _shop: None})))
    monkeypatch.setattr(findings, "judging", SimpleNamespace(**(vars(judging) | {"hold": meeting.after(judging.hold)})))

    outcomes = both(house)

    assert meeting.met
    assert not [one for one in outcomes if isinstance(one, Refusal)]
    assert Finding.objects.count() == 2


def test_one_form_sent_twice_at_once_is_one_finding(house: Cast) -> None:
    key = uuid.UUID(int=3)
    outcomes = together(*[partial(find, house, "restocked", "complete", key)] * 2)

    assert outcomes[0] == outcomes[1] == Finding.objects.get().pk
