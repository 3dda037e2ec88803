"""Offers are logged with what came of them, by whom and where; and said beside a conversation."""

import uuid
from datetime import timedelta

import pytest

from reviews import panels
from reviews.domain.offers import Kind
from reviews.models import Offer, OfferChange
from reviews.queries import offering as queries
from sellerdesk import shops
from sellerdesk.errors import NotVisible, Refusal, Stale
from sellerdesk.models import AuditEntry
from sellerdesk.panels import Subject
from tests.factories.feed import order, review, told
from tests.factories.kernel import NOW, Cast
from tests.factories.mending import change, offer, tell, the


pytestmark = pytest.mark.django_db


@pytest.fixture
def house(cast: Cast) -> Cast:
    tell(cast, order(), review(stars=1, text="Плохо"), review("R2", None, verdict="neutral", buyer={"id": "B1"}, anonymous=True))
    return cast


def test_an_offer_is_logged_and_what_came_of_it_is_kept_step_by_step(house: Cast) -> None:
    one = offer(house, kind="partial_refund", amount_minor=300_00, currency="RUB", note="Новая ручка")
    change(house, one, "agreed")
    change(house, one, "done", "Track 123", seen=1)

    (shown,) = queries.of_review(house.desk.pk, the("R1").pk)
    assert (shown.kind, shown.amount_minor, shown.currency, shown.made_by, shown.state) == ("partial_refund", 300_00, "RUB", "Bob", "done")
    assert [(step.state, step.by, step.note, step.at) for step in shown.steps] == [
        ("agreed", "Bob", "", NOW), ("done", "Bob", "Track 123", NOW),
    ]  # fmt: skip
    assert list(AuditEntry.objects.values_list("what", flat=True)).count("offer.changed") == 2


def test_who_has_not_seen_the_last_change_does_not_overwrite_it(house: Cast) -> None:
    one = offer(house)
    change(house, one, "agreed")
    with pytest.raises(Stale):
        change(house, one, "declined", seen=0)
    assert Offer.objects.get().state == "agreed"
    assert OfferChange.objects.count() == 1


def test_what_may_not_be_said_to_a_buyer_is_not_kept_as_said(house: Cast) -> None:
    """The text policy speaks here as in a chat; what it stops besides is its own matter."""
    for act in (lambda: offer(house, note="⟦order number⟧"), lambda: change(house, offer(house), "agreed", "⟦order number⟧")):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == "gap"


def test_the_same_form_twice_is_one_offer(house: Cast) -> None:
    key = uuid.uuid4()
    assert offer(house, client_key=key).pk == offer(house, client_key=key).pk
    with pytest.raises(Refusal) as refused:
        offer(house, "R2", client_key=key)
    assert refused.value.code == "offer_key_used"


def test_a_shop_that_is_not_ones_own_has_no_reviews(house: Cast) -> None:
    stranger = Cast(**{**vars(house), "shop": house.other_shop})
    with pytest.raises(NotVisible):
        offer(stranger)
    with pytest.raises(NotVisible):
        change(stranger, offer(house), "agreed")


def test_beside_a_conversation_stand_the_buyers_offers_but_for_anonymous_reviews(house: Cast) -> None:
    offer(house, "R2", "refund")
    facts = shops.facts(house.shop)
    about = Subject(buyer_id=the("R1").buyer_id)
    beside = panels.beside(house.desk.pk, facts, about, NOW)
    assert beside is not None
    assert beside["offers"] == ()

    offer(house)

    told_beside = panels.beside(house.desk.pk, facts, about, NOW)
    assert told_beside is not None
    assert [one.kind for one in told_beside["offers"]] == ["gift"]
    assert panels.beside(house.desk.pk, facts, Subject(), NOW) is None


def test_what_became_of_the_review_afterwards_is_told_as_it_is(house: Cast) -> None:
    tell(house, review("R3", None, verdict="bad"), review("R4", None, verdict="bad"))
    early, late = NOW - timedelta(hours=2), NOW - timedelta(hours=1)
    changed = told("review_change", "R1", late.isoformat(), verdict="good", text="ok")
    for ref, at in (("R1", early), ("R1", NOW), ("R3", early), ("R4", early)):
        offer(house, ref, now=at)
    tell(house, changed, told("review_delete", "R3", late.isoformat(), by="author"))
    change(house, Offer.objects.earliest("id"), "agreed")

    line = queries.figures(house.desk.pk, [house.shop.pk], None)[Kind.GIFT]

    assert (line.number, dict(line.states)) == (4, {"agreed": 1, "waiting": 3})
    assert dict(line.became) == {"good": 1, "deleted": 1, "unchanged": 2}
    for became, number in line.became.items():
        assert len(queries.rows(house.desk.pk, [house.shop.pk], queries.Asked(became=became))) == number
    assert queries.figures(house.desk.pk, [house.shop.pk], NOW)[Kind.GIFT].number == 1
