"""The form of an answer: what it shows whom, with and without script, and the same for programs."""

import json
import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from reviews.domain.answering import About
from reviews.models import OwnAnswer, Review
from reviews.rows import answerable
from reviews.services import drafting, holding
from sellerdesk.marketplaces.ports import Receipt
from sellerdesk.models import Outbound
from sellerdesk.outbox import Outcome
from tests.factories.answering import answer, deliver, reviewed
from tests.factories.feed import order, review, told
from tests.factories.kernel import Cast, join, make_person, make_shop, make_token


pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC).replace(microsecond=0)
SCRIPT = {"Accept": "application/json"}
TEXT = "Thank you, we are sorry"


def ago(days: float) -> str:
    return (NOW - timedelta(days=days)).isoformat()


@pytest.fixture
def bad(cast: Cast) -> Review:
    return reviewed(cast.shop, [order(at=ago(20), completed_at=ago(15)), review(at=ago(9), text="Broken")], now=NOW)


@pytest.fixture
def bob(cast: Cast, client: Client) -> Client:
    client.force_login(cast.bob)
    return client


def page(client: Client, own: Review) -> str:
    response = client.get(f"/desks/harbor/reviews/{own.pk}/")
    assert response.status_code == 200
    return response.content.decode()


def post(client: Client, own: Review, rest: str = "", *, script: bool = True, **fields: Any) -> Any:
    told = {"text": TEXT, "key": uuid.uuid4(), "seen": answerable.of(own.desk_id, own.pk).seen.text(), "draft": "0", **fields}
    return client.post(f"/desks/harbor/reviews/{own.pk}/answer/{rest}", told, headers=SCRIPT if script else {})


def test_the_form_is_there_for_who_may_answer(cast: Cast, client: Client, bad: Review) -> None:
    client.force_login(cast.bob)
    assert "Publish reply" in page(client, bad)
    reader = make_person("reader@example.org")
    join(cast.desk, reader, "analyst")
    client.force_login(reader)
    assert "Publish reply" not in page(client, bad)
    assert post(client, bad).status_code == 404


def test_sent_with_script_and_without(bob: Client, bad: Review) -> None:
    key = uuid.uuid4()

    first, again = post(bob, bad, key=key), post(bob, bad, key=key, script=False)

    assert first.json()["answer"] == OwnAnswer.objects.get().pk
    assert (again.status_code, again["Location"]) == (302, f"/desks/harbor/reviews/{bad.pk}/")
    shown = page(bob, bad)
    assert "being sent" in shown
    assert "Take back" in shown


def test_the_next_by_deadline_is_told_to_who_goes_through_those_flagged(cast: Cast, bob: Client, bad: Review) -> None:
    other = reviewed(cast.shop, [review("R2", None, at=ago(3))], "R2", now=NOW)

    assert post(bob, bad).json()["next"] == f"/desks/harbor/reviews/{other.pk}/"
    assert post(bob, other).json()["next"] == ""


def ending(cast: Cast, seconds: float) -> Review:
    """A review whose answer's window ends so soon."""
    return reviewed(
        cast.shop, [review("R7", None, at=(datetime.now(UTC) - timedelta(days=30, seconds=-seconds)).isoformat())], "R7", now=NOW
    )


def test_where_the_window_ends_the_page_says_how_long_it_can_be_taken_back(cast: Cast, bob: Client) -> None:
    own = ending(cast, 14.8)
    form = page(bob, own)

    told = post(bob, own).json()
    shown = page(bob, own)

    assert re.search(r"Possible until .*The time is nearly over: it can be taken back for [3-9] seconds\.", form)
    assert told["back"]
    assert 3 <= told["seconds"] <= 9
    assert told["said"] == f"Reply being sent. The time is nearly over: it can be taken back for {told['seconds']} seconds."
    assert "Take back" in shown


def test_at_the_very_end_it_leaves_at_once_and_the_page_says_so(cast: Cast, bob: Client) -> None:
    own = ending(cast, 5.9)
    key = uuid.uuid4()

    told, again = post(bob, own, key=key).json(), post(bob, own, key=key).json()
    shown = page(bob, own)

    assert told["said"] == "Reply being sent. The time is nearly over: it leaves at once and cannot be taken back."
    assert (told["back"], told["seconds"]) == ("", 0)
    assert again["said"] == "Reply being sent", "what is known already is not told anew"
    assert "being sent" in shown
    assert "Take back" not in shown
    assert Outbound.objects.get().not_before <= datetime.now(UTC)


@pytest.mark.parametrize("script", [True, False])
def test_a_telephone_number_is_refused_and_the_text_kept(bob: Client, bad: Review, script: bool) -> None:
    text = "Call +7 495 120-44-10"

    response = post(bob, bad, text=text, script=script)

    assert response.status_code == 422
    assert (response.json()["code"] == "contacts") if script else (text in response.content.decode())
    assert not Outbound.objects.exists()


@pytest.mark.parametrize("script", [True, False])
def test_a_colleague_was_faster(cast: Cast, bob: Client, bad: Review, script: bool) -> None:
    seen = answerable.of(cast.desk.pk, bad.pk).seen.text()
    answer(bad, cast.alice, "Thank you, we mended it", now=NOW)

    response = post(bob, bad, seen=seen, text="Mine", script=script)

    assert response.status_code == 409
    body = response.json()["sentence"] + response.json()["html"] if script else response.content.decode()
    assert "Alice answered" in body
    assert "Thank you, we mended it" in body
    assert script or "Mine" in body


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome.BY_HAND, "Done there"),
        (Outcome.UNKNOWN, "being checked"),
        (Outcome.DEAD, "Not sent."),
    ],
)
def test_what_became_of_it_is_said(cast: Cast, bob: Client, bad: Review, outcome: Outcome, words: str) -> None:
    answer(bad, cast.bob, TEXT, now=NOW)
    deliver(outcome, reason="Not allowed", now=NOW + timedelta(seconds=10))

    shown = page(bob, bad)

    assert words in shown
    assert TEXT in shown
    assert ("Not allowed" in shown) is (outcome is Outcome.DEAD)


