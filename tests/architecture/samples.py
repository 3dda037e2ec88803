"""What stands for each parameter of an address: things that exist, and are alice's."""

import uuid
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Model

from chat.models import Attachment, ComplaintSignal, Message, Thread
from ratings.models import DayNote
from returns.models import Claim, ClaimRule, Decision, Exhibit, Finding, OrderRisk, ReturnSignal, SavedClaims
from reviews.models import Appeal, AutomaticRule, BuyerRating, Offer, OwnAnswer, Question, Review, SavedFilter, TopicSignal
from sellerdesk import shops
from sellerdesk.attachments import keeping
from sellerdesk.attachments.checking import Checked
from sellerdesk.models import ApiToken, Invitation, Membership, Notice, OrderLine, Outbound, Product, ReplyTemplate, Upload, Webhook
from tests.domain.attachments.files import photo
from tests.factories.answering import answer
from tests.factories.automatic import make_rule
from tests.factories.chat import message
from tests.factories.claim_rules import make_claim_rule
from tests.factories.composing import send
from tests.factories.feed import load, order, review, told
from tests.factories.kernel import NOW, Cast
from tests.factories.returns import claim


def samples(cast: Cast) -> dict[str, str]:
    """What stands for each parameter: things that exist, and are alice's."""
    return {
        "slug": cast.shop.slug,
        "shop": cast.shop.slug,
        "desk": cast.desk.slug,
        "upload": str(_upload(cast)),
        "object_id": str(cast.shop.pk),
        "content_type_id": "1",
        "app_label": "sellerdesk",
        "url": "sellerdesk/nothing/",
        "pk": "1",
        "key": "abc-def",
        "uidb36": "1",
        "member": str(Membership.objects.get(desk=cast.desk, user=cast.bob).pk),
        "invitation": str(_invited(cast)),
        "token": "1-1.forged",
        "step": "invite",
        "role": "agent",
        "review": str(_review(cast)),
        "line": str(_line(cast)),
        "claim": str(_claim(cast)),
        "decision": str(_decision(cast)),
        **_found(cast),
        "signal": str(_signal(cast)),
        "risk": str(_risk(cast)),
        "complaint": str(_complaint(cast)),
        "return_signal": str(_return_signal(cast)),
        "question": str(_question(cast)),
        "appeal": str(_appeal(cast)),
        "offer": str(_offer(cast)),
        "notice": str(_notice(cast)),
        "saved": str(_saved(cast)),
        "template": str(_template(cast)),
        "lane": "reviews",
        "api_token": str(_api_token(cast)),
        "delivery": str(_delivery(cast)),
        "attachment": str(_attachment(cast)),
        "file": str(Attachment.objects.get(thread_id=_message(cast).thread_id).pk),
        "answer": str(_answer(cast)),
        "rating": str(_rating(cast)),
        "rule": str(_rule(cast)),
        "claim_rule": str(_claim_rule(cast)),
        "webhook": str(_webhook(cast)),
        "day_note": str(_day_note(cast)),
        "matter": "orders",
        "kind": "notices",
        "buyer": str(OrderLine.objects.get(pk=_line(cast)).order.buyer_id),
        **_talk(cast),
    }


def _webhook(cast: Cast) -> int:
    """A webhook of alice's desk, made once."""
    facts = {"desk": cast.desk, "name": "ERP", "url": "https://receiver.example/in"}
    return Webhook.objects.get_or_create(**facts, defaults={"events": ["review.flagged"], "secret": "sealed", "created_at": NOW})[0].pk


def _day_note(cast: Cast) -> int:
    """A note of alice's, pinned once to a day of the shop's ratings."""
    facts = {"desk": cast.desk, "shop": cast.shop, "day": NOW.date(), "text": "A sale"}
    return DayNote.objects.get_or_create(**facts, defaults={"author": cast.alice, "made_at": NOW})[0].pk


def _talk(cast: Cast) -> dict[str, str]:
    """A conversation of alice's shop, and what was sent in it."""
    thread = Thread.objects.get(pk=_message(cast).thread_id)
    if not (sent := Message.objects.filter(thread=thread, client_key__isnull=False).first()):
        sent = Message.objects.get(pk=send(thread, cast.alice).message_id)
    return {"thread": str(thread.pk), "message": str(sent.pk)}


def _invited(cast: Cast) -> int:
    row, _made = Invitation.objects.get_or_create(
        desk=cast.desk, email="dora@example.org", defaults={"role": "agent", "created_at": NOW, "expires_at": NOW + timedelta(days=7)}
    )
    return int(row.pk)


def _claim(cast: Cast) -> int:
    """A claim of alice's shop."""
    load(shops.facts(cast.shop), claim())
    return Claim.objects.get(shop_id=cast.shop.pk).pk


