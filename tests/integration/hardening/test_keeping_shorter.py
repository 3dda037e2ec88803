"""A desk keeps a kind shorter than the installation: tried with its rows, chosen by an owner, kept to by the sweeps of that desk alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from sellerdesk.domain.actor import SYSTEM
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.models import AuditEntry, DeskEvent, KeptShorter, Notice, Upload
from sellerdesk.privacy import retention, shortening
from sellerdesk.upload import leasing
from tests.factories.asking import program
from tests.factories.kernel import NOW, Cast, join, make_person


pytestmark = pytest.mark.django_db


def notice(desk: Any, user: Any, subject: str, days: float, *, read: bool = True, now: Any = NOW) -> None:
    at = now - timedelta(days=days)
    Notice.objects.create(desk=desk, user=user, kind="k", subject=subject, at=at, read_at=at if read else None)


def keep(cast: Cast, key: str, days: int | None) -> None:
    shortening.keep(desk_id=cast.desk.pk, key=key, days=days, actor=SYSTEM, now=NOW)


def test_the_sweep_keeps_to_what_each_desk_chose(cast: Cast, settings: Any) -> None:
    settings.KEEP_NOTICES_DAYS = 90
    for desk, user in ((cast.desk, cast.alice), (cast.other_desk, cast.carol)):
        for subject, days, read in (("ancient", 91, True), ("old", 31, True), ("unread", 31, False), ("young", 29, True)):
            notice(desk, user, subject, days, read=read)
    keep(cast, "notices", 30)

    told = shortening.going(cast.desk.pk, shortening.term(cast.desk.pk, "notices").kind, days=30, now=NOW)
    first = retention.sweep(now=NOW)

    assert (told.rows, told.more, told.oldest) == (2, False, NOW - timedelta(days=91))
    assert first["notices"] == 3
    assert retention.sweep(now=NOW)["notices"] == 0
    left = {desk.pk: set(Notice.objects.filter(desk=desk).values_list("subject", flat=True)) for desk in (cast.desk, cast.other_desk)}
    assert left == {cast.desk.pk: {"unread", "young"}, cast.other_desk.pk: {"old", "unread", "young"}}


def test_a_lower_limit_of_the_installation_counts_and_a_choice_comes_back_with_a_higher_one(cast: Cast, settings: Any) -> None:
    settings.KEEP_NOTICES_DAYS = 90
    keep(cast, "notices", 30)
    notice(cast.desk, cast.alice, "old", 11)
    settings.KEEP_NOTICES_DAYS = 10

    assert (shortening.term(cast.desk.pk, "notices").days, shortening.term(cast.desk.pk, "notices").chosen) == (10, 30)
    assert [one.days for one in retention.kept(cast.desk.pk) if one.kind.key == "notices"] == [10]
    assert retention.sweep(now=NOW)["notices"] == 1


def test_the_desk_log_and_unfinished_uploads_go_sooner_too(cast: Cast) -> None:
    for number, days in enumerate((5, 3), 90_001):
        DeskEvent.objects.create(desk=cast.desk, number=number, kind="k", at=NOW - timedelta(days=days))
    uploads = [
        Upload.objects.create(
            desk=desk, shop=shop, name="a.csv", size=1, created_at=NOW - timedelta(days=days), has_file=True, state=Upload.State.MAPPING
        ).pk
        for desk, shop, days in ((cast.desk, cast.shop, 5), (cast.desk, cast.shop, 3), (cast.other_desk, cast.other_shop, 5))
    ]
    keep(cast, "log", 4)
    keep(cast, "uploads", 4)
    kinds = {key: shortening.term(cast.desk.pk, key).kind for key in ("log", "uploads")}
    counted = {key: shortening.going(cast.desk.pk, kind, days=4, now=NOW).rows for key, kind in kinds.items()}

    assert counted == {"log": 1, "uploads": 1}
    assert leasing.forget_old(now=NOW) == uploads[:1]
    assert retention.sweep(now=NOW)["log"] == 1
    assert set(DeskEvent.objects.filter(desk=cast.desk, number__gt=90_000).values_list("number", flat=True)) == {90_002}


def test_choosing_is_bounded_written_down_and_twice_is_once(cast: Cast, settings: Any) -> None:
    settings.KEEP_NOTICES_DAYS = 90
    for days in (0, 91, -1):
        with pytest.raises(Refusal) as refused:
            keep(cast, "notices", days)
        assert refused.value.code == "days_out_of_limit"
    for key in ("orders", "audit", "answers", "nothing"):
        with pytest.raises(NotVisible):
            keep(cast, key, 1)

    for chosen in (30, 30, 90, None):
        keep(cast, "notices", chosen)

    entries = AuditEntry.objects.filter(desk=cast.desk, what="retention.changed").order_by("number")
    assert [(one.subject, one.before, one.after) for one in entries] == [
        ("kept:notices", {"days": 90}, {"days": 30}), ("kept:notices", {"days": 30}, {"days": 90}),
    ]  # fmt: skip
    assert not KeptShorter.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        KeptShorter.objects.create(desk=cast.desk, kind="notices", days=0)


def test_an_owner_sees_what_would_go_and_keeps_it_shorter(cast: Cast, client: Client, settings: Any) -> None:
    settings.KEEP_NOTICES_DAYS = 90
    notice(cast.desk, cast.alice, "old", 31, now=timezone.now())
    client.force_login(cast.alice)
    privacy = f"/desks/{cast.desk.slug}/settings/privacy/"
    page = f"{privacy}kept/notices/"
    assert f'href="{page}"' in client.get(privacy).content.decode()
    assert f'href="{privacy}kept/answers/"' not in client.get(privacy).content.decode()

    assert "See what would go" in client.get(page).content.decode()
    shown = client.get(page, {"days": "30"}).content.decode()
    assert "These rows go the next night" in shown
    assert '<span class="count">1</span>' in shown
    assert f"<td>{Notice.objects.get(subject='old').pk}</td>" in shown
    assert f'href="/desks/{cast.desk.slug}/notices/"' in shown
    assert "Nothing is that old now" in client.get(page, {"days": "60"}).content.decode()
    for wrong in ("0", "91", "soon", "99999"):
        for answer in (client.get(page, {"days": wrong}), client.post(page, {"days": wrong})):
            assert (answer.status_code, "Between 1 and 90 days" in answer.content.decode()) == (422, True), wrong
    assert not KeptShorter.objects.exists()

    assert client.post(page, {"days": "30"}).status_code == 302
    assert (KeptShorter.objects.get().days, Notice.objects.filter(subject="old").count()) == (30, 1)
    assert "the desk’s own" in client.get(privacy).content.decode()
    client.post(page)
    assert not KeptShorter.objects.exists()


def test_others_and_who_did_not_say_who_they_are_change_nothing(cast: Cast, client: Client, settings: Any) -> None:
    page = f"/desks/{cast.desk.slug}/settings/privacy/kept/notices/"
    manager = make_person("mia@example.org")
    join(cast.desk, manager, "manager")
    for person in (manager, cast.carol):
        client.force_login(person)
        assert (client.get(page).status_code, client.post(page, {"days": "1"}).status_code in {302, 404}) == (404, True)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    client.force_login(cast.alice)
    asked = client.post(page, {"days": "1"})

    assert (asked.status_code, "reauthenticate" in asked["Location"]) == (302, True)
    assert not KeptShorter.objects.exists()


def test_a_program_reads_tries_and_keeps_shorter(cast: Cast, client: Client, settings: Any) -> None:
    settings.KEEP_NOTICES_DAYS = 90
    notice(cast.desk, cast.alice, "old", 31, now=timezone.now())
    ask = program(client, cast.desk, "privacy.manage", at="/api/v1/privacy/retention/")
    listed = {one["kind"]: one for one in ask("GET", "").json()["items"]}
    assert set(listed) == {"notices", "invitations", "drafts", "answer_drafts", "log", "uploads"}
    assert (listed["notices"]["limit"], listed["notices"]["days"], listed["notices"]["own"]) == (90, 90, None)

    assert ask("GET", "notices/preview/?days=30").json()["rows"] == 1
    beyond = ask("GET", "notices/preview/?days=91")
    assert (beyond.status_code, "Between 1 and 90 days" in beyond.content.decode()) == (400, True)
    assert ask("GET", "notices/preview/").status_code == 400
    read = ask("GET", "notices/")
    changed = ask("PUT", "notices/", {"days": 30}, If_Match=read["ETag"])
    stale = ask("PUT", "notices/", {"days": 20}, If_Match=read["ETag"])

    assert (changed.status_code, changed.json()["days"], changed.json()["own"]) == (200, 30, 30)
    assert (stale.status_code, stale.json()["code"]) == (412, "changed")
    assert ask("PUT", "notices/", {"days": 20}).status_code == 428
    assert ask("PUT", "notices/", {"days": 91}, If_Match="*").json()["code"] == "days_out_of_limit"
    assert ask("PUT", "notices/", {"days": 9, "sooner": True}, If_Match="*").status_code == 400
    assert ask("PUT", "orders/", {"days": 9}, If_Match="*").status_code == 404
    assert KeptShorter.objects.get().days == 30
    assert ask("PUT", "notices/", {"days": None}, If_Match="*").json()["own"] is None
    assert AuditEntry.objects.filter(what="retention.changed", actor_key__startswith="token:").count() == 2
    assert program(client, cast.desk, "desk.see", at="/api/v1/privacy/retention/")("GET", "").status_code == 404
