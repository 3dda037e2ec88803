"""Two owners who demote each other at once: one of them stays."""

from functools import partial
from typing import Any
from unittest import mock

import pytest
from django.db.models import QuerySet

from sellerdesk import desks
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.errors import Refusal
from sellerdesk.models import Membership
from tests.concurrency.meeting import Meeting
from tests.concurrency.together import together
from tests.factories.kernel import NOW, Cast, join, make_cast


pytestmark = pytest.mark.django_db(transaction=True)


def demote_each_other() -> tuple[Cast, list[Any]]:
    cast = make_cast()
    join(cast.desk, cast.carol)
    demote = partial(desks.add_person, desk_slug="harbor", role="agent", password=None, actor=SYSTEM, now=NOW)
    with mock.patch.object(desks, "_is_last_owner", Meeting().after(desks._is_last_owner)):
        outcomes = together(partial(demote, email="alice@example.org"), partial(demote, email="carol@example.org"))
    return cast, outcomes


def owners(cast: Cast) -> int:
    return Membership.objects.filter(desk=cast.desk, role="owner").count()


def test_a_desk_keeps_an_owner() -> None:
    cast, outcomes = demote_each_other()

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Membership", Refusal.__name__]
    assert owners(cast) == 1


def test_control_without_the_desks_lock_none_is_left() -> None:
    with mock.patch.object(QuerySet, "select_for_update", lambda self, **_: self):
        cast, _ = demote_each_other()

    assert owners(cast) == 0
