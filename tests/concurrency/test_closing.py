"""Two administrators who close each other's accounts at once: one of them stays."""

from functools import partial
from typing import Any
from unittest import mock

import pytest
from django.db.models import QuerySet

from sellerdesk import closing
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.errors import Refusal
from sellerdesk.models import User
from tests.concurrency.meeting import Meeting
from tests.concurrency.together import together
from tests.factories.kernel import NOW


pytestmark = pytest.mark.django_db(transaction=True)


def close_each_other() -> list[Any]:
    one, other = (User.objects.create_superuser(f"{name}@example.org") for name in ("root", "keeper"))
    close = partial(closing.close_account, actor=SYSTEM, now=NOW)
    with mock.patch.object(closing, "why_not_close", Meeting().after(closing.why_not_close)):
        return together(partial(close, person_id=other.pk, by=one), partial(close, person_id=one.pk, by=other))


def left() -> int:
    return User.objects.filter(is_superuser=True, is_active=True).count()


def test_one_administrator_is_left() -> None:
    outcomes = close_each_other()

    assert [outcome.code for outcome in outcomes if isinstance(outcome, Refusal)] == ["not_administrator"]
    assert left() == 1


def test_control_without_locks_none_is_left() -> None:
    with mock.patch.object(QuerySet, "select_for_update", lambda self, **_: self):
        close_each_other()

    assert left() == 0
