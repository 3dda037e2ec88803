"""Many people use a template, and two save at once: no use is lost, no shortcut is two things, no text is overwritten unseen."""

import time
from datetime import datetime
from functools import partial
from typing import Any

import pytest

from sellerdesk import desks
from sellerdesk.commands import command
from sellerdesk.domain import actor
from sellerdesk.errors import Refusal, Stale
from sellerdesk.models import ReplyTemplate
from sellerdesk.replies import saving, using
from tests.concurrency.together import together
from tests.factories.kernel import NOW, Cast, make_cast
from tests.factories.replies import make_template, wanted


pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, TIMES = 4, 15


@command
def use_unguarded(*, template_id: int, now: datetime) -> None:
    """Read, add, write: what one statement is there to prevent."""
    row = ReplyTemplate.objects.get(pk=template_id)
    time.sleep(0.001)
    ReplyTemplate.objects.filter(pk=template_id).update(uses=row.uses + 1, last_used_at=now)


def test_every_use_is_counted() -> None:
    cast = make_cast()
    row = make_template(cast)

    def use() -> None:
        for _ in range(TIMES):
            using.use(desk_id=cast.desk.pk, template_id=row.pk, person_id=cast.bob.pk, now=NOW)

    assert together(*[use] * PEOPLE) == [None] * PEOPLE
    assert ReplyTemplate.objects.get().uses == PEOPLE * TIMES


def test_control_by_reading_first_uses_are_lost() -> None:
    row = make_template(make_cast())

    def use() -> None:
        for _ in range(TIMES):
            use_unguarded(template_id=row.pk, now=NOW)

    together(*[use] * PEOPLE)

    assert ReplyTemplate.objects.get().uses < PEOPLE * TIMES


def create(cast: Cast, person_id: int, *, may_share: bool) -> list[int]:
    return saving.create(
        desk_id=cast.desk.pk,
        person_id=person_id,
        may_share=may_share,
        wanted=[wanted(private=not may_share)],
        actor=actor.SYSTEM,
        now=NOW,
    )


def both_take_the_shortcut(cast: Cast) -> int:
    """How many of a shared and a private template with one shortcut are made when both are saved at once."""
    ReplyTemplate.objects.all().delete()
    made = together(
        partial(create, cast, cast.alice.pk, may_share=True),
        partial(create, cast, cast.bob.pk, may_share=False),
    )
    assert all(isinstance(one, (list, Refusal)) for one in made), made
    return ReplyTemplate.objects.count()


def test_one_of_two_gets_the_shortcut() -> None:
    cast = make_cast()

    assert [both_take_the_shortcut(cast) for _ in range(8)] == [1] * 8


def test_control_without_the_desks_lock_both_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = make_cast()
    asked = saving.why_not_shortcut

    def slowly(*args: Any, **kwargs: Any) -> Refusal | None:
        told = asked(*args, **kwargs)
        time.sleep(0.05)
        return told

    monkeypatch.setattr(desks, "hold", lambda desk_id: None)
    monkeypatch.setattr(saving, "why_not_shortcut", slowly)

    assert 2 in [both_take_the_shortcut(cast) for _ in range(8)]


def test_of_two_savers_one_is_told() -> None:
    cast = make_cast()
    row = make_template(cast)

    def save(name: str) -> None:
        saving.change(
            desk_id=cast.desk.pk,
            template_id=row.pk,
            person_id=cast.alice.pk,
            may_share=True,
            version=1,
            wanted=wanted(name=name),
            actor=actor.SYSTEM,
            now=NOW,
        )

    told = together(partial(save, "one"), partial(save, "two"))

    assert {type(one) for one in told} == {type(None), Stale}
    assert ReplyTemplate.objects.get().version == 2
