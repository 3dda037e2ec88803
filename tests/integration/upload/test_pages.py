"""The pages on which facts are put in by hand, as people see them."""

import csv
import gzip
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from sellerdesk import shops, tables
from sellerdesk.feed import kept, loading
from sellerdesk.models import FeedRecord, Membership, MembershipShop, SavedMapping, Upload
from sellerdesk.upload import files, receiving, running
from tests.factories.feed import line, load, order, rating, review, told
from tests.factories.kernel import NOW, Cast, join, make_person, make_shop
from tests.factories.uploads import put, work


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads_lie_here")]
TABLE = b"Review id;Date;Verdict;Review text\nR1;31.12.2025;so-so;fine\nR2;31.12.2025;bad;=HYPERLINK(1)\nR3;soon;bad;late\n"


@pytest.fixture
def alice(client: Client, cast: Cast) -> Client:
    client.force_login(cast.alice)
    return client


def page(client: Client, address: str, **data: Any) -> str:
    response = client.get(address, data)
    assert response.status_code == 200, response.content.decode()[:500]
    return str(response.content.decode())


def test_a_file_without_script_and_its_result(alice: Client, cast: Cast) -> None:
    content = line(order("O1")) + line(review("R1", "O1")) + line(review("R2", "O9")) + b"{broken\n"
    sent = alice.post("/desks/harbor/facts/", {"shop": "harbor-home", "file": io.BytesIO(content)}, follow=True)
    assert "It waits for its turn" in sent.content.decode()
    row = Upload.objects.get()
    assert 'hx-trigger="every 1s"' in page(alice, f"/desks/harbor/facts/{row.pk}/progress/")

    work(cast.shop)

    result = page(alice, f"/desks/harbor/facts/{row.pk}/")
    assert "1 record was rejected" in result
    assert "hx-trigger" not in page(alice, f"/desks/harbor/facts/{row.pk}/progress/")
    assert f"?upload={row.pk}&amp;state=waiting" in result
    assert "loaded" in page(alice, "/desks/harbor/facts/")


