"""Findings with photos, the buyer's pictures brought here, the reason that a person gives: what they do and what is refused."""

import io
import operator
import uuid
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from returns.models import Claim, Exhibit, Finding, Move
from returns.services import fetching
from sellerdesk import shops
from sellerdesk.errors import Permanent, Transient
from sellerdesk.marketplaces.ports import Fetched
from sellerdesk.models import AuditEntry, FeedRecord, Membership, Shop, WorkItem
from tests.factories.feed import load, order, told
from tests.factories.kernel import Cast
from tests.factories.returns import claim, step


pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
HTMX = {"HX-Request": "true"}


def ago(hours: float) -> str:
    return (NOW - timedelta(hours=hours)).isoformat()


def png(*, size: tuple[int, int] = (8, 8)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "brown").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def back(cast: Cast, client: Client, settings: Any, tmp_path: Any) -> Claim:
    """A claim of alice's whose goods were received back; two of its photos lie elsewhere. Alice is signed in."""
    settings.MEDIA_ROOT = tmp_path
    load(
        shops.facts(cast.shop),
        told("product", "P-L1", title="Merino throw", article="T-1", image="/static/demo/mug-home.svg"),
        order("O1", at=ago(99), completed_at=None, status="delivered", delivered_at=ago(95)),
        claim(at=ago(50), reason={"text": "Он мне мал, жмёт"}, photos=["//photos.example/1.webp", "https://photos.example/2.png"]),
        step("agreed", ago(49), ref="T1"),
        step("sent_back", ago(40), ref="T2", by="buyer"),
        step("received", ago(2), ref="T3"),
        now=NOW,
    )
    client.force_login(cast.alice)
    return Claim.objects.get()


def address(name: str, *args: Any) -> str:
    return reverse(name, args=["harbor", *args])


def photo(client: Client, exhibit: Exhibit) -> Any:
    answer: Any = client.get(address("claim_photo", exhibit.pk))
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


def find(client: Client, claim: Claim, *files: bytes, names: str = "a.png", **told: Any) -> Any:
    photos = [SimpleUploadedFile(names, content) for content in files]
    data = {"condition": "damaged", "words": "Torn", "moves": "", "key": str(uuid.uuid4()), "photos": photos} | told
    return client.post(address("claim_find", claim.pk), data, headers=HTMX)


def test_a_finding_is_recorded_with_photos_and_moves_the_goods(back: Claim, client: Client, cast: Cast) -> None:
    answer = find(client, back, png(), png(), condition="damaged", moves="written_off", words="Torn seam")

    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Came back damaged; Written off" in page
    assert "Torn seam" in page
    assert page.count("Found by") >= 2
    back.refresh_from_db()
    assert (back.goods, back.money) == ("written_off", "agreed")
    moved = Move.objects.get(event="written_off")
    assert (moved.finding.author, moved.step, moved.by) == (cast.alice, None, 2)
    assert AuditEntry.objects.filter(what="claim.found", subject=f"claim:{back.pk}").count() == 1
    shown = photo(client, Exhibit.objects.order_by("id")[0])
    assert (shown["Content-Type"], shown["Content-Security-Policy"]) == ("image/png", "default-src 'none'; frame-ancestors 'none'; sandbox")

    # A later load folds it again, with what was found.
    load(shops.facts(cast.shop), step("refunded", ago(0), ref="T4", by="marketplace"), now=NOW + timedelta(hours=1))
    back.refresh_from_db()
    assert (back.goods, back.money) == ("written_off", "paid")


def test_what_was_wrong_is_taken_back_and_stays_to_be_read(back: Claim, client: Client) -> None:
    find(client, back, condition="complete", words="", moves="restocked")
    assert Claim.objects.get().goods == "restocked"
    finding = Finding.objects.get()

    page = client.post(address("claim_finding_back", back.pk, finding.pk), headers=HTMX).content.decode()

    assert Claim.objects.get().goods == "received"
    assert "Taken back: it does not count." in page
    assert client.post(address("claim_finding_back", back.pk, finding.pk)).status_code == 302
    assert AuditEntry.objects.filter(what="claim.finding_withdrawn").count() == 1


def test_the_first_of_two_findings_is_not_taken_back_alone(back: Claim, client: Client) -> None:
    find(client, back, condition="used", moves="repaired")
    find(client, back, condition="complete", words="", moves="restocked")
    assert Claim.objects.get().goods == "restocked"
    first, second = Finding.objects.order_by("id")

    assert client.post(address("claim_finding_back", back.pk, first.pk), headers=HTMX).status_code == 422
    for one in (second, first):
        client.post(address("claim_finding_back", back.pk, one.pk), headers=HTMX)
    assert Claim.objects.get().goods == "received"


