"""A decision that the marketplace took and never told of: after a day its claim is somebody's work again."""

from datetime import timedelta

import pytest

from returns import tasks
from returns.models import Claim, Decision
from returns.services import decision_wordings, unheard
from sellerdesk import shops
from tests.factories.deciding import LEAVES, ask, decide, read_back, states
from tests.factories.delivering import Clock, connected, forget_marketplaces, turn
from tests.factories.kernel import Cast
from tests.factories.returns import waits


pytestmark = pytest.mark.django_db
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.fixture
def sent(cast: Cast) -> Claim:
    """Decided, and taken by the marketplace at LEAVES."""
    forget_marketplaces()
    connected(cast.shop)
    row = ask(cast.shop)
    decide(row, cast.bob)
    turn(Clock(LEAVES))
    assert states() == ["sent"]
    return row


def sweep(at: "timedelta") -> int:
    now = LEAVES + at
    return sum(unheard.give_up(desk_id=desk_id, decision_id=one, now=now) for desk_id, one in unheard.due(now=now))


def test_after_a_day_it_is_work_again(cast: Cast, sent: Claim) -> None:
    shop = shops.facts(cast.shop)
    assert (sweep(DAY), list(waits(shop))) == (0, []), "a whole day it may take"

    assert (sweep(DAY + SECOND), list(waits(shop))) == (1, ["CL1"])

    row = Decision.objects.get()
    assert (row.state, row.reason) == ("overtaken", decision_wordings.UNHEARD)
    assert sweep(DAY + SECOND) == 0, "once"


def test_what_was_told_in_time_is_left_alone(cast: Cast, sent: Claim) -> None:
    read_back(cast.shop, Clock(LEAVES + SECOND))
    assert states() == ["confirmed"]

    assert (sweep(2 * DAY), list(waits(shops.facts(cast.shop)))) == (0, [])


def test_whoever_was_faster_is_not_overwritten(cast: Cast, sent: Claim) -> None:
    """Between the finding and the lock the marketplace has told."""
    found = unheard.due(now=LEAVES + 2 * DAY)
    read_back(cast.shop, Clock(LEAVES + SECOND))

    assert not any(unheard.give_up(desk_id=desk_id, decision_id=one, now=LEAVES + 2 * DAY) for desk_id, one in found)
    assert states() == ["confirmed"]


def test_the_worker_finds_it(cast: Cast, sent: Claim) -> None:
    tasks.give_up_unheard()
    assert states() == ["overtaken"], "its day is long over by the clock of the wall"
