"""One buyer given out and erased: nothing of them is left anywhere, and every figure is what it was."""

import contextlib
import io
import json
import uuid
import zipfile
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection

from chat.models import Attachment, Draft, Message, Note, Thread
from chat.services import replaying as talk, settling
from ratings.services import replaying as marks
from returns.models import Claim, SavedClaims
from returns.services import keeping as recount
from reviews.models import AnswerDraft, Appeal, FollowUp, Offer, Review, ReviewTopic, SavedFilter
from reviews.services import flagging, replaying as credit
from sellerdesk import audit, panels, shops
from sellerdesk.attachments import keeping
from sellerdesk.attachments.checking import Checked
from sellerdesk.domain import actor as actors
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.feed import judging
from sellerdesk.models import Buyer, BuyerErasure, FeedRecord, IdempotencyKey, Order, Outbound, WorkItem
from sellerdesk.panels import AsOf
from sellerdesk.privacy import buyers
from sellerdesk.shops import ShopFacts
from tests.domain.attachments.files import photo
from tests.factories.answering import answer
from tests.factories.chat import change, message
from tests.factories.feed import load, order, rating, review, told
from tests.factories.kernel import NOW, Cast
from tests.factories.returns import claim


pytestmark = pytest.mark.django_db
M = "ZQMARK"
WHO = {"id": f"{M}-1", "name": f"{M} Weber"}
OTHER = {"id": "B-other", "name": "Olga Stone"}


def facts() -> list[dict[str, Any]]:
    """All that a marketplace can tell of one buyer, marked wherever it is about them; and somebody else beside them."""
    file = {"name": f"{M}.png", "url": f"https://x.example/{M}.png", "content_type": "image/png"}
    return [
        {**order("O1", buyer="x"), "buyer": WHO, "note": f"{M} at the door", "tracking": f"{M}77", "region": "North"},
        {**order("O2", buyer="x"), "buyer": WHO},
        {**order("O3", buyer="x"), "buyer": OTHER, "note": "ring twice"},
        review("R1", "O1", verdict="bad", text=f"{M} is angry", title=M, pros=M, cons=M, photos=[f"https://x.example/{M}.jpg"]),
        review("R2", "O2", verdict="good", text=f"{M} again", anonymous=True),
        review("R3", "O3", verdict="good", text="all well"),
        told("follow_up", "F1", review="R1", text=f"{M} later", photos=[f"https://x.example/{M}2.jpg"]),
        told("reply", "A1", review="R1", text=f"Dear {M}"),
        told("review_change", "R1", at="2026-03-20T10:00:00+08:00", verdict="neutral", text=f"{M} changed"),
        rating("S1", "O1"),
        rating("S2", "O3"),
        told("question", "Q1", product="P1", buyer=WHO, text=f"{M} asks"),
        told("question_answer", "QA1", question="Q1", text=f"{M} is told"),
        message("M1", buyer=WHO, text=f"I am {M}", attachments=[file]),
        message("M2", 2, buyer=WHO, sender="seller", text=f"Hello {M}"),
        message("M3", 3, buyer=WHO, text=None, attachments=[file]),
        message("M4", 4, conversation="C2", buyer=OTHER, text="Good day"),
        change("MC1", "M1", 5, f"I am still {M}"),
        {**claim("CL1", order="O1"), "reason": {"text": f"{M}: it arrived broken and damaged"}, "photos": [f"https://x.example/{M}3.jpg"]},
        told("claim_step", "CS1", claim="CL1", step="refused", by="seller", text=f"No, {M}", at="2026-03-29T10:00:00+08:00"),
        told("refusal", "RF1", order="O2", stage="at_pickup", reason={"text": f"{M} did not come"}),
        told("trade_void", "V1", order="O2", reason=f"{M} is a fraud"),
        # Rejected, waiting, and no record at all: none of it is in a ledger.
        told("review", "R9", order="O1", buyer=WHO, text=f"{M} without a verdict"),
        message("M9", buyer=WHO, sender="nobody", text=M),
    ]