def test_under_moderation_and_told_by_the_feed_it_is_shown_once(cast: Cast, bob: Client, bad: Review) -> None:
    answer(bad, cast.bob, TEXT, now=NOW)
    deliver(Outcome.SENT, Receipt("moderated", "X1"), now=NOW + timedelta(seconds=10))
    assert "under moderation" in page(bob, bad)

    reviewed(cast.shop, [told("reply", "X1", ago(0), review="R1", text=TEXT)], now=NOW + timedelta(minutes=1))

    shown = page(bob, bad)
    assert shown.partition('id="answers-h"')[2].count(TEXT) == 1, "once among the answers, and once among what happened"
    assert "Bob" in shown


def test_closed_windows_say_until_when(cast: Cast, bob: Client) -> None:
    own = reviewed(
        cast.shop,
        [review("R7", None, at=ago(80)), told("follow_up", "F7", ago(60), review="R7", text="Still")],
        "R7",
        now=NOW,
    )

    shown = page(bob, own)

    assert "The review could be answered until the buyer’s follow-up" in shown
    assert "An answer was possible until" in shown
    assert post(bob, own).json()["code"] == "answer_window_closed"


def test_taken_back_by_a_toast_and_by_a_button(bob: Client, bad: Review) -> None:
    own = post(bob, bad).json()["answer"]

    response = bob.post(f"/desks/harbor/reviews/{bad.pk}/answer/{own}/back/", {"token": own}, headers={"HX-Request": "true"})
    assert response.status_code == 204
    assert json.loads(response["HX-Trigger"])["answerback"]["text"] == TEXT
    assert bob.post(f"/desks/harbor/reviews/{bad.pk}/answer/{own}/back/").status_code == 302
    assert TEXT in page(bob, bad)


def test_changed_once_on_the_page(cast: Cast, bob: Client) -> None:
    shop = make_shop(cast.desk, "wb", rules="wildberries")
    own = reviewed(shop, [review("R5", None, at=ago(3))], "R5", now=NOW)
    sent = answer(own, cast.bob, TEXT, now=NOW - timedelta(minutes=1))
    deliver(now=NOW)
    assert "Change the answer" in page(bob, own)

    told = post(bob, own, f"{sent.answer_id}/change/", text="We are sorry, a new one is on its way")

    assert told.json()["said"] == "Change being sent"
    shown = page(bob, own)
    assert "We are sorry, a new one is on its way" in shown
    assert "Change the answer" not in shown


def test_drafts_and_the_lease(cast: Cast, client: Client, bad: Review) -> None:
    client.force_login(cast.bob)
    assert post(client, bad, "draft/", text="Thank", version="0").json()["version"] == 1
    assert post(client, bad, "draft/", text="Other", version="0").status_code == 409
    assert "Thank" in page(client, bad)
    assert post(client, bad, "hold/").json()["mine"]
    client.force_login(cast.alice)
    assert ">Thank<" not in page(client, bad)
    assert page(client, bad).count("Bob is writing") == 2
    assert not post(client, bad, "hold/").json()["mine"]
    assert post(client, bad, "hold/", over="1").json()["mine"]


def test_two_windows_and_letting_go(cast: Cast, bad: Review) -> None:
    about = About("review", bad.pk)
    own: dict[str, Any] = {"desk_id": cast.desk.pk, "shop_ids": [cast.shop.pk], "about": about, "user_id": cast.bob.pk, "now": NOW}
    assert drafting.save(**own, text="", version=0).version == 0
    assert drafting.save(**own, text="One", version=0).version == 1
    assert drafting.save(**own, text="", version=1).version == 0
    assert holding.hold(**own).mine
    assert holding.let_go(**own)
    assert not holding.let_go(**own)


def test_programs_answer_too(cast: Cast, client: Client, bad: Review) -> None:
    at = f"/api/v1/shops/{cast.shop.slug}/reviews/{bad.pk}/answer/"
    _, secret = make_token(cast.desk, "reviews.see", "reviews.answer")
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "k1"}
    state = client.get(at, headers=headers).json()
    assert (state["to"], state["why_not"], state["answers"]) == ("review", None, [])

    made = [client.post(at, {"text": TEXT, "seen": state["seen"]}, content_type="application/json", headers=headers) for _ in range(2)]

    assert [one.status_code for one in made] == [201, 201]
    assert made[0].json() == made[1].json()
    after = client.get(at, headers=headers).json()
    assert (after["until"], after["why_not"]["code"], after["answers"][0]["state"]) == (None, "already_answered", "queued")
    late = client.post(
        at, {"text": TEXT, "seen": state["seen"]}, content_type="application/json", headers={**headers, "Idempotency-Key": "k2"}
    )
    assert late.status_code in {409, 422}
    _, blind = make_token(cast.desk, "reviews.answer")
    told = client.post(at, {"text": TEXT, "seen": "0-0"}, content_type="application/json", headers={"Authorization": f"Bearer {blind}"})
    assert told.status_code == 404
