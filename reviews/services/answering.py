"""Answering: an answer is written and owed to the marketplace in one step, once, and only by who has seen what came before."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError
from django.utils.translation import gettext as _

from reviews.domain.answering import EditFacts, Seen, leaves_at, target, tidy, why_not_answer, why_not_edit
from reviews.models import OwnAnswer, Review
from reviews.rows import answerable
from reviews.rows.answerable import Answerable
from reviews.services import drafting, flagging, owing, reaching, unseen, wordings
from reviews.services.reaching import subject_of
from sellerdesk import audit, commands, replies, work
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import Actor
from sellerdesk.domain.text_policy import repeated
from sellerdesk.errors import Refusal, Stale
from sellerdesk.shops import ShopFacts


MOST_COMPARED: Final = 500
"""Of the latest answers at most so many are compared with a new one."""


@dataclass(frozen=True, slots=True)
class Sent:
    """An answer on its way. `repeated`: it was there already, from the same key. Until `leaves_at` it can be taken back."""

    answer_id: int
    to: str
    state: str
    leaves_at: datetime
    repeated: bool = False


@command
def send(
    *, desk_id: int, shop_ids: Collection[int], review_id: int, user_id: int | None, actor: Actor, text: str, client_key: uuid.UUID,
    seen: Seen, draft: int | None = None, reason: str = "", now: datetime,
) -> Sent:  # fmt: skip
    """Answer the follow-up of a review where there is one, else the review (rulebook 15).

    The same `client_key` again is the same answer, also while the first is still running. `seen` is what its author has seen:
    Stale, with what is newer, where the buyer, the marketplace or another person did something since. `draft` is the version of
    the draft that this was; a newer one stays. Without `user_id` a program answers. `reason` is why the text goes in spite of a warning.

    Refused: the codes of `why_not_answer` and `wordings.why_not_text`, key_used. NotVisible for a review of another desk or shop.
    """
    return give(
        desk_id=desk_id, shop_ids=shop_ids, review_id=review_id, user_id=user_id, actor=actor, text=text, client_key=client_key, seen=seen,
        draft=draft, reason=reason, now=now,
    )  # fmt: skip


def give(
    *, desk_id: int, shop_ids: Collection[int], review_id: int, user_id: int | None, actor: Actor, text: str, client_key: uuid.UUID,
    seen: Seen, draft: int | None = None, reason: str = "", now: datetime,
) -> Sent:  # fmt: skip
    """The same inside a command: everything that leaves, whoever wrote it, leaves through here."""
    if not OwnAnswer.objects.filter(desk_id=desk_id, client_key=client_key).exists():
        owing.put_away_failed(desk_id, review_id, now)
    review = reaching.review(desk_id, shop_ids, review_id)
    if (first := _first(review, user_id, client_key)) is not None:
        return first
    known = answerable.of(desk_id, review_id)
    _see(review, known, seen, user_id, now)
    shop = reaching.shop(review.shop_id)
    if (why := why_not_answer(known.facts, shop.rules, now)) is not None:
        raise wordings.refusal(why, now)
    follow_up_id = known.follow_up_id if target(known.facts, now) == "follow_up" else None
    text, overridden = _checked(review, shop, text, reason, now)
    answer = _write(review, follow_up_id, user_id, client_key, text, edit=False, now=now)
    _tell(shop, answer, actor, "answer.sent", overridden, now)
    if user_id is not None:
        if draft is not None:
            drafting.clear(desk_id, review_id, user_id, draft)
        work.release_lease(desk_id, subject_of(review_id), user_id)
    return _sent(answer)


@command
def change(
    *, desk_id: int, shop_ids: Collection[int], answer_id: int, user_id: int, actor: Actor, text: str, client_key: uuid.UUID,
    reason: str = "", now: datetime,
) -> Sent:  # fmt: skip
    """Put another text in the place of an answer of ours that is there, once, where the marketplace lets it be changed.

    Refused: the codes of `why_not_edit` and `wordings.why_not_text`, text_unchanged, key_used. NotVisible for one of another desk or shop.
    """
    first_text = reaching.own(desk_id, shop_ids, answer_id)
    if not OwnAnswer.objects.filter(desk_id=desk_id, client_key=client_key).exists():
        owing.put_away_failed(desk_id, first_text.review_id, now)
    review = reaching.review(desk_id, shop_ids, first_text.review_id)
    if (first := _first(review, user_id, client_key)) is not None:
        return first
    first_text.refresh_from_db()
    shop = reaching.shop(review.shop_id)
    if (why := why_not_edit(_edit_facts(review, first_text), shop.rules, now)) is not None:
        raise wordings.refusal(why, now)
    text, overridden = _checked(review, shop, text, reason, now)
    if text == first_text.text:
        raise Refusal("text_unchanged", _("This is the answer as it is."), _("Change something, or leave it."))
    answer = _write(review, first_text.follow_up_id, user_id, client_key, text, edit=True, now=now)
    _tell(shop, answer, actor, "answer.changed", overridden, now)
    return _sent(answer)


def _edit_facts(review: Review, answer: OwnAnswer) -> EditFacts:
    others = OwnAnswer.objects.filter(
        desk_id=review.desk_id, review_id=review.pk, follow_up_id=answer.follow_up_id, edit=True, state__in=OwnAnswer.LIVE
    )
    at = answer.sent_at if answer.state == OwnAnswer.State.SENT and not answer.edit else None
    return EditFacts(at, edited=others.exists(), gone=review.deleted_at is not None or review.struck_at is not None)


def _first(review: Review, user_id: int | None, client_key: uuid.UUID) -> Sent | None:
    """The answer that this key already stands for. The review is locked, so one that was still running has ended by now."""
    found = OwnAnswer.objects.filter(desk_id=review.desk_id, client_key=client_key).first()
    if found is None:
        return None
    if found.review_id != review.pk or found.author_id != user_id:
        raise _key_used()
    return _sent(found, repeated=True)


def _see(review: Review, known: Answerable, seen: Seen, user_id: int | None, now: datetime) -> None:
    """Stale where something came that the author has not seen."""
    if seen.record >= known.seen.record and seen.own >= known.seen.own:
        return
    if newer := unseen.than(review, seen, user_id):
        raise Stale(unseen.sentence(newer, now), unseen.told(known.seen, newer))


def _checked(review: Review, shop: ShopFacts, text: str, reason: str, now: datetime) -> tuple[str, dict[str, Any]]:
    """The text as it leaves, and the warnings that its reason overrode; its refusal where it may not."""
    text = tidy(text)
    known = replies.facts_of(review.desk_id, subject_of(review.pk), [review.shop_id])
    judged = wordings.why_not_text(text, known, shop, given=given(review, text, now), reason=reason)
    if judged.refusal is not None:
        raise judged.refusal
    return text, dict(judged.overridden or {})


def given(review: Review, text: str, now: datetime) -> int:
    """How often the shop gave this answer of late, whoever it was to."""
    others = OwnAnswer.objects.filter(
        desk_id=review.desk_id, shop_id=review.shop_id, edit=False, state__in=OwnAnswer.LIVE, written_at__gt=now - repeated.WITHIN
    )
    texts = others.exclude(review_id=review.pk).order_by("-written_at").values_list("text", flat=True)[:MOST_COMPARED]
    same = repeated.fold(text)
    return sum(repeated.fold(one) == same for one in texts)


def _write(
    review: Review, follow_up_id: int | None, user_id: int | None, client_key: uuid.UUID, text: str, *, edit: bool, now: datetime
) -> OwnAnswer:
    """The answer, and what is owed for it."""
    try:
        with commands.attempt():
            answer = OwnAnswer.objects.create(
                desk_id=review.desk_id, shop_id=review.shop_id, review_id=review.pk, follow_up_id=follow_up_id, edit=edit, text=text,
                author_id=user_id, client_key=client_key, written_at=now,
            )  # fmt: skip
    except IntegrityError as error:
        # At the same instant about another review, which this review's lock does not hold back.
        raise _key_used() from error
    answer.outbound = owing.owe(answer, leaves_at(now), now)
    answer.save(update_fields=["outbound"])
    return answer


def _tell(shop: ShopFacts, answer: OwnAnswer, actor: Actor, what: str, overridden: dict[str, Any], now: datetime) -> None:
    flagging.look_again(shop, answer.review_id, now=now)
    after = {"review": answer.review_id, "follow_up": answer.follow_up_id, **overridden}
    audit.record(answer.desk_id, actor, what, f"answer:{answer.pk}", None, after, now)
    note(answer.desk_id, "reviews.answering", shop_id=answer.shop_id, review=answer.review_id)


def _sent(answer: OwnAnswer, *, repeated: bool = False) -> Sent:
    to = "review" if answer.follow_up_id is None else "follow_up"
    return Sent(answer.pk, to, answer.state, leaves_at(answer.written_at), repeated)


def _key_used() -> Refusal:
    return Refusal("key_used", _("This key was used for another answer."), _("Take a new key for each answer."))