def test_sent_twice_it_is_one_finding(back: Claim, client: Client, tmp_path: Any) -> None:
    key = str(uuid.uuid4())
    for _ in range(2):
        assert find(client, back, png(), key=key).status_code == 200

    assert (Finding.objects.count(), Exhibit.objects.count()) == (1, 1)
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize(
    ("told", "files", "said"),
    [
        ({"condition": "", "words": ""}, [], "says nothing yet"),
        ({"condition": "used", "words": " \n"}, [], "Nobody could tell later"),
        ({"condition": "melted"}, [], "not one of the list"),
        ({"moves": "received"}, [], "not one of the list"),
        ({"moves": "restocked"}, [], "does not go with"),
        ({"words": "x" * 1001}, [], "more than 1,000"),
        ({}, [b"<svg onload=alert(1)>"], "Files of this type are not taken"),
        ({}, [b"\x89PNG\r\n\x1a\n<script>"], "broken or cut off"),
        ({}, [b"GIF89a"], "not taken"),
        ({}, [b""], "is empty"),
        ({}, [png()] * 11, "more than 10 photos"),
    ],
)
def test_what_is_no_finding_is_refused_and_leaves_nothing(
    back: Claim, client: Client, tmp_path: Any, told: dict[str, str], files: list[bytes], said: str
) -> None:
    answer = find(client, back, *files, **told)

    assert (answer.status_code, answer["HX-Retarget"]) == (422, "#finding-refused")
    assert said in answer.content.decode()
    assert not Finding.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_goods_that_are_not_back_are_not_put_away(cast: Cast, client: Client, back: Claim) -> None:
    load(shops.facts(cast.shop), claim("CL2", at=ago(20)), now=NOW)
    other = Claim.objects.get(outside_id="CL2")

    answer = find(client, other, condition="complete", moves="restocked")

    assert (answer.status_code, Finding.objects.count()) == (422, 0)
    assert "not known to be back" in answer.content.decode()
    assert find(client, other, png(), condition="", words="").status_code == 200


def test_only_who_may_check_and_sees_the_shop(back: Claim, client: Client, cast: Cast) -> None:
    find(client, back, png())
    shown = Exhibit.objects.get()
    Membership.objects.filter(user=cast.alice).update(role="read_only")
    assert find(client, back).status_code == 404
    assert "What came back" not in client.get(address("claim", back.pk)).content.decode()
    assert photo(client, shown).status_code == 200
    client.force_login(cast.carol)
    assert photo(client, shown).status_code == 404
    assert client.get(address("claim_photo", 2**70)).status_code == 404
    assert client.post(address("claim_find", 2**70)).status_code == 404


class Port:
    """Brings what it was told for each address."""

    def __init__(self, **brings: Any) -> None:
        self.brings = brings
        self.asked: list[str] = []

    def fetch(self, url: str, /) -> Fetched:
        self.asked.append(url)
        found = self.brings[url.rsplit("/", 1)[-1].split(".", maxsplit=1)[0]]
        if isinstance(found, Exception):
            raise found
        return Fetched(found, "image/png")


def test_the_buyers_pictures_are_brought_here_when_somebody_asks(back: Claim, client: Client, cast: Cast) -> None:
    shop = shops.facts(cast.shop)
    page = client.get(address("claim", back.pk)).content.decode()
    assert 'src="https://photos.example' not in page
    assert not Exhibit.objects.exists()

    for _ in range(2):
        assert client.post(address("claim_pictures", back.pk), headers=HTMX).status_code == 200
    assert sorted(Exhibit.objects.values_list("url", flat=True)) == ["https://photos.example/1.webp", "https://photos.example/2.png"]
    port = Port(**{"1": b"<html>not a picture", "2": png()})
    assert fetching.shops_with_pictures(datetime.now(UTC)) == [shop.id]
    assert fetching.fetch(shop=shop, source=port, clock=lambda: datetime.now(UTC)) == 2
    assert fetching.fetch(shop=shop, source=port, clock=lambda: datetime.now(UTC)) == 0

    assert dict(Exhibit.objects.values_list("url", "state")) == {
        "https://photos.example/1.webp": "refused", "https://photos.example/2.png": "kept",
    }  # fmt: skip
    page = client.get(address("claim", back.pk)).content.decode()
    assert f'href="{address("claim_photo", Exhibit.objects.get(state="kept").pk)}"' in page
    assert "not taken" in page


