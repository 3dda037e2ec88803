"""What programs sent and take back before it leaves: their own, and nobody else's; and an answer changed by a program."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from reviews.domain.verdicts import Verdict
from reviews.models import BuyerRating, OwnAnswer, Question, Review
from reviews.services import rating
from sellerdesk import shops
from sellerdesk.domain import actor, permissions
from sellerdesk.models import OrderLine, Shop, WorkItem
from tests.factories.answering import TEXT, answer, reviewed
from tests.factories.asking import Program, program
from tests.factories.feed import load, order, review, told
from tests.factories.kernel import Cast


pytestmark = pytest.mark.django_db
HELD = (permissions.REVIEWS_SEE, permissions.REVIEWS_ANSWER, permissions.ORDERS_SEE)


@pytest.fixture
def ask(cast: Cast, client: Client) -> Program:
    return program(client, cast.desk, *HELD)


@pytest.fixture
def bad(cast: Cast) -> Review:
    """A bad review of this hour, which waits for an answer."""
    now = timezone.now()
    return reviewed(cast.shop, [review("R1", None, at=now.isoformat(), text="Broken")], now=now)


def sent_by(ask: Program, at: str) -> int:
    seen = ask("GET", f"{at}answer/" if at.startswith("reviews") else at).json()["seen"]
    given = ask("POST", f"{at}answer/", {"text": TEXT, "seen": seen})
    assert given.status_code == 201
    return int(given.json()["id"])


def test_an_answer_is_taken_back_by_the_program_that_sent_it(cast: Cast, client: Client, ask: Program, bad: Review) -> None:
    at = f"reviews/{bad.pk}/"
    own = sent_by(ask, at)
    another = program(client, cast.desk, *HELD)

    assert another("POST", f"{at}answers/{own}/back/").status_code == 404
    assert ask("POST", f"reviews/{bad.pk + 1}/answers/{own}/back/").status_code == 404
    assert [ask("POST", f"{at}answers/{own}/back/").status_code for _ in range(2)] == [204, 204]

    assert OwnAnswer.objects.get().state == "cancelled"
    assert WorkItem.objects.filter(kind="flagged_review", state="open").count() == 1
    on_its_way = sent_by(ask, at)
    OwnAnswer.objects.filter(pk=on_its_way).update(state="sending")
    assert ask("POST", f"{at}answers/{on_its_way}/back/").json()["code"] == "stale"


def test_what_a_person_or_a_rule_wrote_is_not_taken_back_by_programs(cast: Cast, ask: Program, bad: Review) -> None:
    now = timezone.now()
    for author in (cast.bob, None):
        own = answer(bad, author, now=now).answer_id
        assert ask("POST", f"reviews/{bad.pk}/answers/{own}/back/").status_code == 404
        assert OwnAnswer.objects.get(pk=own).state == "queued"
        OwnAnswer.objects.update(state="cancelled")


def test_an_answer_to_a_question_is_taken_back(cast: Cast, ask: Program) -> None:
    now = timezone.now()
    load(shops.facts(cast.shop), told("question", "Q1", now.isoformat(), product="P1", text="Is it blue?"), now=now)
    at = f"questions/{Question.objects.get().pk}/"
    own = sent_by(ask, at)

    assert ask("POST", f"{at}answers/{own}/back/").status_code == 204
    assert ask("GET", at).json()["standing"] == "open"


def test_an_answer_is_changed_where_it_may(cast: Cast, ask: Program, bad: Review) -> None:
    at = f"reviews/{bad.pk}/"
    own = sent_by(ask, at)
    early = ask("POST", f"{at}answers/{own}/change/", {"text": "Other words, and sorry"})
    assert (early.status_code, OwnAnswer.objects.count()) == (422, 1)
    OwnAnswer.objects.update(state="sent", sent_at=timezone.now())
    same = ask("POST", f"{at}answers/{own}/change/", {"text": TEXT})

    assert same.status_code == 422
    assert ask("POST", f"reviews/{bad.pk + 1}/answers/{own}/change/", {"text": "Other"}).status_code == 404


def test_a_rating_is_taken_back_by_the_program_that_gave_it(cast: Cast, ask: Program) -> None:
    now = timezone.now()
    Shop.objects.update(rules="taobao")
    cast.shop.refresh_from_db()
    load(shops.facts(cast.shop), *(order(ref, completed_at=now.isoformat()) for ref in ("O1", "O2")), now=now)
    given = ask("POST", "buyer-ratings/", {"order": "O1", "verdict": "good"})
    assert given.status_code == 201
    line = OrderLine.objects.get(order__outside_id="O2").pk
    rating.rate(
        desk_id=cast.desk.pk, shop_ids=[cast.shop.pk], line_id=line, verdict=Verdict.GOOD, text="", user_id=cast.bob.pk,
        actor=actor.person(cast.bob.pk, cast.bob.email), client_key=uuid.uuid4(), now=now,
    )  # fmt: skip
    bobs = BuyerRating.objects.get(line_id=line).pk

    back = ask("POST", f"buyer-ratings/{given.json()['id']}/back/")

    assert (back.status_code, back.json()["state"]) == (200, "cancelled")
    assert ask("POST", f"buyer-ratings/{given.json()['id']}/back/").status_code == 200
    assert ask("POST", f"buyer-ratings/{bobs}/back/").status_code == 404
    again: Any = ask("POST", "buyer-ratings/", {"order": "O1", "verdict": "good"})
    BuyerRating.objects.filter(pk=again.json()["id"]).update(state="sending", outbound=None)
    assert ask("POST", f"buyer-ratings/{again.json()['id']}/back/").json()["code"] == "stale"
