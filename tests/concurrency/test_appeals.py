"""One review, two people at once: one appeal goes out, and one word of the marketplace's stands."""

from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError

from reviews.domain import appeals as rules
from reviews.models import Appeal, Review
from reviews.services import appeal_outcomes, appealing
from sellerdesk.errors import NotVisible, Refusal, Stale
from sellerdesk.models import Outbound
from tests.concurrency.meeting import Meeting
from tests.concurrency.together import together
from tests.factories.feed import order, review
from tests.factories.kernel import NOW, Cast, make_cast
from tests.factories.mending import appeal, by, tell


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house() -> Cast:
    cast = make_cast()
    tell(cast, order(), review(text="vk.com/x"))
    return cast


def test_of_two_appeals_at_once_one_is_made(house: Cast) -> None:
    outcomes = together(partial(appeal, house), partial(appeal, house, detail="insults"))

    (refused,) = [one for one in outcomes if isinstance(one, Refusal)]
    assert refused.code == "appeal_running"
    assert (Appeal.objects.count(), Outbound.objects.count()) == (1, 1)


def test_control_without_the_lock_only_the_constraint_holds_and_says_nothing(house: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = Meeting()

    def unlocked(desk_id: int, shop_ids: Any, review_id: int) -> Review:
        found = Review.objects.filter(desk_id=desk_id, shop_id__in=list(shop_ids), pk=review_id).first()
        if found is None:
            raise NotVisible
        return found

    monkeypatch.setattr(appealing, "lock", unlocked)
    # Both have asked and found nothing against it before either writes.
    monkeypatch.setattr(appealing, "rules", SimpleNamespace(**(vars(rules) | {"places": meeting.after(rules.places)})))
    outcomes = together(partial(appeal, house), partial(appeal, house, detail="insults"))

    assert meeting.met
    assert [type(one) for one in outcomes if isinstance(one, Exception)] == [IntegrityError]
    assert Appeal.objects.count() == 1


def test_of_two_words_of_the_marketplace_the_first_stands(house: Cast) -> None:
    made = appeal(house)
    Appeal.objects.filter(pk=made.pk).update(state="waiting", reached_at=NOW)
    say = partial(appeal_outcomes.say, **by(house), appeal_id=made.pk, said="", now=NOW)

    outcomes = together(partial(say, ruling="granted"), partial(say, ruling="refused"))

    assert [type(one) for one in outcomes if one is not None] == [Stale]
    made.refresh_from_db()
    assert made.state == ("granted" if outcomes[0] is None else "refused")
