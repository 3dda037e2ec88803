"""Where the demo desk is not made, and who gets to see it where it is."""

import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from sellerdesk import demo_desk, shop_settings
from sellerdesk.demo.plans import DESK, PLANS
from sellerdesk.domain.actor import COMMAND_LINE
from sellerdesk.errors import Refusal
from sellerdesk.models import Desk, FeedRecord, Membership, Shop, User
from sellerdesk.runtime import signin
from tests.feeding import make_shop


pytestmark = pytest.mark.django_db


def test_a_desk_of_that_name_that_people_made_is_refused() -> None:
    make_shop(rules="standard", time_zone="UTC", window="6_months", slug=DESK)

    with pytest.raises(CommandError, match="was not made as a demo"):
        call_command("demo_fill", stdout=io.StringIO(), stderr=io.StringIO())
    with pytest.raises(CommandError, match="There is no demo desk"):
        call_command("demo_remove", stdout=io.StringIO())

    assert list(Shop.objects.values_list("slug", flat=True)) == [DESK]
    assert not FeedRecord.objects.exists()


def test_a_shop_of_that_name_elsewhere_is_refused_and_nothing_is_left() -> None:
    make_shop(rules="standard", time_zone="UTC", window="6_months", slug=PLANS[1].slug)

    with pytest.raises(CommandError, match="There is already a shop"):
        call_command("demo_fill", stdout=io.StringIO(), stderr=io.StringIO())

    assert not Desk.objects.filter(slug=DESK).exists()


def test_who_signs_in_first_owns_the_demo_and_is_offered_a_desk_of_their_own(client: Client) -> None:
    demo_desk.open_demo(actor=COMMAND_LINE, now=datetime.now(UTC))
    made = signin.first()
    assert made is not None
    client.force_login(User.objects.get(email=made[0]))

    start = client.get("/").content.decode()
    client.get(f"/desks/{DESK}/")

    assert list(Membership.objects.values_list("desk__slug", "role")) == [(DESK, "owner")]
    assert 'href="/setup/"' in start
    assert client.get("/")["Location"] == f"/desks/{DESK}/"


def test_nobody_adds_a_shop_to_the_demo() -> None:
    demo_desk.open_demo(actor=COMMAND_LINE, now=datetime.now(UTC))
    desk = Desk.objects.get(slug=DESK)
    wanted = shop_settings.Wanted(name="Mine", rules="standard", time_zone="UTC", window="6_months", reply_target=timedelta(hours=1))

    with pytest.raises(Refusal) as refusal:
        shop_settings.add_shop(desk_id=desk.pk, wanted=wanted, actor=COMMAND_LINE, now=datetime.now(UTC))

    assert refusal.value.code == "desk_is_demo"


def test_progress_is_said_and_the_answer_is_json() -> None:
    said, printed = io.StringIO(), io.StringIO()

    call_command("demo_fill", stdout=printed, stderr=said)

    assert json.loads(printed.getvalue())["desk"] == DESK
    assert f"{PLANS[0].slug}: 500 of " in said.getvalue()