def _decision(cast: Cast) -> int:
    """A decision about it, taken once."""
    facts = {"desk": cast.desk, "shop": cast.shop, "claim_id": _claim(cast), "kind": "reject", "action": "reject", "event": "refused"}
    return Decision.objects.get_or_create(**facts, defaults={"client_key": uuid.uuid4(), "made_at": NOW})[0].pk


def _found(cast: Cast) -> dict[str, str]:
    """What was found about that claim, with a photo, made once."""
    told = {"shop": cast.shop, "at": NOW, "condition": "damaged", "author_label": "alice"}
    finding, _made = Finding.objects.get_or_create(desk=cast.desk, claim_id=_claim(cast), key=uuid.UUID(int=1), defaults=told)
    exhibit = Exhibit.objects.filter(finding=finding).first()
    if exhibit is None:
        checked = Checked("photo", "image/png", photo("PNG"))
        kept = {"state": "kept", "file": keeping.keep(cast.desk.pk, checked), "content_type": "image/png", "at": NOW, "place": 0}
        exhibit = Exhibit.objects.create(desk=cast.desk, claim_id=finding.claim_id, finding=finding, **kept)
    return {"finding": str(finding.pk), "exhibit": str(exhibit.pk)}


def _review(cast: Cast) -> int:
    """A review of alice's shop: told again, it is the same."""
    load(shops.facts(cast.shop), review("R1", None))
    return Review.objects.get(shop_id=cast.shop.pk, outside_id="R1").pk


def _line(cast: Cast) -> int:
    """A line of an order of alice's shop: told again, it is the same."""
    load(shops.facts(cast.shop), order("O-line"))
    return OrderLine.objects.get(desk=cast.desk, order__outside_id="O-line").pk


def _saved(cast: Cast) -> int:
    """A saved list of alice's desk in every room that has some, under one number, made once."""
    found = SavedFilter.objects.filter(desk=cast.desk, name="Late parcels").first()
    if found is not None:
        return found.pk
    number = _number_of_both(SavedFilter, SavedClaims)
    for model in (SavedFilter, SavedClaims):
        model.objects.create(pk=number, desk=cast.desk, name="Late parcels", query="show=bad", place=1)
    return number


def _number_of_both(one: type[Model], other: type[Model]) -> int:
    """A number that two tables give out now, so that neither gives it to what is made later: the one behind counts up to it."""
    first, second = _drawn(one, 1), _drawn(other, 1)
    if first == second:
        return first
    behind = one if first < second else other
    return _drawn(behind, abs(first - second))


def _drawn(model: type[Model], times: int) -> int:
    with connection.cursor() as cursor:
        asked = "SELECT max(nextval(pg_get_serial_sequence(%s, 'id'))) FROM generate_series(1, %s)"
        cursor.execute(asked, [model._meta.db_table, times])
        return int(cursor.fetchone()[0])


def _answer(cast: Cast) -> int:
    """An answer to it, given once."""
    found = OwnAnswer.objects.filter(desk=cast.desk).first()
    return found.pk if found else answer(Review.objects.get(pk=_review(cast)), cast.alice).answer_id


def _rating(cast: Cast) -> int:
    """A rating of the buyer of that line, taken back, made once."""
    line = OrderLine.objects.get(pk=_line(cast))
    facts = {"desk": cast.desk, "shop": cast.shop, "order_id": line.order_id, "line": line, "verdict": 1}
    told = {"client_key": uuid.UUID(int=2), "written_at": NOW, "state": "cancelled"}
    return BuyerRating.objects.get_or_create(**facts, defaults=told)[0].pk


def _question(cast: Cast) -> int:
    """A question to alice's shop: told again, it is the same."""
    load(shops.facts(cast.shop), told("question", "Q1", product="P1", text="Is it blue?"))
    return Question.objects.get(shop_id=cast.shop.pk, outside_id="Q1").pk


def _rule(cast: Cast) -> int:
    """A rule for automatic answers of alice's shop, made once."""
    found = AutomaticRule.objects.filter(desk=cast.desk).first()
    return found.pk if found else make_rule(cast.shop, on=None).pk


def _claim_rule(cast: Cast) -> int:
    """A rule for automatic decisions of alice's shop, made once."""
    found = ClaimRule.objects.filter(desk=cast.desk).first()
    return found.pk if found else make_claim_rule(cast.shop, on=None).pk


def _signal(cast: Cast) -> int:
    """Complaints about a product of alice's shop, made once."""
    product, _made = Product.objects.get_or_create(desk=cast.desk, shop=cast.shop, outside_id="P-signal")
    facts = {"desk": cast.desk, "shop": cast.shop, "product": product, "topic": "size"}
    told = {"since": NOW, "ripe": NOW, "newest": NOW, "number": 3, "why": "close"}
    return TopicSignal.objects.get_or_create(**facts, defaults=told)[0].pk


