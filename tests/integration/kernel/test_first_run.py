"""From an empty installation to the first facts, left and taken up again at every step."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sellerdesk import desks, first_run
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.models import AuditEntry, Desk, Membership, Shop, User
from sellerdesk.runtime import signin
from tests import feeding
from tests.factories.kernel import NOW, Cast, join, make_desk, make_person, make_shop


pytestmark = pytest.mark.django_db
FOUNDED = {"name": "Гавань и дом", "language": "ru", "time_zone": "Europe/Moscow"}
SHOP = {"name": "静港家居", "rules": "taobao", "time_zone": "Asia/Shanghai", "window": "6_months", "reply_target": "3600", "first": "1"}


@pytest.fixture
def root(client: Client) -> User:
    person = User.objects.create_superuser("root@example.org")
    client.force_login(person)
    return person


def waiting(desk: Desk) -> list[str]:
    return [step.key for step in first_run.progress(desk.pk).steps if step.open]


@pytest.mark.django_db(transaction=True)
def test_every_step_is_taken_up_where_it_was_left(client: Client, root: User) -> None:
    assert client.get("/")["Location"] == "/setup/"
    founded = client.post("/setup/", FOUNDED)
    desk = Desk.objects.get()
    assert founded["Location"] == "/desks/gavan-i-dom/setup/"
    assert Membership.objects.get(desk=desk).role == "owner"
    root.refresh_from_db()
    assert (root.language, root.time_zone) == ("ru", "Europe/Moscow")

    # Another browser knows nothing of the first one and goes on at the same place.
    other = Client()
    other.force_login(root)
    assert other.get("/")["Location"] == founded["Location"]
    assert waiting(desk) == ["shop", "invite", "facts"]
    assert 'aria-current="step"' in other.get(founded["Location"]).content.decode()

    assert other.post("/desks/gavan-i-dom/settings/shops/new/", SHOP)["Location"] == founded["Location"]
    assert waiting(desk) == ["invite", "facts"]
    assert client.get("/")["Location"] == "/desks/gavan-i-dom/"

    client.post("/desks/gavan-i-dom/settings/people/invite/", {"email": "d@example.org", "role": "agent", "every_shop": "on"})
    assert waiting(desk) == ["facts"]

    slug = Shop.objects.get().slug
    feeding.answer_of("feed_load", str(Path(settings.BASE_DIR) / "examples" / "first.jsonl"), "--shop", slug)
    assert waiting(desk) == []
    page = client.get(founded["Location"], headers={"Accept-Language": "en"})
    assert page.status_code == 200


def test_steps_can_be_left_out_and_done_all_the_same(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)
    Membership.objects.filter(user=cast.bob).delete()
    assert waiting(cast.desk) == ["invite", "facts"]

    for step in ("invite", "facts", "facts"):
        assert client.post(f"/desks/harbor/setup/{step}/skip/")["Location"] == "/desks/harbor/setup/"

    assert waiting(cast.desk) == []
    assert AuditEntry.objects.filter(what="desk.step_skipped").count() == 2
    join(cast.desk, cast.bob, "agent")
    invite = first_run.progress(cast.desk.pk).steps[2]
    assert (invite.done, invite.skipped) == (True, False)
    assert client.post("/desks/harbor/setup/shop/skip/").status_code == 422
    assert client.post("/desks/harbor/setup/nothing/skip/").status_code == 422


def test_who_may_not_invite_sees_why(client: Client, cast: Cast) -> None:
    manager = make_person()
    join(cast.desk, manager, "manager")
    client.force_login(manager)

    page = client.get("/desks/harbor/setup/").content.decode()

    assert "Only owners can invite people." in page
    assert client.post("/desks/harbor/setup/invite/skip/").status_code == 404
    assert client.post("/desks/harbor/setup/facts/skip/").status_code == 302


@pytest.mark.parametrize("role", ["agent", "analyst", "read_only"])
def test_the_first_run_is_for_who_runs_the_shops(client: Client, cast: Cast, role: str) -> None:
    person = make_person()
    join(cast.desk, person, role)
    client.force_login(person)

    assert client.get("/desks/harbor/setup/").status_code == 404
    assert client.post("/desks/harbor/setup/facts/skip/").status_code == 404


def test_only_superusers_found_desks(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)
    assert client.get("/setup/").status_code == client.post("/setup/", FOUNDED).status_code == 404
    assert "/setup/" not in client.get("/desks/").content.decode()

    with pytest.raises(Refusal) as refusal:
        desks.found_desk(name="Mine", person=cast.alice, actor=SYSTEM, now=NOW)
    assert refusal.value.code == "founding_not_allowed"
    assert Desk.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "code"), [("", "name_missing"), (" \t", "name_missing"), ("a" * 151, "name_too_long"), ("a\x00", "name_unprintable")]
)
def test_a_desk_needs_a_name_that_can_be_shown(root: User, name: str, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        desks.found_desk(name=name, person=root, actor=SYSTEM, now=NOW)
    assert refusal.value.code == code


@pytest.mark.parametrize("name", ["", "a" * 10_000, "a\x00b", "a\N{RIGHT-TO-LEFT OVERRIDE}b"])
def test_a_refused_name_stays_in_its_field(client: Client, root: User, name: str) -> None:
    answer = client.post("/setup/", {**FOUNDED, "name": name})

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Desk.objects.exists()


def test_two_desks_may_have_one_name(root: User) -> None:
    slugs = [desks.found_desk(name="静港家居", person=root, actor=SYSTEM, now=NOW).slug for _ in range(2)]

    assert len(set(slugs)) == 2
    assert all(slug.startswith("desk-") for slug in slugs)


def test_the_demos_name_stays_free_for_it(root: User) -> None:
    assert desks.found_desk(name="Demo", person=root, actor=SYSTEM, now=NOW).slug.startswith("demo-")


def test_the_first_account_owns_what_there_is_and_makes_no_desk(db: None) -> None:
    make_desk("harbor")

    made = signin.first()

    assert made is not None
    assert [member.desk.slug for member in Membership.objects.filter(user__email=made[0])] == ["harbor"]
    assert signin.first() is None


def test_a_desk_that_is_not_there_has_no_progress(db: None) -> None:
    with pytest.raises(NotVisible):
        first_run.progress(1)


def test_progress_is_one_query(cast: Cast, django_assert_num_queries: Any) -> None:
    make_shop(cast.desk)
    with django_assert_num_queries(1):
        assert first_run.progress(cast.desk.pk).left == 1


def test_a_desk_in_use_is_not_asked_about_with_every_page(client: Client, cast: Cast, django_assert_num_queries: Any) -> None:
    client.force_login(cast.alice)
    today = "/desks/harbor/"
    shown = "/desks/harbor/setup/"
    client.get(today)
    with CaptureQueriesContext(connection) as unfinished:
        assert shown in client.get(today).content.decode()
    asked = len(unfinished)
    first_run.skip(desk_id=cast.desk.pk, step="facts", actor=SYSTEM, now=NOW)

    assert shown not in client.get(today).content.decode()
    with django_assert_num_queries(asked - 1):
        assert shown not in client.get(today).content.decode()
    # It is this desk alone that is known to be ready.
    assert client.session["ready_desks"] == [cast.desk.pk]
