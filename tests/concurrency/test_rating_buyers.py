"""One buyer, rated by several at once: each guard is shown to be what holds."""

import uuid
from functools import partial
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.db import IntegrityError

from reviews.models import BuyerRating
from reviews.outbound import RatingCarrier
from reviews.services import rating, rating_fates
from reviews.services.rating import Given
from sellerdesk import outbox
from sellerdesk.models import Outbound, Shop
from sellerdesk.outbox import Claimed
from tests.concurrency.meeting import Meanwhile, Meeting
from tests.concurrency.together import together
from tests.factories.kernel import Cast, make_cast
from tests.factories.rating import LEAVES, back, good, lines, rate, rated, states, tell, trade


pytestmark = pytest.mark.django_db(transaction=True)
HERE = 4


@pytest.fixture
def house() -> Cast:
    made = make_cast()
    Shop.objects.filter(pk=made.shop.pk).update(rules="taobao")
    made.shop.refresh_from_db()
    tell(made.shop, *[trade(number) for number in range(1, HERE + 1)])
    return made


def given(outcomes: list[Any]) -> list[Given]:
    return [one for one in outcomes if isinstance(one, Given)]


@pytest.mark.parametrize("_", range(2))
def test_many_pressed_twice_at_once_are_rated_once_and_both_are_told_the_truth(house: Cast, _: int) -> None:
    every = lines(house.shop)

    outcomes = together(partial(good, house.shop, house.alice, every), partial(good, house.shop, house.bob, every[1:]))

    assert len(given(outcomes)) == 2
    assert sorted(one.line_id for one in BuyerRating.objects.all()) == every
    assert Outbound.objects.count() == HERE
    assert sum(len(one.ratings) for one in given(outcomes)) == HERE
    assert sum(one.left.get("already_rated", 0) for one in given(outcomes)) == HERE - 1


@pytest.fixture
def unlocked(monkeypatch: pytest.MonkeyPatch) -> Meeting:
    """Rating without the shop's lock, and both wait for each other where they have looked."""
    meeting = Meeting()
    monkeypatch.setattr(rating, "setwise", SimpleNamespace(rows=lambda *_: []))
    monkeypatch.setattr(rating, "_locked", meeting.after(rating._locked))
    return meeting


def test_control_without_the_lock_one_of_them_breaks(house: Cast, unlocked: Meeting) -> None:
    every = lines(house.shop)

    outcomes = together(partial(good, house.shop, house.alice, every), partial(good, house.shop, house.bob, every))

    assert unlocked.met
    assert [type(one) for one in outcomes if not isinstance(one, Given)] == [IntegrityError], "the database's own constraint"
    assert BuyerRating.objects.count() == HERE


def test_one_key_at_once_is_one_press(house: Cast) -> None:
    action = partial(good, house.shop, house.bob, lines(house.shop), key=uuid.uuid4())

    outcomes = given(together(action, action, action))

    assert len({one.ratings for one in outcomes}) == 1
    assert sorted(one.repeated for one in outcomes) == [False, True, True]
    assert Outbound.objects.count() == HERE


def test_of_two_with_words_one_rates_and_the_other_is_told(house: Cast) -> None:
    line = lines(house.shop)[0]

    outcomes = together(partial(rate, house.shop, house.alice, line), partial(rate, house.shop, house.bob, line))

    assert sorted(type(one).__name__ for one in outcomes) == ["Given", "Stale"]
    assert (BuyerRating.objects.count(), Outbound.objects.count()) == (1, 1)


@pytest.mark.parametrize("_", range(2))
def test_taking_back_and_leaving_at_once_end_in_one_of_the_two(house: Cast, _: int) -> None:
    own = rate(house.shop, house.bob, lines(house.shop)[0])

    taken, claimed = together(
        partial(back, house.shop, house.bob, own.ratings), partial(outbox.claim, limit=1, lease_until=LEAVES, now=LEAVES)
    )

    left = len(cast("list[Claimed]", claimed))
    assert (Outbound.objects.get().state, *states(), cast("Any", taken).taken, left) in [
        ("cancelled", "cancelled", 1, 0),
        ("claimed", "queued", 0, 1),
    ]


def race_with_a_rating_elsewhere(house: Cast, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What leaves where the marketplace tells of the shop's review between our look and our writing."""
    elsewhere = Meanwhile(lambda: tell(house.shop, rated(), now=LEAVES))
    monkeypatch.setattr(rating, "_locked", elsewhere.after(rating._locked))
    rate(house.shop, house.bob, lines(house.shop)[0])
    assert elsewhere.finish(), "a load does not wait for who rates"
    (claimed,) = outbox.claim(limit=1, lease_until=LEAVES, now=LEAVES)
    return RatingCarrier().parcel(claimed)


def test_what_is_rated_elsewhere_meanwhile_does_not_leave(house: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert race_with_a_rating_elsewhere(house, monkeypatch) is None


def test_control_a_worker_that_does_not_ask_again_sends_it(house: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rating_fates, "_over", lambda _: "")

    assert race_with_a_rating_elsewhere(house, monkeypatch) is not None
