"""Two answers to one invitation at once: one of them gets in."""

from functools import partial
from typing import Any
from unittest import mock

import pytest
from django.db.models import QuerySet

from sellerdesk import invitations
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.errors import Refusal
from sellerdesk.models import Membership, User
from tests.concurrency.meeting import Meeting
from tests.concurrency.together import together
from tests.factories.kernel import NOW, Cast, make_cast


pytestmark = pytest.mark.django_db(transaction=True)


def invite(cast: Cast, desk_id: int, by: User) -> invitations.Open:
    return invitations.invite(desk_id=desk_id, email="dora@example.org", role="agent", shop_ids=None, by=by, actor=SYSTEM, now=NOW)


def answers(made: invitations.Open, *others: invitations.Open) -> list[Any]:
    accept = partial(invitations.accept_with_new_account, password="a long enough phrase", language="", now=NOW)
    both = [made, others[0] if others else made]
    with mock.patch.object(invitations, "_answering", Meeting().after(invitations._answering)):
        return together(
            *(
                partial(accept, desk_id=one.desk_id, invitation_id=one.id, name=name)
                for one, name in zip(both, ("Dora", "Eve"), strict=True)
            )
        )


def test_one_of_two_answers_makes_the_account() -> None:
    cast = make_cast()

    outcomes = answers(invite(cast, cast.desk.pk, cast.alice))

    refusals = [outcome for outcome in outcomes if isinstance(outcome, Refusal)]
    assert [refusal.code for refusal in refusals] == ["invitation_over"]
    assert User.objects.filter(email="dora@example.org").count() == 1
    assert Membership.objects.filter(desk=cast.desk, user__email="dora@example.org").count() == 1


def test_control_without_locks_both_answer() -> None:
    cast = make_cast()
    made = invite(cast, cast.desk.pk, cast.alice)

    with mock.patch.object(QuerySet, "select_for_update", lambda self, **_: self):
        outcomes = answers(made)

    # Nothing but the unique address then stands between the two: the second is told something else.
    assert "invitation_over" not in [outcome.code for outcome in outcomes if isinstance(outcome, Refusal)]


def test_two_desks_that_invite_one_address_make_one_account() -> None:
    cast = make_cast()
    here, there = invite(cast, cast.desk.pk, cast.alice), invite(cast, cast.other_desk.pk, cast.carol)

    outcomes = answers(here, there)

    refusals = [outcome for outcome in outcomes if isinstance(outcome, Refusal)]
    assert [refusal.code for refusal in refusals] == ["account_exists"]
    assert User.objects.filter(email="dora@example.org").count() == 1