def test_only_the_figures_are_asked_for_every_second(alice: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """What can hold the focus is replaced only when it says something else, and when the load has ended."""
    monkeypatch.setattr(loading, "BATCH", 2)
    row = put(cast.shop, b"".join(line(order(f"O{number}")) for number in range(6)))
    address = f"/desks/harbor/facts/{row.pk}/progress/"

    def asked(before: str) -> tuple[str, str | None]:
        answer = alice.get(before.partition('hx-get="')[2].partition('"')[0])
        return answer.content.decode(), answer.headers.get("HX-Retarget")

    first = page(alice, address)
    same, target = asked(first)
    assert target is None
    assert 'role="progressbar"' in same
    assert "<form" not in same
    assert "<h1" not in same
    assert asked(same) == (same, None)

    running.run(shop=shops.facts(cast.shop), clock=lambda: NOW, seconds=0.0)
    begun, target = asked(same)
    assert target == "#upload"
    assert "Stop loading" in begun
    running.run(shop=shops.facts(cast.shop), clock=lambda: NOW, seconds=0.0)
    more, target = asked(begun)
    assert target is None
    assert "4 records read" in more

    work(cast.shop)
    ended, target = asked(more)
    assert target == "#upload"
    assert "Everything was taken" in ended
    assert "hx-get" not in ended


def test_pieces_as_the_script_sends_them(alice: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "PIECE", 100)
    content = line(order("O1")) + line(order("O2"))
    begun = alice.post(
        "/desks/harbor/facts/begin/", {"shop": "harbor-home", "name": "feed.jsonl", "size": len(content), "changed": "17"}
    ).json()
    address = f"/desks/harbor/facts/{begun['upload']}/pieces/"
    at = begun["received"]

    def send(at: int, piece: bytes) -> Any:
        return alice.post(f"{address}?at={at}", piece, content_type="application/octet-stream")

    while at < len(content):
        told_so = send(at, content[at : at + 100]).json()
        assert told_so["whole"] == (told_so["received"] == len(content))
        at = told_so["received"]

    assert send(0, content[:100]).status_code == 409
    assert send(0, content[:101]).status_code == 400
    assert send(0, b"").status_code == 400
    assert alice.post(f"{address}?at=x", b"x", content_type="application/octet-stream").status_code == 400
    for length in ("²", "x", "9" * 40):
        strange = alice.post(f"{address}?at=0", b"x", content_type="application/octet-stream", headers={"Content-Length": length})
        assert strange.status_code == 400
    assert Upload.objects.get().state == "queued"
    refused = alice.post("/desks/harbor/facts/begin/", {"shop": "harbor-home", "name": "x", "size": 10**9})
    assert (refused.status_code, refused.json()["code"]) == (422, "upload_too_large")


def test_a_table_is_mapped_previewed_saved_and_loaded(alice: Client, cast: Cast) -> None:
    row = put(cast.shop, TABLE, person_id=cast.alice.pk)
    address = f"/desks/harbor/facts/{row.pk}/"

    first = page(alice, address)
    assert "2 of 3 would be rejected" in first
    assert "is none of the allowed words" in first
    assert "must be a time with an offset" in first

    fields = {
        "type": "review", "type_was": "review", "saved": "", "saved_was": "", "days": "first", "decimals": "point",
        "column:0": "id", "column:1": "at", "column:2": "verdict", "column:3": "text", "word:verdict:so-so": "neutral",
    }  # fmt: skip
    looked = alice.post(address, fields).content.decode()
    assert "1 of 3 would be rejected" in looked
    assert Upload.objects.get().state == "mapping"

    twice = alice.post(address, {**fields, "column:3": "at", "do": "start"})
    assert twice.status_code == 422
    assert "Two columns are both said to be Time" in twice.content.decode()

    alice.post(address, {**fields, "do": "start", "save_as": "Ours"})
    work(cast.shop)
    assert SavedMapping.objects.get().mapping["words"] == {"verdict": {"so-so": "neutral"}}
    assert FeedRecord.objects.get(outside_id="R1").raw["verdict"] == "neutral"

    again = put(cast.shop, TABLE.replace(b"\nR", b"\nQ"), person_id=cast.alice.pk)
    offered = page(alice, f"/desks/harbor/facts/{again.pk}/")
    assert "<option selected>Ours</option>" in offered
    assert "1 of 3 would be rejected" in offered


def test_a_table_whose_archive_is_damaged_further_on_is_refused(alice: Client, cast: Cast, uploads_lie_here: Path) -> None:
    """The beginning, which is looked at when it has come in, is whole; the rows of the preview are read beyond it."""
    rows = b"".join(b"R%d;31.12.2025;bad;%s\n" % (number, os.urandom(1000).hex().encode()) for number in range(300))
    packed = bytearray(gzip.compress(b"Review id;Date;Verdict;Review text\n" + rows))
    packed[-len(packed) // 3 :] = b"\xff" * (len(packed) // 3 + 1)
    row = put(cast.shop, bytes(packed), person_id=cast.alice.pk)
    assert row.state == "mapping"

    shown = alice.get(f"/desks/harbor/facts/{row.pk}/", follow=True).content.decode()

    assert "This file was refused" in shown
    assert "The archive is damaged or cut off" in shown
    row.refresh_from_db()
    assert (row.state, row.code, row.has_file) == ("refused", "broken_archive", False)
    assert list(uploads_lie_here.iterdir()) == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_table_whose_file_is_gone_is_refused(alice: Client, cast: Cast, method: str) -> None:
    row = put(cast.shop, TABLE, person_id=cast.alice.pk)
    files.remove(row.pk)

    shown = getattr(alice, method)(f"/desks/harbor/facts/{row.pk}/", {"do": "start"}, follow=True).content.decode()

    assert "The file is no longer there" in shown
    row.refresh_from_db()
    assert (row.state, row.code) == ("refused", "file_gone")


def test_another_type_is_guessed_anew_and_another_mapping_taken(alice: Client, cast: Cast) -> None:
    row = put(cast.shop, TABLE, person_id=cast.alice.pk)
    changed = {"type": "follow_up", "type_was": "review", "column:0": "id", "column:1": "at", "column:2": "verdict", "column:3": "text"}

    looked = alice.post(f"/desks/harbor/facts/{row.pk}/", changed).content.decode()

    assert '<option value="follow_up" selected>' in looked
    assert '<option value="verdict"' not in looked


@pytest.mark.parametrize(
    "sent",
    [
        {}, {"type": "letter"}, {"type": "review", "type_was": "review", "column:0": "colour"}, {"do": "start"},
        {"do": "start", "type": "order", "type_was": "order"}, {"word:verdict": "x", "word:": "y", "all:": "z", "all:nothing": "q"},
        {"type": "review", "type_was": "review", "saved": "nothing", "saved_was": ""}, {"column:0": "id\x00"},
    ],
)  # fmt: skip
def test_any_form_is_answered(alice: Client, cast: Cast, sent: dict[str, str]) -> None:
    row = put(cast.shop, TABLE, person_id=cast.alice.pk)

    assert alice.post(f"/desks/harbor/facts/{row.pk}/", sent).status_code in {200, 422}


def test_only_who_brought_a_table_sees_its_cells(client: Client, cast: Cast) -> None:
    row = put(cast.shop, b"order;date;described;service\nSECRET-1;2026-01-02;5;4\n", person_id=cast.alice.pk)
    manager = make_person()
    join(cast.desk, manager, "manager")

    client.force_login(manager)
    assert "SECRET" not in page(client, f"/desks/harbor/facts/{row.pk}/")
    client.force_login(cast.alice)
    shown = page(client, f"/desks/harbor/facts/{row.pk}/")
    assert '<option value="store_rating" selected>' in shown
    assert "SECRET" not in shown


def test_the_rejected_as_a_table(alice: Client, cast: Cast) -> None:
    row = put(
        cast.shop,
        line(order("O1"))
        + line({**review("=cmd|' /C calc'!A0"), "stars": 9})
        + line({**rating("S1", "SECRET"), "scores": {"described": 9}}),
    )
    work(cast.shop)

    answer = alice.get(f"/desks/harbor/facts/{row.pk}/rejected.csv", headers={"Accept-Language": "ru"})
    content = answer.getvalue().decode()
    rows = list(csv.reader(io.StringIO(content.removeprefix("\ufeff"))))

    assert content.startswith("\ufeff")
    assert [one[0] for one in rows[1:]] == ["2", ""]
    assert rows[1][2].startswith("'=cmd")
    assert json.loads(rows[1][5])["stars"] == 9
    assert rows[1][6] == "1"
    assert [*rows[2][1:4], *rows[2][5:]] == ["store_rating", "", "malformed", "", "1"]
    assert not {"SECRET", "S1"} & set(content.replace('"', ",").split(","))
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize("cell", ["=1", "+1+1", "-a", "@x", "\t1", " =1", "\r1", "＝1", "\u3000＠x", "\u200b－a", "\x00=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert tables.harmless(cell) == f"'{cell}"
    assert tables.harmless(f"a{cell}") == f"a{cell}"


@pytest.mark.parametrize("cell", ["-1", "+12.50", "-0,5", "-3%", -4, 1.5, None])
def test_numbers_stay_numbers(cell: object) -> None:
    assert tables.harmless(cell) == ("" if cell is None else str(cell))


# --- records ---


def test_records_by_reason_with_their_content(alice: Client, cast: Cast) -> None:
    facts = shops.facts(cast.shop)
    load(
        facts,
        *(review(f"W{number}", f"O{number}") for number in range(60)),
        rating("S1", "SECRET"),
        told("question", "Q1", product="P", text="how"),
    )
    load(facts, {**review("X1"), "stars": 9, "text": "<b>bold</b>"})

    everything = page(alice, "/desks/harbor/facts/records/")
    assert "SECRET" not in everything
    assert "&lt;b&gt;bold" in page(alice, "/desks/harbor/facts/records/", state="rejected")
    waiting = page(alice, "/desks/harbor/facts/records/", state="waiting", type="review", code="waiting")
    assert waiting.count('class="line-item') == kept.PAGE
    following = waiting.partition("after=")[2].partition('"')[0]
    rest = page(alice, f"/desks/harbor/facts/records/?state=waiting&type=review&code=waiting&after={following}")
    assert rest.count('class="line-item') == 10
    assert page(alice, f"/desks/harbor/facts/records/?after={following}x").count('class="line-item') == kept.PAGE
    assert "No such record" in page(alice, "/desks/harbor/facts/records/", type="nothing\x00")


def test_store_ratings_are_counted_and_never_listed(alice: Client, cast: Cast) -> None:
    """Loading one order and looking which rating is released would name who gave it."""
    facts = shops.facts(cast.shop)
    load(facts, rating("WAITS-1", "O1"), rating("WAITS-2", "O2"), review("W3", "O3"), told("trade_void", "V4", order="O4", reason="x"))
    load(facts, order("O5"), rating("STANDS", "O5"), rating("LATER", "O5"), {**rating("BAD", "O6"), "scores": {"described": 9}})
    single = FeedRecord.objects.get(outside_id="WAITS-1")

    for filtered in ({}, {"type": "store_rating"}, {"state": "waiting", "type": "store_rating", "code": "waiting"}, {"state": "rejected"}):
        shown = page(alice, "/desks/harbor/facts/records/", **filtered)
        assert not [name for name in ("WAITS", "STANDS", "LATER", "BAD", "described", "2025-") if name in shown]
    everything = page(alice, "/desks/harbor/facts/records/")
    assert everything.count('class="line-item') == 2
    assert "already has a store rating" in everything
    assert "not as a store rating must be" in everything
    assert everything.count('<td class="r num" data-th="Records">2</td>') == 1

    one = alice.post("/desks/harbor/facts/records/again/", {"record": single.pk}, follow=True)
    gone = alice.post("/desks/harbor/facts/records/again/", {"record": 10**9}, follow=True)
    assert "It does not wait any more." in one.content.decode()
    assert "It does not wait any more." in gone.content.decode()


def test_a_file_of_store_ratings_alone(alice: Client, cast: Cast) -> None:
    row = put(cast.shop, line(rating("S1", "O1")) + line(rating("S2", "O2")))
    work(cast.shop)

    assert "They are counted above" in page(alice, "/desks/harbor/facts/records/", upload=row.pk)


def test_records_of_one_upload_by_line(alice: Client, cast: Cast) -> None:
    # Names that no random token of the page holds by chance.
    load(shops.facts(cast.shop), review("of-another-load", "O1"))
    row = put(cast.shop, line(review("of-this-upload", "O2")) + b"{\n{broken\n")
    work(cast.shop)

    shown = page(alice, "/desks/harbor/facts/records/", upload=row.pk)

    assert "of-this-upload" in shown
    assert "of-another-load" not in shown
    assert alice.get("/desks/harbor/facts/records/", {"upload": 999999}).status_code == 404


def test_judging_again_says_what_it_did(alice: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sellerdesk.web.records.AT_ONCE", 2)
    load(shops.facts(cast.shop), *(review(f"W{number}", f"O{number}") for number in range(5)))
    record = FeedRecord.objects.get(outside_id="W1")

    one = alice.post("/desks/harbor/facts/records/again/", {"record": record.pk, "back": "state=waiting"}, follow=True)
    assert "1 record judged again. All stand as before." in one.content.decode()

    step = alice.post("/desks/harbor/facts/records/again/", {"state": "waiting"})
    for judged in (2, 4, 5):
        text = step.content.decode()
        assert f"{judged} records judged so far" in text
        after = text.partition('name="after" value="')[2].partition('"')[0]
        step = alice.post(
            "/desks/harbor/facts/records/again/", {"state": "waiting", "after": after, "judged": judged, "released": 0}, follow=True
        )
    assert "5 records judged again." in step.content.decode()


@pytest.mark.parametrize("role", ["agent", "analyst", "read_only"])
def test_other_roles_see_nothing_of_it(client: Client, cast: Cast, role: str) -> None:
    row = put(cast.shop, line(order("O1")))
    Membership.objects.filter(user=cast.bob).update(role=role)
    client.force_login(cast.bob)

    for address in ("", "records/", f"{row.pk}/", f"{row.pk}/progress/", f"{row.pk}/rejected.csv"):
        assert client.get(f"/desks/harbor/facts/{address}").status_code == 404
    assert client.post(f"/desks/harbor/facts/{row.pk}/cancel/").status_code == 404


def test_a_manager_of_one_shop_sees_no_other(client: Client, cast: Cast) -> None:
    hidden = make_shop(cast.desk, "hidden-shop")
    row = put(hidden, line(review("HIDDEN", "O1")))
    work(hidden)
    manager = make_person()
    joined = join(cast.desk, manager, "manager", every_shop=False)
    MembershipShop.objects.create(desk=cast.desk, membership=joined, shop=cast.shop)
    client.force_login(manager)

    assert "HIDDEN" not in page(client, "/desks/harbor/facts/records/")
    assert client.get(f"/desks/harbor/facts/{row.pk}/").status_code == 404
    assert client.post("/desks/harbor/facts/begin/", {"shop": "hidden-shop", "name": "x", "size": 5}).status_code == 404
    assert client.post("/desks/harbor/facts/records/again/", {"record": FeedRecord.objects.get().pk}, follow=True).status_code == 200
