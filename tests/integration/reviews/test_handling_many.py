"""Many reviews at once, labels, saved lists, the table: what is done, what is left out, what others see."""

import csv
import io
import json
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reviews.domain import labels
from reviews.domain.handling import AT_ONCE
from reviews.models import Review, SavedFilter, Tag, Tagged
from reviews.rows import answerable
from reviews.services import answering, flagging
from sellerdesk import saved_lists, shops
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.models import AuditEntry, WorkItem
from tests.factories.asking import program
from tests.factories.feed import Record, load, order, review, told
from tests.factories.kernel import Cast, join, make_person, make_token


pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC).replace(microsecond=0)
HTMX = {"HX-Request": "true"}
AT = "/desks/harbor/reviews/"


def ago(days: float) -> str:
    return (NOW - timedelta(days=days)).isoformat()


def fill(cast: Cast, *records: Record) -> None:
    facts = shops.facts(cast.shop)
    load(facts, *records, now=NOW)
    while flagging.judge(shop=facts, now=NOW):
        pass


def the(ref: str) -> int:
    return Review.objects.get(outside_id=ref).pk


@pytest.fixture
def alice(cast: Cast, client: Client) -> Client:
    """Signed in, before four bad reviews of which the last was answered meanwhile, and a good one."""
    fill(cast, *(review(f"R{number}", None, at=ago(number), verdict="bad", text=f"w{number}w") for number in range(1, 5)))
    fill(cast, review("G", None, at=ago(2), verdict="good"), told("reply", "A4", ago(1), review="R4", text="sorry"))
    client.force_login(cast.alice)
    return client


def post(client: Client, path: str, **told: Any) -> Any:
    return client.post(f"{AT}{path}", told, headers=HTMX)


def toast(response: Any) -> dict[str, Any]:
    assert response.status_code == 204, response.content
    found: dict[str, Any] = json.loads(response["HX-Trigger"])["toast"]
    return found


def waiting() -> set[str]:
    return set(WorkItem.objects.filter(state="open").values_list("subject", flat=True))


def test_what_was_answered_meanwhile_is_left_out_and_said(cast: Cast, alice: Client) -> None:
    said = toast(post(alice, "close/", review=[the(ref) for ref in ("R1", "R2", "R4", "G")]))

    assert said["text"] == "2 closed, 1 was answered meanwhile, 1 was not waiting"
    assert waiting() == {f"review:{the('R3')}"}
    assert WorkItem.objects.get(subject=f"review:{the('R1')}").outcome == "done"
    assert AuditEntry.objects.filter(what="review.closed").count() == 2


def test_closing_is_taken_back_but_for_what_was_answered_since(cast: Cast, alice: Client) -> None:
    undo = toast(post(alice, "close/", review=[the("R1"), the("R2")]))["undo"]
    fill(cast, told("reply", "A2", ago(0), review="R2", text="sorry"))

    assert alice.post("/desks/harbor/work/undo/", {"token": undo}, headers=HTMX).status_code == 204
    assert waiting() == {f"review:{the(ref)}" for ref in ("R1", "R3")}
    assert alice.post("/desks/harbor/work/undo/", {"token": undo}, headers=HTMX).status_code == 409


def test_closing_is_not_taken_back_where_an_answer_is_on_its_way_since(cast: Cast, alice: Client) -> None:
    undo = toast(post(alice, "close/", review=[the("R1"), the("R2")]))["undo"]
    answering.send(
        desk_id=cast.desk.pk, shop_ids=[cast.shop.pk], review_id=the("R2"), user_id=cast.bob.pk, actor=SYSTEM,
        text="Thank you for telling us, we have sent a new one.", client_key=uuid.uuid4(), seen=answerable.of(cast.desk.pk, the("R2")).seen,
        reason="short", now=datetime.now(UTC),
    )  # fmt: skip

    assert alice.post("/desks/harbor/work/undo/", {"token": undo}, headers=HTMX).status_code == 204
    assert waiting() == {f"review:{the(ref)}" for ref in ("R1", "R3")}


def test_a_follow_up_that_waits_is_closed_whatever_was_answered_before_it(cast: Cast, alice: Client) -> None:
    fill(cast, told("follow_up", "F4", ago(0.5), review="R4", text="Terrible quality, it broke, do not buy it."))
    assert f"review:{the('R4')}" in waiting()

    assert toast(post(alice, "close/", review=[the("R4")]))["text"] == "1 closed"
    assert f"review:{the('R4')}" not in waiting()


def test_all_that_match_are_those_of_the_filter(cast: Cast, alice: Client) -> None:
    said = toast(post(alice, "close/?show=bad&days=7&q=w1w", all="1"))

    assert said["text"] == "1 closed"
    assert waiting() == {f"review:{the(ref)}" for ref in ("R2", "R3")}


def test_more_than_500_are_refused(cast: Cast, alice: Client) -> None:
    response = post(alice, "close/", review=list(range(1, AT_ONCE + 2)))

    assert response.status_code == 422
    assert len(waiting()) == 3