@pytest.fixture(autouse=True)
def _one_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    """A snapshot needs a transaction of its own; here everything is inside the test's."""
    for module in (marks, credit):
        monkeypatch.setattr(module, "snapshot", contextlib.nullcontext)


@pytest.fixture
def shop(cast: Cast) -> ShopFacts:
    found = shops.facts(cast.shop)
    load(found, *facts())
    while flagging.judge(shop=found, now=NOW):
        pass
    while settling.settle(shop=found, now=NOW):
        pass
    ours(cast)
    return found


def ours(cast: Cast) -> None:
    """What people of the desk wrote about them."""
    review_row, thread = Review.objects.get(outside_id="R1"), Thread.objects.get(outside_id="C1")
    Note.objects.create(desk=cast.desk, thread=thread, author=cast.alice, at=NOW, text=f"{M} is difficult", client_key=uuid.uuid4())
    Draft.objects.create(desk=cast.desk, thread=thread, user=cast.alice, text=f"Dear {M}", updated_at=NOW)
    AnswerDraft.objects.create(desk=cast.desk, review=review_row, user=cast.alice, text=f"Dear {M}", updated_at=NOW)
    told_ = {"desk": cast.desk, "shop": cast.shop, "review": review_row, "made_at": NOW}
    Appeal.objects.create(**told_, reason="spam", detail="links", statement=M, quotes=[{"text": M}], passages=[{"text": M}])
    Offer.objects.create(**told_, kind="gift", channel="chat", note=f"{M} wants two")
    checked = Checked("photo", "image/png", photo("PNG"))
    Attachment.objects.filter(message__outside_id="M1").update(state="kept", file=keeping.keep(cast.desk.pk, checked))


