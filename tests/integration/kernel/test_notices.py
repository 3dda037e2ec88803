"""Who is told by which channel: choices, quiet hours, mails that gather what came, failed deliveries."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.core import mail

from sellerdesk import notice_choices, notices, outbox
from sellerdesk.commands import command
from sellerdesk.delivery import sending
from sellerdesk.errors import Refusal
from sellerdesk.models import Notice, NoticeChoice, Outbound, TelegramLink, User
from sellerdesk.notice_choices import Choice
from sellerdesk.outbox import Claimed, Outcome
from sellerdesk.privacy import retention
from tests.factories.kernel import NOW, Cast
from tests.integration.kernel.waiting_room import Describer, room
from tests.integration.kernel.working import close, one


pytestmark = pytest.mark.django_db
LOCMEM = "django.core.mail.backends.locmem.EmailBackend"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def say(settings: Any) -> Iterator[Describer]:
    settings.EMAIL_BACKEND = LOCMEM
    settings.SITE_URL = "https://desk.example"
    with room() as describer:
        yield describer


@command
def tell(*, cast: Cast, item: int, now: datetime, kind: str = "reminder", person: User | None = None) -> list[int]:
    return notices.tell(cast.desk.pk, [(person or cast.bob).pk], kind, f"work:{item}", now=now)


def choose(cast: Cast, **choice: Any) -> None:
    notice_choices.choose(desk_id=cast.desk.pk, user_id=cast.bob.pk, choice=Choice(**choice), now=NOW)


def owed() -> list[datetime]:
    return list(Outbound.objects.filter(kind="mail").order_by("not_before").values_list("not_before", flat=True))


def send(now: datetime) -> int:
    """What a worker does with all mails that are due; returns how many it took up."""
    with mock.patch("sellerdesk.mailing.datetime") as clock:
        clock.now.return_value = now
        return sending.deliver_due(clock=lambda: now, dice=lambda: 1.0, enough=lambda: False)


def test_what_nobody_chose_is_as_the_event_proposes(cast: Cast) -> None:
    item = one(cast)
    tell(cast=cast, item=item, now=NOW)
    tell(cast=cast, item=item, now=NOW, kind="assigned")

    found = {row.kind: (row.on_page, row.by_mail) for row in Notice.objects.all()}
    assert found == {"reminder": (True, True), "assigned": (True, False)}
    assert len(owed()) == 1


def test_each_person_chooses_and_may_want_nothing(cast: Cast) -> None:
    item = one(cast)
    choose(cast, chosen={"reminder": [], "assigned": ["mail", "pigeon"]})

    assert tell(cast=cast, item=item, now=NOW) == []
    assert tell(cast=cast, item=item, now=NOW, kind="assigned") == [cast.bob.pk]
    row = Notice.objects.get()
    assert (row.on_page, row.by_mail) == (False, True)
    assert notices.unread(cast.desk.pk, cast.bob.pk) == 0
    assert notices.mine(cast.desk.pk, cast.bob.pk) == []


def test_without_mail_all_is_told_on_the_page_alone(cast: Cast, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    tell(cast=cast, item=one(cast), now=NOW)

    assert Notice.objects.get().by_mail is False
    assert owed() == []


def test_what_comes_in_a_minute_is_one_mail_in_the_persons_language(cast: Cast) -> None:
    User.objects.filter(pk=cast.bob.pk).update(language="ru")
    first, second, third = (one(cast, f"s{number}") for number in range(3))
    tell(cast=cast, item=first, now=NOW)
    tell(cast=cast, item=second, now=NOW + timedelta(seconds=49))
    tell(cast=cast, item=third, now=NOW + timedelta(seconds=50))

    assert owed() == [NOW + MINUTE, NOW + 2 * MINUTE]
    assert send(NOW + MINUTE) == 1
    [message] = mail.outbox
    assert message.to == ["bob@example.org"]
    assert message.subject == "Harbor: 2 уведомления"
    assert "Вы просили напомнить" in message.body
    assert message.body.count("https://desk.example/to/s") == 2
    assert message.extra_headers["Message-ID"].startswith("<delivery-")


def test_what_was_read_or_is_over_is_not_mailed(cast: Cast) -> None:
    tell(cast=cast, item=one(cast), now=NOW)
    notices.read_all(desk_id=cast.desk.pk, user_id=cast.bob.pk, now=NOW)
    with_nobody = command(lambda *, now: notices.tell(cast.desk.pk, [cast.bob.pk], "overdue", "stage", now=now))
    with_nobody(now=NOW)

    assert send(NOW + MINUTE) == 1
    assert mail.outbox == []
    assert Outbound.objects.get(kind="mail").state == "cancelled", "nobody was sent anything"


def test_a_mail_says_nothing_that_its_reader_may_not_see_any_more(cast: Cast) -> None:
    tell(cast=cast, item=one(cast), now=NOW)
    cast.bob.memberships.all().delete()

    assert send(NOW + MINUTE) == 1
    assert mail.outbox == []


def test_quiet_hours_hold_mail_back_and_gather_it(cast: Cast) -> None:
    """NOW is noon in UTC, 20:00 in Shanghai."""
    User.objects.filter(pk=cast.bob.pk).update(time_zone="Asia/Shanghai")
    choose(cast, quiet_from=20 * 60, quiet_until=8 * 60)
    morning = NOW + 12 * HOUR
    for number, after in enumerate((timedelta(0), 3 * HOUR, 11 * HOUR)):
        tell(cast=cast, item=one(cast, f"s{number}"), now=NOW + after)
    tell(cast=cast, item=one(cast, "s9"), now=morning)

    assert notices.unread(cast.desk.pk, cast.bob.pk) == 4
    assert owed() == [morning, morning + MINUTE]
    assert send(morning - MINUTE) == 0
    assert send(morning) == 1
    assert mail.outbox[0].subject == "Harbor: 3 notices"


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        ({"quiet_from": 5}, "quiet_hours_half"),
        ({"quiet_from": 5, "quiet_until": 5}, "quiet_hours_empty"),
        ({"zone": "Mars/Base"}, "time_zone_unknown"),
    ],
)
def test_choices_that_say_nothing_are_refused(cast: Cast, choice: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        choose(cast, **choice)

    assert refusal.value.code == code
    assert not NoticeChoice.objects.exists()


@command
def owe(*, cast: Cast, kind: str, now: datetime) -> None:
    outbox.enqueue(cast.desk.pk, kind, "1", {}, shop_id=cast.shop.pk, now=now)


@command
def die(*, held: Claimed, now: datetime) -> None:
    outbox.settle(held, Outcome.DEAD, now=now, error="No.")


@pytest.mark.parametrize(("kind", "mails"), [("reply", 1), ("mail", 0), ("telegram", 0)])
def test_a_dead_delivery_is_told_to_who_sees_to_it_and_a_dead_notice_on_the_page_alone(cast: Cast, kind: str, mails: int) -> None:
    TelegramLink.objects.create(desk=cast.desk, user=cast.alice, chat=7, linked_at=NOW)
    owe(cast=cast, kind=kind, now=NOW)
    [held] = outbox.claim(limit=1, lease_until=NOW + HOUR, now=NOW)

    die(held=held, now=NOW)

    assert list(Notice.objects.values_list("user_id", "kind", "by_mail", "by_telegram")) == [
        (cast.alice.pk, "dead_delivery", bool(mails), bool(mails))
    ]
    assert Outbound.objects.filter(state="queued").count() == 2 * mails
    [told] = notices.mine(cast.desk.pk, cast.alice.pk)
    assert told.subject == f"outbound:{held.id}"


def test_a_notice_that_was_opened_is_read_once(cast: Cast) -> None:
    item = one(cast)
    tell(cast=cast, item=item, now=NOW)
    [told] = notices.mine(cast.desk.pk, cast.bob.pk)

    notices.read_one(desk_id=cast.desk.pk, user_id=cast.carol.pk, notice_id=told.id, now=NOW)
    assert notices.unread(cast.desk.pk, cast.bob.pk) == 1
    notices.read_one(desk_id=cast.desk.pk, user_id=cast.bob.pk, notice_id=told.id, now=NOW)
    notices.read_one(desk_id=cast.desk.pk, user_id=cast.bob.pk, notice_id=told.id, now=NOW + HOUR)

    assert Notice.objects.get().read_at == NOW
    close(cast=cast, kind="chat", subjects=["s1"], now=NOW)
    assert tell(cast=cast, item=item, now=NOW + HOUR) == [cast.bob.pk]


@command
def give(*, cast: Cast, count: int, now: datetime) -> list[int]:
    return notices.tell(cast.desk.pk, [cast.bob.pk], "assigned", "work", count=count, now=now)


def test_what_grows_before_its_mail_leaves_is_mailed_with_its_sum(cast: Cast) -> None:
    choose(cast, chosen={"assigned": ["page", "mail"]})

    assert give(cast=cast, count=5, now=NOW + timedelta(seconds=5)) == [cast.bob.pk]
    assert give(cast=cast, count=3, now=NOW + timedelta(seconds=55)) == []
    send(NOW + MINUTE)
    send(NOW + 2 * MINUTE)

    assert [message.subject for message in mail.outbox] == ["Harbor: You were given 8 items"]
    assert notices.unread(cast.desk.pk, cast.bob.pk) == 1


@pytest.mark.parametrize("kind", ["reminder", "assigned"])
def test_what_is_on_no_page_is_told_again_once_it_has_left(cast: Cast, kind: str) -> None:
    choose(cast, chosen={kind: ["mail"]})
    item = one(cast)
    for at in (NOW, NOW + HOUR):
        for seconds in (0, 30):
            tell(cast=cast, item=item, kind=kind, now=at + timedelta(seconds=seconds))
        send(at + MINUTE)

    assert len(mail.outbox) == 2, "one mail for each minute, and the second is not hindered by the first"
    assert Notice.objects.filter(read_at=None).count() == 1


def test_what_is_on_no_page_waits_for_the_end_of_quiet_hours_and_is_one_mail_then(cast: Cast) -> None:
    choose(cast, chosen={"reminder": ["mail"]}, quiet_from=11 * 60, quiet_until=20 * 60)
    item = one(cast)
    for hours in range(3):
        tell(cast=cast, item=item, now=NOW + hours * HOUR)

    assert send(NOW + 8 * HOUR) == 1
    assert mail.outbox[0].body.count("https://desk.example/to/s") == 1


def test_who_wants_it_on_the_page_again_has_it_there(cast: Cast) -> None:
    item = one(cast)
    choose(cast, chosen={"reminder": ["mail"]})
    tell(cast=cast, item=item, now=NOW)
    choose(cast)

    assert tell(cast=cast, item=item, now=NOW + HOUR) == [cast.bob.pk]
    assert notices.unread(cast.desk.pk, cast.bob.pk) == 1
    assert tell(cast=cast, item=item, now=NOW + 2 * HOUR) == [], "unread on the page, it is not told twice"


def test_who_wants_no_page_any_more_is_mailed_though_the_old_one_stands_there_unread(cast: Cast) -> None:
    item = one(cast)
    tell(cast=cast, item=item, now=NOW)
    choose(cast, chosen={"reminder": ["mail"]})
    tell(cast=cast, item=item, now=NOW + HOUR)

    assert len(owed()) == 2
    assert Notice.objects.filter(read_at=None, by_mail=True, on_page=False).count() == 1


def test_what_left_by_mail_alone_is_not_kept_for_ever(cast: Cast) -> None:
    choose(cast, chosen={"reminder": ["mail"]})
    tell(cast=cast, item=one(cast), now=NOW)

    assert retention.sweep(now=NOW + timedelta(days=1))["notices"] == 0
    assert retention.sweep(now=NOW + timedelta(days=5000))["notices"] == 1