def test_a_picture_is_tried_again_until_it_is_enough(back: Claim, client: Client, cast: Cast) -> None:
    client.post(address("claim_pictures", back.pk), headers=HTMX)
    shop, moment = shops.facts(cast.shop), datetime.now(UTC)
    port = Port(**{"1": Transient("later"), "2": Permanent("gone")})
    for hours in range(12):
        fetching.fetch(shop=shop, source=port, clock=partial(operator.add, moment, timedelta(hours=hours)))

    assert set(Exhibit.objects.values_list("state", flat=True)) == {"failed"}
    assert len(port.asked) == fetching.MOST_TRIES + 1


def test_a_reason_from_the_words_is_taken_at_one_press_and_holds_until_another_is_told(back: Claim, client: Client, cast: Cast) -> None:
    page = client.get(address("claim", back.pk)).content.decode()
    assert 'data-suggested="too_small"' in page
    assert "<bdi>мал</bdi>" in page
    load(shops.facts(cast.shop), claim(at=ago(50), updated_at=ago(1), reason={"code": "OTHER", "text": "Он мне мал, жмёт"}), now=NOW)
    assert Claim.objects.get().reason == "other"

    page = client.post(address("claim_reason", back.pk), {"reason": "too_small"}, headers=HTMX).content.decode()

    kept = Claim.objects.get()
    assert (kept.reason, kept.first_reason, kept.reason_read) == ("too_small", "too_small", False)
    assert "gave this reason" in page
    assert "data-suggested" not in page
    entry = AuditEntry.objects.get(what="claim.reason_chosen")
    assert (entry.before, entry.after) == ({"reason": "other"}, {"reason": "too_small"})
    client.post(address("claim_reason", back.pk), {"reason": "too_small"}, headers=HTMX)
    assert AuditEntry.objects.filter(what="claim.reason_chosen").count() == 1

    load(shops.facts(cast.shop), claim(at=ago(50), updated_at=ago(0.5), reason={"code": "WAS_USED"}), now=NOW)
    assert Claim.objects.get().reason == "used"
    assert client.post(address("claim_reason", back.pk), {"reason": "nonsense"}, headers=HTMX).status_code == 422


def test_judging_again_disturbs_neither_records_nor_work(back: Claim, client: Client) -> None:
    before = list(FeedRecord.objects.order_by("id").values_list("state", "code")), WorkItem.objects.values_list("due_at", "state").get()
    find(client, back, condition="complete", words="", moves="restocked")

    assert list(FeedRecord.objects.order_by("id").values_list("state", "code")) == before[0]
    assert WorkItem.objects.values_list("due_at", "state").get() == before[1]


def test_who_ships_in_time_closes_a_claim_and_ends_its_work(cast: Cast) -> None:
    Shop.objects.filter(pk=cast.shop.pk).update(rules="taobao")
    cast.shop.refresh_from_db()
    shop = shops.facts(cast.shop)
    placed = order("O1", at=ago(30), completed_at=None, status="placed")
    load(shop, placed, claim(at=ago(10), wants="refund"), now=NOW)
    assert (Claim.objects.get().stage, WorkItem.objects.get().state) == ("not_shipped", "open")

    load(shop, placed | {"status": "shipped", "shipped_at": ago(1), "updated_at": ago(1)}, now=NOW)

    kept = Claim.objects.get()
    assert (kept.money, kept.goods, kept.talk, kept.stage, kept.is_open) == ("dropped", "going", "closed", "", False)
    assert list(Move.objects.filter(step=None).values_list("event", "by")) == [("shipped_in_time", 2)]
    assert (WorkItem.objects.get().state, WorkItem.objects.get().outcome) == ("closed", "decided")


def test_steps_of_a_claim_that_waits_and_of_a_long_one_are_told(back: Claim, client: Client, cast: Cast) -> None:
    load(shops.facts(cast.shop), claim("W", "UNKNOWN", at=ago(9)), step("agreed", ago(8), ref="W1", claim="W", text="Kommt"), now=NOW)
    waiting = Claim.objects.get(outside_id="W")
    page = client.get(address("claim", waiting.pk)).content.decode()
    assert (waiting.ruling, "Kommt" in page) == ("waiting", True)
    steps = [step("changed", ago(2 - n / 1000), ref=f"L{n:03}", by="buyer", text=f"step-{n}") for n in range(205)]
    load(shops.facts(cast.shop), claim("L", at=ago(5)), *(one | {"claim": "L"} for one in steps), now=NOW)
    page = client.get(address("claim", Claim.objects.get(outside_id="L").pk)).content.decode()
    assert "these are the newest 200 steps" in page
    assert ("step-204<" in page, "step-4<" in page) == (True, False)
