"""The page of questions: what is listed in which order, the reading pane, the forms with and without script."""

import json
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reviews.models import OwnAnswer, Question
from reviews.rows import questions as known
from sellerdesk.marketplaces.ports import Receipt
from sellerdesk.models import Outbound
from sellerdesk.outbox import Outcome
from tests.factories.answering import deliver
from tests.factories.kernel import Cast, join, make_person, make_shop, make_token
from tests.factories.questions import ANSWER, answer, asked, question, reply


pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC).replace(microsecond=0)
SCRIPT = {"Accept": "application/json"}
LIST = "/desks/harbor/reviews/questions/"


def ago(hours: float) -> str:
    return (NOW - timedelta(hours=hours)).isoformat()


@pytest.fixture
def row(cast: Cast) -> Question:
    return asked(cast.shop, question(at=ago(2)), now=NOW)


@pytest.fixture
def bob(cast: Cast, client: Client) -> Client:
    client.force_login(cast.bob)
    return client


def page(client: Client, address: str = LIST, **asked_for: str) -> str:
    response = client.get(address, asked_for)
    assert response.status_code == 200
    return response.content.decode()


def listed(client: Client, **asked_for: str) -> list[str]:
    """The outside ids on the list, in its order."""
    shown = client.get(LIST, asked_for, headers={"HX-Request": "true"}).content.decode()
    names = {str(pk): ref for pk, ref in Question.objects.values_list("pk", "outside_id")}
    return [names[part.partition('"')[0]] for part in shown.split('data-live-row="')[1:]]


def post(client: Client, row: Question, rest: str = "answer/", *, script: bool = True, **fields: Any) -> Any:
    told = {"text": ANSWER, "key": uuid.uuid4(), "seen": known.of(row.desk_id, row.pk).seen.text(), "draft": "0", **fields}
    return client.post(f"{LIST}{row.pk}/{rest}", told, headers=SCRIPT if script else {})


def test_the_views_and_their_order(cast: Cast, bob: Client) -> None:
    other = make_shop(cast.desk, "second", name="Second")
    asked(cast.shop, question("Q1", at=ago(1)), question("Q2", at=ago(3)), question("Q3", at=ago(900)), now=NOW)
    asked(other, question("Q4", at=ago(2)), question("Q5", at=ago(5)), reply("A5", at=ago(4), of="Q5"), ref="Q4", now=NOW)

    assert listed(bob) == ["Q2", "Q4", "Q1"]
    assert listed(bob, shop=cast.shop.slug) == ["Q2", "Q1"]
    assert listed(bob, show="unanswered") == ["Q1", "Q4", "Q2", "Q3"]
    assert listed(bob, show="answered") == ["Q5"]
    assert listed(bob, show="rejected") == []
    assert listed(bob, show="all") == ["Q1", "Q4", "Q2", "Q5", "Q3"]


def test_words_an_article_and_a_product_narrow_it(cast: Cast, bob: Client) -> None:
    blue = question("Q1", "Есть ли синий чайник?", at=ago(1), product="P1")
    asked(cast.shop, blue, question("Q2", "这个颜色有色差吗", at=ago(2), product="P2", buyer={"id": "B9", "name": "Wang"}), now=NOW)
    product = Question.objects.get(outside_id="Q2").product_id

    assert listed(bob, q="синего чайника") == listed(bob, q="p1") == ["Q1"]
    assert listed(bob, q="色差") == listed(bob, q="wang") == listed(bob, product=str(product)) == ["Q2"]
    assert "Nothing found" in page(bob, q="nothing")


def test_a_page_goes_on_after_its_last_row(cast: Cast, bob: Client) -> None:
    asked(cast.shop, *(question(f"Q{number}", at=ago(number / 4)) for number in range(1, 41)), now=NOW)

    for show in ("open", "unanswered"):
        first = page(bob, show=show)
        cursor = first.rpartition("after=")[2].partition('"')[0].partition("&")[0]
        both = [*listed(bob, show=show), *listed(bob, show=show, after=cursor)]
        assert (len(both), len(set(both))) == (40, 40)


def test_the_reading_pane_costs_a_fixed_number_of_queries(cast: Cast, bob: Client, row: Question) -> None:
    with CaptureQueriesContext(connection) as one:
        page(bob)
    asked(cast.shop, *(question(f"R{number}", at=ago(3)) for number in range(20)), now=NOW)
    with CaptureQueriesContext(connection) as many:
        shown = page(bob, f"{LIST}{row.pk}/")

    assert len(many) <= len(one) <= 15, "\n".join(one["sql"][:130] for one in one.captured_queries)
    assert "Is there a blue one?" in shown
    assert "All questions about this product" in shown
    assert "Reject the question" not in shown


def test_the_form_is_there_for_who_may_answer(cast: Cast, client: Client, row: Question) -> None:
    reader = make_person("reader@example.org")
    join(cast.desk, reader, "analyst")
    client.force_login(reader)

    assert "Publish reply" not in page(client, f"{LIST}{row.pk}/")
    assert post(client, row).status_code == post(client, row, "reject/").status_code == 404


def test_sent_with_script_and_without_and_taken_back(bob: Client, cast: Cast, row: Question) -> None:
    other = asked(cast.shop, question("Q2", at=ago(1)), ref="Q2", now=NOW)
    key = uuid.uuid4()

    first, again = post(bob, row, key=key), post(bob, row, key=key, script=False)

    own = OwnAnswer.objects.get()
    assert (first.json()["answer"], first.json()["next"]) == (own.pk, f"{LIST}{other.pk}/?show=open")
    assert (again.status_code, again["Location"]) == (302, f"{LIST}{row.pk}/")
    assert "being sent" in page(bob, f"{LIST}{row.pk}/")
    taken = bob.post(first.json()["back"], headers={"HX-Request": "true"})
    told = json.loads(taken["HX-Trigger"])["answerback"]
    assert (told["about"], told["text"], told["page"]) == (f"question:{row.pk}", ANSWER, f"{LIST}{row.pk}/")
    assert ANSWER in page(bob, f"{LIST}{row.pk}/")


