"""Where the demo desk is not made, and who gets to see it where it is."""

import io
import json
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from sellerdesk import demo_desk
from sellerdesk.demo.plans import DESK, PLANS
from sellerdesk.domain.actor import COMMAND_LINE
from sellerdesk.models import Desk, FeedRecord, Membership, Shop
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


def test_who_signs_in_first_owns_the_demo_beside_a_desk_of_their_own() -> None:
    demo_desk.open_demo(actor=COMMAND_LINE, now=datetime.now(UTC))

    assert signin.first() is not None

    assert sorted(Membership.objects.values_list("desk__slug", "role")) == [(DESK, "owner"), (signin.FIRST_DESK, "owner")]


def test_progress_is_said_and_the_answer_is_json() -> None:
    said, printed = io.StringIO(), io.StringIO()

    call_command("demo_fill", stdout=printed, stderr=said)

    assert json.loads(printed.getvalue())["desk"] == DESK
    assert f"{PLANS[0].slug}: 500 of " in said.getvalue()
