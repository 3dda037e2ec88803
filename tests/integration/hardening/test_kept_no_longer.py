"""What is kept is told, and goes when it says: what people began to write, and where they were signed in."""

import inspect
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from chat import personal as chats, tasks
from chat.models import Attachment, Draft
from chat.services import fetching
from ratings import personal as ratings
from returns import personal as returns
from reviews import personal as reviews
from reviews.models import AnswerDraft
from sellerdesk import signed_in
from sellerdesk.attachments import keeping
from sellerdesk.attachments.checking import Checked
from sellerdesk.celery import app
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.models import User
from sellerdesk.privacy import kernel, retention, shortening
from sellerdesk.privacy.registry import Words
from sellerdesk.runtime import housekeeping
from tests.domain.attachments.files import photo
from tests.factories import answering
from tests.factories.chat import message, talk
from tests.factories.feed import order, review
from tests.factories.kernel import NOW, Cast


pytestmark = pytest.mark.django_db
STANDS_WITH_ANOTHER = {
    "chat_complaint", "chat_messagechange", "chat_said", "returns_claimruleentry", "returns_claimstep", "returns_returnsignal",
    "reviews_answer", "reviews_automaticentry", "reviews_offerchange", "reviews_questionanswer", "reviews_reviewstep",
    "sellerdesk_tradevoid",
}  # fmt: skip
"""Tables whose rows are a part of a row that is told of, and go with its words."""


def of(module: ModuleType) -> set[str]:
    """The tables with words of or about buyers that a module knows."""
    found = [one for _name, value in inspect.getmembers(module) for one in (value if isinstance(value, tuple) else (value,))]
    return {one.table for one in found if isinstance(one, Words)}


def test_the_page_tells_of_every_table_with_words_of_or_about_a_buyer() -> None:
    holding = set().union(*(of(module) for module in (kernel, reviews, chats, returns, ratings)))
    told = {table for kind in retention.kinds() for table in kind.tables}

    assert len(holding) >= 28
    assert holding - told == STANDS_WITH_ANOTHER


def test_an_answer_that_nobody_goes_on_with_goes(cast: Cast, settings: Any) -> None:
    settings.KEEP_DRAFTS_DAYS = 30
    row = answering.reviewed(cast.shop, [order(), review(text="Broken")])
    for person, days in ((cast.alice, 31), (cast.bob, 29)):
        AnswerDraft.objects.create(desk=cast.desk, review=row, user=person, text="Dear Anna", updated_at=NOW - timedelta(days=days))

    assert retention.sweep(now=NOW)["answer_drafts"] == 1
    assert AnswerDraft.objects.get().user == cast.bob


def test_a_file_goes_with_the_draft_that_nobody_goes_on_with(cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.KEEP_DRAFTS_DAYS = 30
    first, second = talk(cast.shop, [message("M1")]), talk(cast.shop, [message("M2", conversation="C2")], conversation="C2")
    lying = {}
    for thread, person, days in ((first, cast.alice, 31), (first, cast.bob, 31), (second, cast.alice, 29)):
        place = keeping.keep(cast.desk.pk, Checked("photo", "image/png", photo("PNG")))
        row = Attachment.objects.create(
            desk=cast.desk, thread=thread, author=person, kind="photo", state="kept", file=place, at=NOW - timedelta(days=days)
        )
        lying[row.pk] = place
    Draft.objects.create(desk=cast.desk, thread=first, user=cast.bob, text="See", updated_at=NOW - timedelta(days=1))
    old, with_draft, young = lying

    with monkeypatch.context() as tonight:
        tonight.setattr(timezone, "now", lambda: NOW)
        tasks.check()
    assert fetching.remove_nobodys(now=NOW) == 1

    assert set(Attachment.objects.values_list("pk", flat=True)) == {with_draft, young}
    with pytest.raises(FileNotFoundError):
        keeping.read(lying[old])
    shortening.keep(desk_id=cast.desk.pk, key="drafts", days=28, actor=SYSTEM, now=NOW)
    assert fetching.let_go(now=NOW) == 1


def sign_in(person: User, key: str, *, seen: timedelta, ends: timedelta | None) -> None:
    row = UserSession.objects.create(user=person, session_key=key, ip="192.0.2.7", user_agent="Firefox", data={})
    UserSession.objects.filter(pk=row.pk).update(last_seen_at=NOW - seen)
    if ends is not None:
        Session.objects.create(session_key=key, session_data="", expire_date=NOW + ends)


def test_the_address_and_browser_of_a_session_that_is_gone_go(cast: Cast) -> None:
    """Also of who never signs in again, whose list nobody asks for."""
    day, hour = timedelta(days=1), timedelta(hours=1)
    sign_in(cast.bob, "ended", seen=2 * day, ends=None)
    sign_in(cast.bob, "expired", seen=2 * day, ends=-hour)
    sign_in(cast.bob, "lives", seen=2 * day, ends=hour)
    sign_in(cast.alice, "just begun", seen=hour, ends=None)

    assert signed_in.forget_ended(NOW) == 2
    assert set(UserSession.objects.values_list("session_key", flat=True)) == {"lives", "just begun"}
    assert signed_in.forget_ended(NOW) == 0


def test_that_is_done_every_night(cast: Cast) -> None:
    sign_in(cast.bob, "ended", seen=timedelta(days=400), ends=None)

    housekeeping.clear_expired_sessions()

    assert not UserSession.objects.exists()
    assert housekeeping.clear_expired_sessions.name in {line["task"] for line in app.conf.beat_schedule.values()}