def test_several_are_given_to_somebody_and_taken_back(cast: Cast, alice: Client) -> None:
    ids = [the(ref) for ref in ("R1", "R2", "R4")]
    dialog = alice.get(f"{AT}assign/", {"review": ids}, headers=HTMX).content.decode()
    said = toast(post(alice, "assign/", review=ids, to=cast.bob.pk))

    assert "Who does these 2?" in dialog
    assert said["text"] == "2 items given to Bob, 1 was not waiting"
    assert WorkItem.objects.filter(assignee=cast.bob).count() == 2
    assert alice.post("/desks/harbor/work/undo/", {"token": said["undo"]}, headers=HTMX).status_code == 204
    assert WorkItem.objects.filter(assignee=cast.bob).count() == 0


def test_labels_are_put_on_shown_found_and_taken_off(cast: Cast, alice: Client) -> None:
    ids = [the("R1"), the("R2")]
    assert toast(post(alice, "labels/", review=ids, tag=" Размер  XL ", do="add"))["text"].endswith("put on 2 reviews")
    post(alice, f"{ids[0]}/labels/", add="размер xl")
    post(alice, f"{ids[0]}/labels/", add="Late")

    page = alice.get(AT, {"show": "all", "tag": "размер xl"}).content.decode()
    assert page.count('class="list-row"') == 2
    assert page.count('<span class="badge badge--accent"><bdi>Размер XL</bdi>') == 2
    assert Tag.objects.count() == 2
    assert "Take off the label Late" in alice.get(f"{AT}{ids[0]}/").content.decode()
    post(alice, "labels/", review=ids, tag="размер xl", do="remove")
    assert list(Tag.objects.values_list("name", flat=True)) == ["Late"]


def test_a_review_has_20_labels_at_most_and_a_desk_200(cast: Cast, alice: Client) -> None:
    desk, own = cast.desk.pk, the("R1")
    Tag.objects.bulk_create(Tag(desk_id=desk, name=f"t{number}", folded=f"t{number}") for number in range(labels.MOST_OF_DESK))
    Tagged.objects.bulk_create(Tagged(desk_id=desk, review_id=own, tag=tag) for tag in Tag.objects.all()[: labels.MOST_OF_REVIEW])

    full = post(alice, f"{own}/labels/", add="t199")
    many = post(alice, f"{the('R2')}/labels/", add="another")
    some = toast(post(alice, "labels/", review=[own, the("R2")], tag="t199"))["text"]

    assert (full.status_code, many.status_code) == (422, 422)
    assert "This review has 20 labels already." in full.content.decode()
    assert "A desk has at most 200 labels." in many.content.decode()
    assert some == "“t199” put on 1 review, 1 has 20 labels already"
    assert Tagged.objects.filter(review_id=own).count() == labels.MOST_OF_REVIEW


@pytest.mark.parametrize(("typed", "code"), [("  \u200b", 422), ("x" * 41, 422), ("x" * 40, 200)])
def test_a_label_says_something_and_is_short(cast: Cast, alice: Client, typed: str, code: int) -> None:
    assert post(alice, f"{the('R1')}/labels/", add=typed).status_code == code


def test_a_list_is_saved_counted_shared_renamed_moved_and_deleted(cast: Cast, alice: Client) -> None:
    post(alice, "saved/?show=bad&days=7&after=1-1", name="Bad week")
    shown = post(alice, "saved/?show=all&unanswered=1", name="Open", shared="1").content.decode()
    taken = post(alice, "saved/?show=good", name="Open", shared="1")

    assert SavedFilter.objects.get(name="Bad week").query == "show=bad&days=7"
    assert 'href="/desks/harbor/reviews/?show=bad&amp;days=7"' in shown
    assert '<bdi class="truncate">Bad week</bdi> <span class="count">4</span>' in shown
    assert taken.status_code == 422
    bob = Client()
    bob.force_login(cast.bob)
    assert "Bad week" not in bob.get(f"{AT}saved/").content.decode()
    own, shared = SavedFilter.objects.get(name="Bad week").pk, SavedFilter.objects.get(name="Open").pk
    assert bob.post(f"{AT}saved/{own}/", {"do": "delete"}).status_code == 404
    post(alice, "saved/?show=good", name="Good")
    alice.post(f"{AT}saved/{own}/", {"do": "down"})
    alice.post(f"{AT}saved/{own}/", {"do": "rename", "name": "Week"})
    bob.post(f"{AT}saved/{shared}/", {"do": "delete"})
    mine = SavedFilter.objects.order_by("place")
    assert [one.name for one in mine] == ["Good", "Week"]


def test_who_only_reads_saves_for_themselves_and_changes_nothing(cast: Cast, alice: Client) -> None:
    reader = make_person("reader@example.org")
    join(cast.desk, reader, "read_only")
    client = Client()
    client.force_login(reader)

    assert client.post(f"{AT}saved/?show=bad", {"name": "Mine"}).status_code == 302
    assert client.post(f"{AT}saved/?show=bad", {"name": "All", "shared": "1"}).status_code == 404
    assert client.post(f"{AT}close/", {"review": the("R1")}).status_code == 404
    assert client.post(f"{AT}{the('R1')}/labels/", {"add": "x"}).status_code == 404
    assert 'type="checkbox" name="review"' not in client.get(AT).content.decode()


