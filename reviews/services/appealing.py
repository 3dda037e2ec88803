"""Appealing a review: it is written and owed to the marketplace in one step, and only one at a time."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from reviews.domain import appeals as rules
from reviews.domain.appeals import BRANCH, LONGEST_STATEMENT, MOST_PASSAGES, Facts, Passage, Past, State
from reviews.domain.objections import Objection
from reviews.models import Appeal, FollowUp, Review
from reviews.services import appeal_wordings as wordings
from sellerdesk import audit, departures, evidence, outbox, shops
from sellerdesk.commands import command, note
from sellerdesk.domain import permissions
from sellerdesk.domain.actor import Actor
from sellerdesk.domain.leaving import leaves_at, seconds_left
from sellerdesk.errors import NotVisible
from sellerdesk.evidence import Piece
from sellerdesk.models import Shop
from sellerdesk.panels import Subject
from sellerdesk.rooms import May


DELIVERY = "review.appeal"


@dataclass(frozen=True, slots=True)
class Wanted:
    """An appeal as a person wants it: a leaf of the tree, words, passages (one in a line), references of what is quoted."""

    detail: str
    statement: str = ""
    marked: str = ""
    quoted: Sequence[str] = ()


@command
def appeal(
    *, desk_id: int, shop_ids: Collection[int], review_id: int, user_id: int | None, actor: Actor, may: May, wanted: Wanted,
    client_key: uuid.UUID | None = None, now: datetime,
) -> int:  # fmt: skip
    """Appeal a review; returns the appeal's id. The same `client_key` again is the same appeal.

    `may` says what its author may see: nobody quotes what they may not read. Refused: the codes of `why_not_appeal`,
    reason_unknown, appeal_empty, statement_too_long, too_much_evidence, passage_not_found, quote_gone, appeal_key_used.
    NotVisible for a review of another desk or shop.
    """
    review = lock(desk_id, shop_ids, review_id)
    if (first := _first(review, client_key)) is not None:
        return first
    statement = wanted.statement.replace("\r\n", "\n").replace("\0", "").strip()
    reason = BRANCH.get(wanted.detail)
    facts = facts_of(review)
    objection = Objection("reason_unknown") if reason is None else rules.why_not_appeal(facts, now, reason)
    if objection is not None or reason is None:
        raise wordings.refusal(objection or Objection("reason_unknown"))
    passages, pieces = _passages(review, wanted.marked), _pieces(review, wanted.quoted, may)
    if not statement and not passages and not pieces:
        raise wordings.refusal(Objection("appeal_empty"))
    if len(statement) > LONGEST_STATEMENT:
        raise wordings.too_long()
    if len(passages) > MOST_PASSAGES or len(pieces) > MOST_PASSAGES:
        raise wordings.too_many()
    row = Appeal.objects.create(
        desk_id=desk_id, shop_id=review.shop_id, review=review, reason=reason, detail=wanted.detail, statement=statement,
        passages=[{"part": one.part, "start": one.start, "end": one.end, "text": one.text} for one in passages],
        quotes=[{"ref": one.ref, "at": one.at.astimezone(UTC).isoformat(), "text": one.text} for one in pieces],
        made_at=now, made_by_id=user_id, client_key=client_key,
    )  # fmt: skip
    leaves = leaves_at(now, rules.until(facts.at, facts.rules, reason))
    row.outbound = outbox.enqueue(
        desk_id, DELIVERY, f"appeal:{row.pk}", {"appeal": row.pk}, shop_id=review.shop_id, now=now, not_before=leaves
    )
    row.save(update_fields=["outbound"])
    after = {"review": review.pk, "reason": reason.value, "detail": wanted.detail, "passages": len(passages), "quotes": len(pieces)}
    audit.record(desk_id, actor, "review.appealed", subject_of(row.pk), None, after, now)
    note(desk_id, "reviews.appealed", shop_id=review.shop_id, review=review.pk)
    return int(row.pk)


def held_for(desk_id: int, appeal_id: int) -> int:
    """For how many seconds from its making an appeal can be taken back; 0 where its delivery is forgotten."""
    row = Appeal.objects.get(desk_id=desk_id, pk=appeal_id)
    leaves = None if row.outbound is None else departures.due_at(desk_id, row.outbound)
    return seconds_left(leaves or row.made_at, row.made_at)


def subject_of(appeal_id: int) -> str:
    """The key of an appeal for work items and the audit log."""
    return f"{rules.KIND}:{appeal_id}"


def lock(desk_id: int, shop_ids: Collection[int], review_id: int) -> Review:
    """The review of these shops, held until the command ends: appeals against it are made one after the other. Else NotVisible."""
    mine = Review.objects.select_for_update(no_key=True).filter(desk_id=desk_id, shop_id__in=list(shop_ids), pk=review_id)
    if (found := mine.first()) is None:
        raise NotVisible
    return found


def facts_of(review: Review) -> Facts:
    """What the rules ask of a review, with what was tried before."""
    shop = shops.facts(Shop.objects.get(desk_id=review.desk_id, pk=review.shop_id))
    past = Appeal.objects.filter(desk_id=review.desk_id, review_id=review.pk).order_by("id").values_list("state", "reached_at")
    return Facts(
        at=review.at, author=review.author, ruling=review.ruling, deleted_at=review.deleted_at, struck_at=review.struck_at,
        rules=shop.rules, past=[Past(State(state), reached is not None) for state, reached in past],
    )  # fmt: skip


def subject(review: Review, may: May) -> Subject:
    """Whom and what a review is about, as far as its reader may know: an anonymous buyer is nobody here too."""
    return Subject(
        buyer_id=None if review.anonymous else review.buyer_id,
        order_ref=review.order_ref if may(permissions.ORDERS_SEE) else None,
    )


def _first(review: Review, client_key: uuid.UUID | None) -> int | None:
    """The appeal that this key already stands for. The review is locked, so one that was still running has ended by now."""
    if client_key is None:
        return None
    found = Appeal.objects.filter(desk_id=review.desk_id, client_key=client_key).values_list("pk", "review_id").first()
    if found is not None and found[1] != review.pk:
        raise wordings.refusal(Objection("appeal_key_used"))
    return None if found is None else int(found[0])


def _passages(review: Review, marked: str) -> list[Passage]:
    follow_up = FollowUp.objects.filter(desk_id=review.desk_id, shop_id=review.shop_id, review_ref=review.outside_id, ruling="")
    words = {"text": review.text, "title": review.title, "pros": review.pros, "cons": review.cons}
    found, missing = rules.places(marked, words | {"follow_up": follow_up.values_list("text", flat=True).first() or ""})
    if missing:
        raise wordings.not_found(missing)
    return found


def _pieces(review: Review, quoted: Sequence[str], may: May) -> list[Piece]:
    shop = shops.facts(Shop.objects.get(desk_id=review.desk_id, pk=review.shop_id))
    found = evidence.taken(review.desk_id, shop, subject(review, may), quoted, may=may)
    if found is None:
        raise wordings.refusal(Objection("quote_gone"))
    return found