def _risk(cast: Cast) -> int:
    """An order of alice's shop at risk, made once."""
    order_id = OrderLine.objects.get(pk=_line(cast)).order_id
    facts = {"desk": cast.desk, "shop": cast.shop, "order_id": order_id, "risk": "ship"}
    told = {"basis": "1", "since": NOW, "due_at": NOW, "turns_at": NOW, "is_open": True}
    return OrderRisk.objects.get_or_create(**facts, defaults=told)[0].pk


def _complaint(cast: Cast) -> int:
    """Complaints of conversations of alice's shop, made once."""
    product, _made = Product.objects.get_or_create(desk=cast.desk, shop=cast.shop, outside_id="P-signal")
    facts: dict[str, Any] = {"desk": cast.desk, "shop": cast.shop, "product": product, "topic": "size"}
    told: dict[str, Any] = {"since": NOW, "ripe": NOW, "newest": NOW, "number": 3, "why": "close", "is_open": True}
    return ComplaintSignal.objects.get_or_create(**facts, defaults=told)[0].pk


def _return_signal(cast: Cast) -> int:
    """A signal of returns of alice's shop, made once."""
    facts = {"desk": cast.desk, "shop": cast.shop, "sort": "reason", "key": "damaged"}
    days = {"first_day": NOW.date(), "last_day": NOW.date()}
    told = {"reason": "damaged", "hits": 5, "lines": 9, "usual_ppm": 1, "opened_at": NOW, "is_open": True, **days}
    return ReturnSignal.objects.get_or_create(**facts, defaults=told)[0].pk


def _appeal(cast: Cast) -> int:
    """An appeal of alice's against that review, made once."""
    facts = {"desk": cast.desk, "shop": cast.shop, "review_id": _review(cast)}
    return Appeal.objects.get_or_create(**facts, defaults={"reason": "spam", "detail": "links", "made_at": NOW})[0].pk


def _offer(cast: Cast) -> int:
    """An offer of alice's about that review, made once."""
    facts = {"desk": cast.desk, "shop": cast.shop, "review_id": _review(cast)}
    return Offer.objects.get_or_create(**facts, defaults={"kind": "gift", "channel": "chat", "made_at": NOW})[0].pk


def _api_token(cast: Cast) -> int:
    """A token of alice's desk, made once."""
    told = {"permissions": ["desk.see"], "secret_hash": "0" * 64, "created_at": NOW}
    return ApiToken.objects.get_or_create(desk=cast.desk, name="Warehouse", defaults=told)[0].pk


def _notice(cast: Cast) -> int:
    """Something that alice was told."""
    told = {"desk": cast.desk, "user": cast.alice, "kind": "overdue", "subject": "stage"}
    return Notice.objects.get_or_create(**told, defaults={"at": NOW})[0].pk


def _template(cast: Cast) -> int:
    """A shared reply template of alice's desk, made once."""
    moments = {"created_at": NOW, "changed_at": NOW}
    return ReplyTemplate.objects.get_or_create(desk=cast.desk, name="Late delivery", defaults=moments)[0].pk


def _delivery(cast: Cast) -> int:
    """Something that alice's shop owes, made once."""
    facts = {"desk": cast.desk, "shop": cast.shop, "kind": "test", "dedupe_key": "1"}
    return Outbound.objects.get_or_create(**facts, defaults={"created_at": NOW, "not_before": NOW})[0].pk


def _attachment(cast: Cast) -> int:
    """A file that a buyer sent to alice's shop, fetched and checked: told again, it is the same."""
    file = {"name": "a.png", "url": "https://x.example/a.png", "content_type": "image/png"}
    load(shops.facts(cast.shop), message("M1", attachments=[file]))
    kept = Checked("photo", "image/png", photo("PNG"))
    found = Attachment.objects.get(thread__shop_id=cast.shop.pk)
    if found.state != Attachment.State.KEPT:
        found.state, found.file, found.content_type = Attachment.State.KEPT, keeping.keep(cast.desk.pk, kept), kept.content_type
        found.save()
    return found.pk


def _message(cast: Cast) -> Message:
    """A message of alice's shop with a file: told again, it is the same."""
    file = {"name": "a.png", "url": "https://x.example/a.png", "content_type": "image/png"}
    load(shops.facts(cast.shop), message("M1", attachments=[file]))
    return Message.objects.get(shop_id=cast.shop.pk, outside_id="M1")


def _upload(cast: Cast) -> int:
    """A file of alice's, made once."""
    facts = {"desk": cast.desk, "shop": cast.shop, "name": f"{cast.shop.slug}.csv", "size": 1}
    return Upload.objects.get_or_create(**facts, defaults={"created_at": NOW, "made_by": cast.alice})[0].pk