def test_30_lists_are_enough_and_cost_no_more_queries(cast: Cast, alice: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert alice.get(f"{AT}saved/", headers=HTMX).status_code == 200
        return len(queries)

    post(alice, "saved/?show=bad", name="one")
    before = asked()
    for number in range(2, saved_lists.MOST + 1):
        assert post(alice, f"saved/?show=all&stars={number % 5 + 1}", name=f"n{number}").status_code == 200

    assert asked() == before
    assert post(alice, "saved/?show=all", name="one more").status_code == 422


def table(client: Client, **asked: str) -> list[list[str]]:
    response: Any = client.get(f"{AT}reviews.csv", asked)
    text = b"".join(response.streaming_content).decode()
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_table_tells_what_is_listed_and_no_formula(cast: Cast, alice: Client) -> None:
    named = {"id": "B1", "name": "=HYPERLINK(1)"}
    fill(
        cast, order("O7", at=ago(9)), review("F", "O7", at=ago(1), verdict="bad", text="=1+1, \"x\"\nновая", buyer=named),
        review("S", None, at=ago(1), verdict="bad", buyer={"id": "B2", "name": "Тайная"}, anonymous=True),
    )  # fmt: skip
    post(alice, f"{the('F')}/labels/", add="Size")

    rows = table(alice, show="bad", days="7")
    told = {row[8]: row for row in rows[1:]}

    assert len(rows) == 1 + 6
    assert (rows[0][0], rows[0][-1]) == ("Given", "Order")
    assert told['\'=1+1, "x"\nновая'][6] == "'=HYPERLINK(1)"
    assert (told['\'=1+1, "x"\nновая'][-3], told['\'=1+1, "x"\nновая'][-1]) == ("Size", "O7")
    assert "Тайная" not in str(rows)
    analyst = make_person("analyst@example.org")
    join(cast.desk, analyst, "analyst")
    client = Client()
    client.force_login(analyst)
    assert "O7" not in str(table(client, show="bad"))
    client.cookies["language"] = "ru"
    assert table(client, show="good")[0][0] != "Given"


def test_programs_list_read_label_and_close(cast: Cast, alice: Client) -> None:
    bearer = {"Authorization": f"Bearer {make_token(cast.desk, 'reviews.see', 'reviews.answer')[1]}"}
    at = f"/api/v1/shops/{cast.shop.slug}/reviews/"

    first = alice.get(f"{at}?show=bad&limit=3", headers=bearer).json()
    rest = alice.get(f"{at}?show=bad&limit=3&cursor={first['next']}", headers=bearer).json()
    tagged, again = (
        alice.put(f"{at}{the('R1')}/tags/", {"tags": tags}, content_type="application/json", headers={**bearer, "If-Match": "*"}).json()
        for tags in (["b", "A"], ["c", "a"])
    )
    closed = [alice.post(f"{at}{the(ref)}/close/", headers=bearer).json() for ref in ("R1", "R1", "R4")]

    assert [one["review"] for one in first["items"] + rest["items"]] == ["R1", "R2", "R3", "R4"]
    assert rest["next"] is None
    assert (tagged, again) == ({"tags": ["A", "b"]}, {"tags": ["A", "c"]})
    assert [one["reason"] for one in closed] == [None, "not_waiting", "answered"]
    assert [one["closed"] for one in closed] == [True, False, False]
    one = alice.get(f"{at}{the('R1')}/", headers=bearer).json()
    assert (one["verdict"], one["tags"], one["order"]) == ("bad", ["A", "c"], "")
    assert alice.get(f"{at}?cursor=x", headers=bearer).status_code == 400


def test_a_program_takes_no_label_off_that_a_person_put_on_meanwhile(cast: Cast, alice: Client, client: Client) -> None:
    ask, at = program(client, cast.desk, "reviews.see", "reviews.answer"), f"reviews/{the('R1')}/tags/"
    read = ask("GET", at)
    alice.post(f"/desks/{cast.desk.slug}/reviews/{the('R1')}/labels/", {"add": "call back"})

    late = ask("PUT", at, {"tags": ["size"]}, If_Match=read["ETag"])
    assert (late.status_code, ask("GET", at).json()) == (412, {"tags": ["call back"]})
    assert ask("PUT", at, {"tags": ["size"]}).status_code == 428
    now = ask("PUT", at, {"tags": ["call back", "size"]}, If_Match=late["ETag"])
    assert (now.status_code, now.json(), now["ETag"]) == (200, {"tags": ["call back", "size"]}, ask("GET", at)["ETag"])
    assert ask("GET", f"reviews/{10**12}/tags/").status_code == ask("PUT", f"reviews/{10**12}/tags/", {"tags": []}).status_code == 404