def said_anywhere(word: str) -> dict[str, int]:
    """Tables that hold a word, in any column, as text or as bytes; with how many rows."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'")
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" AS t WHERE position(%s IN lower(t::text)) > 0 OR position(%s IN lower(t::text)) > 0',
                [word.lower(), word.encode().hex()],
            )
            if number := cursor.fetchone()[0]:
                found[table] = number
    return found


def figures(shop: ShopFacts) -> str:
    """Everything that the reports say, of now and of a day before."""
    days = [AsOf(shop.day(NOW), NOW), AsOf(shop.day(NOW) - 3, None)]
    told_ = [panels.report(shop, day, window) for day in days for window in ("6_months", "180_days")]
    with connection.cursor() as cursor:
        for table in (
            "returns_figure",
            "reviews_creditday",
            "ratings_figurechange",
            "chat_round",
            "reviews_reviewtopic",
            "returns_claimdays",
        ):
            cursor.execute(f"SELECT count(*), coalesce(string_agg(md5(t::text), '' ORDER BY t.id), '') FROM {table} AS t")
            told_.append(cursor.fetchone())
        cursor.execute("SELECT id, verdict, stars, flags, ruling, answered_at, followed_at FROM reviews_review ORDER BY id")
        told_.append(cursor.fetchall())
        cursor.execute("SELECT id, reason, first_reason, wants, money, goods, talk, stage, due_at, outcome FROM returns_claim ORDER BY id")
        told_.append(cursor.fetchall())
    return json.dumps(told_, default=str, sort_keys=True)


def replays_are_equal(shop: ShopFacts) -> bool:
    """The nightly questions."""
    return (
        marks.check(shop_id=shop.id, now=NOW) and credit.check(shop_id=shop.id, now=NOW) and talk.check(shop_id=shop.id, now=NOW)
        and recount.check(shop_id=shop.id, now=NOW) == 0
    )  # fmt: skip


def erase(cast: Cast, shop: ShopFacts, *, now: Any = NOW) -> int:
    own = Buyer.objects.get(outside_id=WHO["id"]).pk
    buyers.erase(desk_id=shop.desk_id, shop_ids=[shop.id], buyer_id=own, actor=actors.person(cast.alice.pk, cast.alice.email), now=now)
    return own


def settled(shop: ShopFacts) -> None:
    while recount.keep(shop=shop, now=NOW):
        pass


def test_nothing_of_a_buyer_is_left_and_every_figure_stays(cast: Cast, shop: ShopFacts) -> None:
    settled(shop)
    before, rows = figures(shop), said_anywhere(M)
    lying = Attachment.objects.exclude(file="").values_list("file", flat=True)[0]
    assert len(rows) >= 18
    assert replays_are_equal(shop)

    erase(cast, shop)

    assert said_anywhere(M) == {}
    with pytest.raises(FileNotFoundError):
        keeping.read(lying)
    assert figures(shop) == before
    assert replays_are_equal(shop)
    assert figures(shop) == before
    assert audit.verify(shop.desk_id).broken_at is None
    # The other buyer is as they were.
    assert Order.objects.get(outside_id="O3").note == "ring twice"
    assert Message.objects.get(outside_id="M4").text == "Good day"
    assert said_anywhere("Olga Stone")


def test_told_again_nothing_comes_back_and_nothing_is_counted_twice(cast: Cast, shop: ShopFacts) -> None:
    erase(cast, shop)
    settled(shop)
    before, records = figures(shop), FeedRecord.objects.count()

    counts, _ = load(shop, *facts())
    assert (counts.unchanged, FeedRecord.objects.count()) == (counts.read, records)
    # The same with a field more each, as an export of another version tells it.
    load(shop, *[{**one, "exported_by": f"{M} again"} for one in facts() if M in str(one)])
    load(shop, told("follow_up", "F-late", review="R1", text=f"{M} was late"), {**order("O4"), "buyer": WHO})
    settled(shop)

    assert [one for one in FeedRecord.objects.values("type", "outside_id", "code", "raw") if M in str(one)] == []
    assert said_anywhere(M) == {}
    assert Buyer.objects.filter(outside_id__startswith="erased-").count() == Buyer.objects.exclude(outside_id="B-other").count()
    assert json.loads(figures(shop))[-1] == json.loads(before)[-1]
    assert replays_are_equal(shop)


def test_a_new_dealing_is_a_new_buyer_who_can_be_erased_as_well(cast: Cast, shop: ShopFacts) -> None:
    gone = erase(cast, shop)
    later = NOW + timedelta(days=2)
    load(shop, {**order("O9"), "buyer": WHO, "at": later.isoformat(), "note": f"{M} is back"}, now=later)

    assert Order.objects.get(outside_id="O9").buyer_id != gone
    assert "sellerdesk_order" in said_anywhere(M)
    erase(cast, shop, now=later + timedelta(days=1))
    assert said_anywhere(M) == {}


def test_a_buyer_is_given_out_whole_but_not_who_wished_to_be_anonymous(cast: Cast, shop: ShopFacts) -> None:
    own = Buyer.objects.get(outside_id=WHO["id"]).pk
    content = buyers.as_zip(
        desk_id=shop.desk_id, shop_ids=[shop.id], buyer_id=own, actor=actors.person(cast.alice.pk, cast.alice.email), now=NOW
    )
    archive = zipfile.ZipFile(io.BytesIO(content))
    given = json.loads(archive.read("buyer.json"))

    assert [one["outside_id"] for one in given["reviews"]] == ["R1"]
    assert {one["outside_id"] for one in given["messages"]} == {"M1", "M2", "M3"}
    assert [one["outside_id"] for one in given["claims"]] == ["CL1"]
    assert [name for name in archive.namelist() if name.startswith("files/")]
    assert "ring twice" not in str(given)
    assert '"S1"' not in json.dumps(given)


def test_while_something_is_being_sent_nothing_is_erased(cast: Cast, shop: ShopFacts) -> None:
    load(shop, {**order("O8"), "buyer": WHO}, review("R8", "O8", text=M))
    answer(Review.objects.get(outside_id="R8"), cast.alice)
    before = said_anywhere(M)

    with pytest.raises(Refusal, match="still being sent"):
        erase(cast, shop)
    assert said_anywhere(M) == before
    Outbound.objects.update(state="cancelled", settled_at=NOW, claim=None, lease_until=None)
    own = erase(cast, shop)
    with pytest.raises(NotVisible):
        buyers.erase(desk_id=shop.desk_id, shop_ids=[], buyer_id=own, actor=actors.SYSTEM, now=NOW)


def test_a_reason_that_was_read_from_words_stays(cast: Cast, shop: ShopFacts) -> None:
    before = Claim.objects.get(outside_id="CL1").reason
    assert before
    erase(cast, shop)
    load(
        shop,
        {**claim("CL1", order="O1"), "reason": {"text": f"{M}: it arrived broken and damaged"}, "updated_at": "2026-03-30T10:00:00+08:00"},
    )

    assert Claim.objects.get(outside_id="CL1").reason == before
    assert said_anywhere(M) == {}


def test_words_told_later_of_what_names_nobody_go_by_erasing_once_more(cast: Cast, shop: ShopFacts) -> None:
    own = erase(cast, shop)
    mask = Buyer.objects.get(pk=own).outside_id
    later = NOW + timedelta(days=2)
    load(
        shop,
        told("follow_up", "F9", review="R3", at=later.isoformat(), text="still well"),
        message("M1b", buyer=OTHER, text="new"),
        told("claim_step", "CS9", claim="CL1", step="refused", by="seller", text=f"{M} now", at=later.isoformat()),
        change("MC9", "M1", 5, f"{M} now") | {"at": later.isoformat()},
        now=later,
    )
    assert said_anywhere(M)

    buyers.erase(desk_id=shop.desk_id, shop_ids=[shop.id], buyer_id=own, actor=actors.SYSTEM, now=later)

    assert said_anywhere(M) == {}
    erasure = BuyerErasure.objects.get()
    assert (erasure.erased_at, Buyer.objects.get(pk=own).outside_id) == (NOW, mask)


def test_what_waited_or_was_no_record_brings_nothing_back(cast: Cast, shop: ShopFacts) -> None:
    """Waiting at the moment of erasure, for a review, a message and an order that come later; and a line that is none."""
    load(
        shop,
        told("review_change", "R5", at="2026-03-20T10:00:00+08:00", verdict="neutral", text=f"{M} changed"),
        change("MC5", "M5", 5, f"{M} still"),
        {**claim("CL5", order="O5"), "reason": {"text": f"{M}: broken"}},
    )
    erase(cast, shop)

    load(
        shop,
        {**order("O5", buyer="x"), "buyer": WHO},
        review("R5", "O5", verdict="good", text=M),
        message("M5", 4, buyer=WHO, text=M),
        told("review", "R9b", order="O1", buyer=WHO, text=f"{M} without a verdict"),
    )

    assert said_anywhere(M) == {}
    # The control: all of it was taken in.
    assert {"R5", "MC5", "CL5", "R9b"} <= set(FeedRecord.objects.values_list("outside_id", flat=True))


def test_what_is_judged_again_stays_without_words(cast: Cast, shop: ShopFacts) -> None:
    load(shop, {**review("R6", "O2", text=f"{M} first"), "buyer": WHO})
    erase(cast, shop)
    kept = FeedRecord.objects.filter(outside_id="R1", type="review").get()
    words = {**review("R1", "O1", verdict="bad", text=f"{M} is back")}
    FeedRecord.objects.filter(pk=kept.pk).update(raw=words, state=FeedRecord.State.REJECTED, code="conflict")

    judging.again(shop=shop, ids=[kept.pk], actor=actors.SYSTEM, now=NOW)

    assert said_anywhere(M) == {}


def test_flags_and_topics_of_erased_words_outlive_the_next_judging(cast: Cast, shop: ShopFacts) -> None:
    bad = "It broke at once, terrible quality, I want my money back"
    load(
        shop,
        {**order("O7"), "buyer": WHO},
        review("R7", "O7", verdict="good", stars=5, text=bad),
        told("follow_up", "F7", review="R3", text=bad),
    )
    Review.objects.filter(outside_id="R3").update(buyer_id=Buyer.objects.get(outside_id=WHO["id"]).pk)
    while flagging.judge(shop=shop, now=NOW):
        pass

    def kept() -> list[Any]:
        rows = [
            list(Review.objects.order_by("pk").values_list("flags", flat=True)),
            list(FollowUp.objects.order_by("pk").values_list("flags", flat=True)),
        ]
        return [
            *rows,
            sorted(ReviewTopic.objects.values_list("review_id", "topic")),
            sorted(WorkItem.objects.values_list("subject", "outcome")),
        ]

    before = kept()
    assert "text" in Review.objects.get(outside_id="R7").flags
    assert ReviewTopic.objects.filter(review__outside_id="R7").exists()
    erase(cast, shop)
    Review.objects.update(judged=False)
    FollowUp.objects.update(judged=False)
    while flagging.judge(shop=shop, now=NOW):
        pass

    assert kept() == before


def test_files_that_a_crash_left_go_at_night_and_saved_lists_with_the_name_go(
    cast: Cast, shop: ShopFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    lying = Attachment.objects.exclude(file="").values_list("file", flat=True)[0]
    SavedFilter.objects.create(desk=cast.desk, name="angry", query=f"q={M.lower()}+Weber", place=1)
    SavedClaims.objects.create(desk=cast.desk, name=f"{M} Weber", query="q=x", place=1)
    SavedClaims.objects.create(desk=cast.desk, name="others", query="q=x", place=2)
    with monkeypatch.context() as crash:
        crash.setattr(keeping, "remove", lambda _place: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            erase(cast, shop)
    assert keeping.read(lying)

    assert buyers.remove_files(now=NOW) == 1

    with pytest.raises(FileNotFoundError):
        keeping.read(lying)
    assert (buyers.remove_files(now=NOW), BuyerErasure.objects.get().files) == (0, [])
    assert SavedFilter.objects.count() == 0
    assert list(SavedClaims.objects.values_list("name", flat=True)) == ["others"]


def test_a_name_of_two_letters_goes_where_it_is_all_that_is_said_and_stays_in_other_words(cast: Cast, shop: ShopFacts) -> None:
    """Most Chinese names have two or three letters, and 高兴 is a name as well as a word."""
    load(shop, {**order("O8", buyer="x"), "buyer": {"id": "B-8", "name": "高兴"}})
    load(shop, told("review", "R81", buyer={"name": "高兴"}), told("review", "R82", text="我很高兴。"))
    for place, query in enumerate(("q=高兴", f"q={quote('高兴')}&stars=1", "q=高兴极了")):
        SavedFilter.objects.create(desk=cast.desk, name=f"list {place}", query=query, place=place)
    SavedClaims.objects.create(desk=cast.desk, name="高兴", query="q=x", place=1)
    for key, kept_answer in (("named", '{"name":"高兴"}'), ("other", '{"text":"很高兴"}')):
        IdempotencyKey.objects.create(
            desk=cast.desk, caller="token:1", key=key, request_hash="", content_type="", created_at=NOW, lease_until=NOW, status=200,
            answer=kept_answer.encode(),
        )  # fmt: skip

    buyer = Buyer.objects.get(outside_id="B-8")
    buyers.erase(desk_id=cast.desk.pk, shop_ids=[shop.id], buyer_id=buyer.pk, actor=actors.SYSTEM, now=NOW)

    kept_words = {row.outside_id: json.dumps(row.raw, ensure_ascii=False) for row in FeedRecord.objects.filter(outside_id__startswith="R8")}
    assert ("高兴" in kept_words["R81"], "高兴" in kept_words["R82"]) == (False, True)
    assert list(SavedFilter.objects.values_list("name", flat=True)) == ["list 2"]
    assert not SavedClaims.objects.exists()
    assert list(IdempotencyKey.objects.values_list("key", flat=True)) == ["other"]
