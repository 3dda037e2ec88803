"""What is kept, read by everybody; one buyer, given out and erased by an owner who was asked once more."""

import io
import re
import zipfile
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sellerdesk import shops
from sellerdesk.celery import app
from sellerdesk.models import AuditEntry, Buyer, Invitation, InvitationShop, Notice
from sellerdesk.privacy import buyers, registry, retention
from sellerdesk.privacy.registry import Kind
from tests.factories.feed import FULL, load, order
from tests.factories.kernel import NOW, Cast, join, make_person


pytestmark = pytest.mark.django_db
ROW = re.compile(r'<td data-th="Its page"><a href="([^"]+)"')


@pytest.fixture
def buyer(cast: Cast, client: Client) -> Buyer:
    load(shops.facts(cast.shop), {**order("O1"), "buyer": {"id": "B-7", "name": "Anna Kirillova"}})
    client.force_login(cast.alice)
    return Buyer.objects.get(outside_id="B-7")


def test_an_owner_finds_gives_out_and_erases_a_buyer(cast: Cast, client: Client, buyer: Buyer) -> None:
    page = f"/desks/{cast.desk.slug}/settings/privacy/"
    assert "Anna Kirillova" in client.get(page, {"q": "kirill"}).content.decode()
    assert "No buyer of your shops" in client.get(page, {"q": "nobody\x00%"}).content.decode()
    assert "Anna Kirillova" in client.get(f"{page}buyers/{buyer.pk}/").content.decode()

    file = client.post(f"{page}buyers/{buyer.pk}/file/")
    assert "Anna Kirillova" in zipfile.ZipFile(io.BytesIO(file.content)).read("buyer.json").decode()
    wrong = client.post(f"{page}buyers/{buyer.pk}/erase/", {"sure": "B-8"})
    assert (wrong.status_code, Buyer.objects.get(pk=buyer.pk).name) == (422, "Anna Kirillova")
    done = client.post(f"{page}buyers/{buyer.pk}/erase/", {"sure": "B-7"}, follow=True).content.decode()

    again = client.post(f"{page}buyers/{buyer.pk}/erase/", {"sure": "B-7"})
    assert (again.status_code, "This buyer is erased already." in again.content.decode()) == (422, True)
    assert "The buyer is erased" in done
    assert "Kirillova" not in done
    entries = AuditEntry.objects.filter(desk=cast.desk, what__in=["buyer.exported", "buyer.erased"]).order_by("number")
    assert [entry.what for entry in entries] == ["buyer.exported", "buyer.erased"]
    assert not {"Kirillova", "B-7"} & set(str(list(entries.values())).replace("'", " ").split())


def test_every_number_of_a_buyer_leads_to_its_rows_and_each_row_to_its_page(cast: Cast, client: Client) -> None:
    desk, shop = cast.desk.slug, shops.facts(cast.shop)
    load(shop, *[{**record, "buyer": {"id": "B1"}} if record["type"] == "order" else record for record in FULL.values()])
    buyer = Buyer.objects.get(outside_id="B1")
    client.force_login(cast.alice)
    page = f"/desks/{desk}/settings/privacy/buyers/{buyer.pk}/"
    numbers = dict(buyers.kept(cast.desk.pk, [cast.shop.pk], buyer.pk))
    told = client.get(page).content.decode()
    assert {"orders", "order_lines", "reviews", "follow_ups", "questions", "messages", "claims", "refusals"} <= numbers.keys()

    for matter, number in numbers.items():
        assert (f'href="{page}kept/{matter}/"' in told) == (matter != "buyer")
        rows = client.get(f"{page}kept/{matter}/").content.decode()
        assert rows.count("<tr>") == number + 1, matter
        assert [client.get(unescape(href)).status_code for href in set(ROW.findall(rows))].count(200) == len(set(ROW.findall(rows)))
        assert ("in the file alone" in rows) == (matter == "buyer"), matter
    assert client.get(f"{page}kept/appeals/").status_code == 404
    assert client.get(f"{page}kept/messages/?after=1").content.decode().count("<tr>") == 1