@pytest.mark.parametrize("script", [True, False])
def test_a_telephone_number_is_refused_and_the_text_kept(bob: Client, row: Question, script: bool) -> None:
    response = post(bob, row, text="Call +7 495 120-44-10", script=script)

    assert response.status_code == 422
    assert (response.json()["code"] == "contacts") if script else ("Call +7 495 120-44-10" in response.content.decode())
    assert not Outbound.objects.exists()


@pytest.mark.parametrize("script", [True, False])
def test_a_colleague_was_faster(cast: Cast, bob: Client, row: Question, script: bool) -> None:
    seen = known.of(cast.desk.pk, row.pk).seen.text()
    answer(row, cast.alice, "Thank you, we mended it", now=NOW)

    response = post(bob, row, seen=seen, text="Mine", script=script)

    assert response.status_code == 409
    body = response.json()["sentence"] + response.json()["html"] if script else response.content.decode()
    assert "Alice answered" in body
    assert "Thank you, we mended it" in body
    assert script or "Mine" in body


@pytest.mark.parametrize(
    ("outcome", "words"), [(Outcome.BY_HAND, "Done there"), (Outcome.UNKNOWN, "being checked"), (Outcome.DEAD, "Not sent.")]
)
def test_what_became_of_it_is_said(cast: Cast, bob: Client, row: Question, outcome: Outcome, words: str) -> None:
    answer(row, cast.bob, now=NOW)
    deliver(outcome, Receipt("sent") if outcome is Outcome.SENT else None, "Not allowed", NOW + timedelta(seconds=10))

    shown = page(bob, f"{LIST}{row.pk}/")

    assert words in shown
    assert ANSWER in shown


def test_rejected_where_the_marketplace_lets_it_be(cast: Cast, bob: Client) -> None:
    row = asked(make_shop(cast.desk, "wb", rules="wildberries"), question(at=ago(1)), now=NOW)
    assert "Reject the question" in page(bob, f"{LIST}{row.pk}/")

    wrong = post(bob, row, "reject/", script=False, reason="other", note="")
    assert wrong.status_code == 422
    assert "says nothing by itself" in wrong.content.decode()
    right = post(bob, row, "reject/", script=False, reason="other", note="Not ours to say")

    assert right.status_code == 302
    shown = page(bob, f"{LIST}{row.pk}/")
    assert "The rejection is being sent. It can be taken back for 10 seconds." in shown
    assert "The rejection is being sent" not in page(bob, f"{LIST}{row.pk}/"), "once"
    assert "Other: Not ours to say" in shown
    assert "Take back" in shown
    assert listed(bob, show="rejected") == ["Q1"]


def test_drafts_and_who_is_writing(cast: Cast, client: Client, row: Question) -> None:
    client.force_login(cast.bob)
    assert post(client, row, "answer/draft/", text="Yes", version="0").json()["version"] == 1
    assert post(client, row, "answer/hold/").json()["mine"]
    client.force_login(cast.alice)
    shown = page(client, f"{LIST}{row.pk}/")
    assert shown.count("Bob is writing") == 2
    assert ">Yes<" not in shown
    assert "Bob is writing" in page(client, f"{LIST}{row.pk}/answer/holder/")
    client.force_login(cast.bob)
    assert post(client, row, "answer/let-go/").status_code == 204


def test_it_is_found_and_waits_on_today(cast: Cast, bob: Client, row: Question) -> None:
    assert "Is there a blue one?" in page(bob, "/desks/harbor/")
    assert "Is there a blue one?" in page(bob, "/desks/harbor/search/", q="blue")


def test_programs_list_answer_and_reject(cast: Cast, client: Client) -> None:
    shop = make_shop(cast.desk, "wb", rules="wildberries")
    asked(shop, question(at=ago(2)), question("Q2", at=ago(1)), now=NOW)
    first, second = Question.objects.order_by("outside_id").values_list("pk", flat=True)
    at = f"/api/v1/shops/{shop.slug}/questions/"
    _, secret = make_token(cast.desk, "reviews.see", "reviews.answer")
    told: dict[str, Any] = {"headers": {"Authorization": f"Bearer {secret}"}}

    page = client.get(f"{at}?show=open&limit=1", **told).json()
    rest = client.get(f"{at}?show=open&cursor={page['next']}", **told).json()
    assert [one["question"] for one in (*page["items"], *rest["items"])] == ["Q1", "Q2"]
    state = client.get(f"{at}{first}/", **told).json()
    assert (state["why_not_answer"], state["why_not_reject"], state["written"]) == (None, None, [])

    given = client.post(f"{at}{first}/answer/", {"text": ANSWER, "seen": state["seen"]}, content_type="application/json", **told)
    seen = client.get(f"{at}{second}/", **told).json()["seen"]
    down = client.post(f"{at}{second}/reject/", {"reason": "abuse", "seen": seen}, content_type="application/json", **told)

    assert (given.status_code, given.json()["to"], down.status_code) == (201, "question", 201)
    again = client.post(f"{at}{first}/answer/", {"text": ANSWER, "seen": state["seen"]}, content_type="application/json", **told)
    assert (again.status_code, again.json()["code"]) == (422, "question_answered")
    state = client.get(f"{at}{second}/", **told).json()
    assert (state["standing"], state["why_not_answer"]["code"]) == ("rejected", "question_rejected")
    assert state["written"][0]["rejects"] == "abuse"
