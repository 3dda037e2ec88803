"""Notes, alerts, causes, card and lookout of a shop's ratings by programs."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from ratings.models import DayNote
from sellerdesk.domain import permissions
from tests.factories.asking import Program, program
from tests.factories.kernel import Cast, make_shop


pytestmark = pytest.mark.django_db
SEE, ANSWER, MANAGE = permissions.RATINGS_SEE, permissions.REVIEWS_ANSWER, permissions.SHOPS_MANAGE


@pytest.fixture
def ask(cast: Cast, client: Client) -> Program:
    return program(client, cast.desk, SEE, ANSWER, MANAGE)


def test_a_note_is_pinned_changed_and_taken_away(cast: Cast, client: Client, ask: Program) -> None:
    day = (datetime.now(UTC) - timedelta(days=2)).date().isoformat()
    made = ask("POST", "rating-notes/", {"day": day, "text": "A sale"})
    assert (made.status_code, made.json()["by_program"]) == (201, True)
    ahead = ask("POST", "rating-notes/", {"day": "2999-01-01", "text": "A sale"})
    assert (ahead.status_code, ahead.json()["code"]) == (422, "day_ahead")
    at = f"rating-notes/{made.json()['id']}/"
    read = ask("GET", at)
    assert ask("PUT", at, {"text": "A big sale"}, If_Match=read["ETag"]).json()["text"] == "A big sale"
    assert ask("PUT", at, {"text": "Another"}, If_Match=read["ETag"]).status_code == 412
    DayNote.objects.update(author=cast.alice)
    less = program(client, cast.desk, SEE, ANSWER)
    assert less("PUT", at, {"text": "Mine"}, If_Match="*").json()["code"] == "note_not_yours"
    make_shop(cast.desk, "other-shop")
    assert Program(client, ask.token, "/api/v1/shops/other-shop/")("GET", at).status_code == 404
    assert program(client, cast.desk, SEE)("DELETE", at, If_Match="*").status_code == 404
    assert ask("DELETE", at, If_Match="*").status_code == 204
    assert ask("GET", "rating-notes/").json() == {"items": [], "next": None}


def test_card_and_lookout_are_written_over_only_as_they_were_read(cast: Cast, client: Client, ask: Program) -> None:
    read = ask("GET", "after-sales-card/")
    texts = {"texts": {"en": "Thank you. Write to us."}}
    put = ask("PUT", "after-sales-card/", texts, If_Match=read["ETag"]).json()
    assert (put["texts"], bool(put["address"])) == (texts["texts"], True)
    stars = ask("PUT", "after-sales-card/", {"texts": {"en": "Give us five stars"}}, If_Match="*")
    assert (stars.status_code, stars.json()["code"]) == (422, "not_neutral")
    read = ask("GET", "rating-lookout/")
    assert ask("PUT", "rating-lookout/", {"days": 10, "percent": 80}, If_Match=read["ETag"]).json() == {"days": 10, "percent": 80}
    assert ask("PUT", "rating-lookout/", {"days": 9, "percent": 80}, If_Match=read["ETag"]).status_code == 412
    assert program(client, cast.desk, SEE)("GET", "rating-lookout/").status_code == 404


def test_causes_category_and_alerts_tell_what_the_pages_do(cast: Cast, client: Client, ask: Program) -> None:
    assert ask("GET", "rating-causes/?dimension=logistics").json() == {"counted": False, "items": []}
    assert ask("GET", "rating-causes/?dimension=taste").status_code == 400
    assert ask("GET", "rating-category/").json() == {"items": []}
    assert ask("GET", "rating-alerts/").json() == {"items": []}
    assert ask("POST", "rating-alerts/seen/", {"subject": f"rating:{cast.shop.pk}:service:drop"}).status_code == 404
    assert ask("GET", "rating-cause-orders/?kind=courier&code=x").status_code == 404
    both = program(client, cast.desk, SEE, permissions.ORDERS_SEE)
    assert both("GET", "rating-cause-orders/?kind=courier&code=x").json() == {"items": [], "next": None}