def test_every_kind_leads_to_its_rows_or_says_that_no_page_lists_them(cast: Cast, client: Client, buyer: Buyer) -> None:
    client.force_login(cast.alice)
    told = client.get(f"/desks/{cast.desk.slug}/settings/privacy/").content.decode()
    for kind in retention.kinds():
        assert kind.places or str(kind.apart), kind.key
        for place in kind.places:
            href = reverse(place.page, args=[cast.desk.slug]) + place.query
            assert f'href="{href}"' in told, kind.key
            assert client.get(href).status_code == 200, href


def test_others_read_what_is_kept_and_find_nobody(cast: Cast, client: Client, buyer: Buyer) -> None:
    manager = make_person("mia@example.org")
    join(cast.desk, manager, "manager")
    client.force_login(manager)
    page = f"/desks/{cast.desk.slug}/settings/privacy/"
    said = client.get(page, {"q": "kirill"}).content.decode()

    assert "What is kept" in said
    assert "Kirillova" not in said
    for method, address in (("get", ""), ("post", "file/"), ("post", "erase/")):
        assert getattr(client, method)(f"{page}buyers/{buyer.pk}/{address}", {"sure": "B-7"}).status_code in {302, 404}
    assert Buyer.objects.get(pk=buyer.pk).name == "Anna Kirillova"


def test_a_buyer_of_another_desk_is_not_there(cast: Cast, client: Client, buyer: Buyer) -> None:
    client.force_login(cast.carol)

    assert client.get(f"/desks/{cast.other_desk.slug}/settings/privacy/buyers/{buyer.pk}/").status_code == 404
    assert client.post(f"/desks/{cast.other_desk.slug}/settings/privacy/buyers/{buyer.pk}/erase/", {"sure": "B-7"}).status_code == 404
    assert Buyer.objects.get(pk=buyer.pk).name == "Anna Kirillova"


def test_the_sweep_keeps_to_the_table_and_twice_is_once(cast: Cast, settings: Any) -> None:
    settings.KEEP_NOTICES_DAYS = settings.KEEP_INVITATIONS_DAYS = 30
    for subject, days, read in (("old", 31, True), ("unread", 31, False), ("young", 29, True)):
        at = NOW - timedelta(days=days)
        Notice.objects.create(desk=cast.desk, user=cast.alice, kind="k", subject=subject, at=at, read_at=at if read else None)
    for email, days in (("a@example.org", 31), ("b@example.org", 29)):
        gone = NOW - timedelta(days=days)
        asked = Invitation.objects.create(desk=cast.desk, email=email, role="agent", created_at=gone - timedelta(days=7), expires_at=gone)
        InvitationShop.objects.create(desk=cast.desk, invitation=asked, shop=cast.shop)

    first = retention.sweep(now=NOW)
    assert (first["notices"], first["invitations"]) == (1, 1)
    assert set(retention.sweep(now=NOW).values()) == {0}
    assert set(Notice.objects.values_list("subject", flat=True)) == {"unread", "young"}


def test_a_kind_that_fails_does_not_stop_the_others(cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.KEEP_NOTICES_DAYS = 30
    at = NOW - timedelta(days=31)
    Notice.objects.create(desk=cast.desk, user=cast.alice, kind="k", subject="old", at=at, read_at=at)
    Invitation.objects.create(desk=cast.desk, email="a@example.org", role="agent", created_at=at - timedelta(days=7), expires_at=at)
    broken = Kind("broken", "", "", ("sellerdesk_notice",), "at", lambda: 1, sweep="no_such_column")
    kinds = retention.kinds()
    monkeypatch.setattr(retention, "kinds", lambda: [broken, *kinds])

    gone = retention.sweep(now=NOW)

    assert "broken" not in gone
    assert gone["notices"] == 1


def test_every_kind_says_why_and_how_long_and_the_sweep_runs_at_night(cast: Cast) -> None:
    for one in retention.kept(cast.desk.pk):
        assert str(one.kind.what)
        assert str(one.kind.why)
        assert one.days or str(one.kind.until)
        assert one.rows is not None
    assert "sellerdesk.forget_past_use" in {line["task"] for line in app.conf.beat_schedule.values()}
    assert [part.key for part in registry.parts()] == ["reviews", "chat", "returns", "ratings"]
