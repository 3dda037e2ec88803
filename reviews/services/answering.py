"""Answering: an answer is written and owed to the marketplace in one step, once, and only by who has seen what came before."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from reviews.domain.answering import About, EditFacts, Seen, answer_until, edit_until, target, why_not_answer, why_not_edit
from reviews.models import OwnAnswer, Review
from reviews.rows import answerable
from reviews.rows.answerable import Answerable
from reviews.services import reaching, sending, unseen, wordings
from reviews.services.sending import Sent
from sellerdesk.commands import command
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import NotVisible, Refusal, Stale


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
    about = About("review", review_id)
    sending.make_room(desk_id, about, client_key, now)
    review = reaching.review(desk_id, shop_ids, review_id)
    if (first := sending.first(desk_id, about, user_id, client_key)) is not None:
        return first
    known = answerable.of(desk_id, review_id)
    _see(review, known, seen, user_id, now)
    shop = reaching.shop(review.shop_id)
    if (why := why_not_answer(known.facts, shop.rules, now)) is not None:
        raise wordings.refusal(why, now)
    to = target(known.facts, now)
    text, overridden = sending.checked(shop, about, text, reason, now)
    answer = sending.write(
        shop, about, user_id, client_key, text, follow_up_id=known.follow_up_id if to == "follow_up" else None,
        last=answer_until(to, known.facts, shop.rules), now=now,
    )  # fmt: skip
    sending.tell(shop, answer, actor, "answer.sent", overridden, now)
    sending.put_down(shop, about, user_id, draft)
    return sending.sent(answer)


@command
def change(
    *, desk_id: int, shop_ids: Collection[int], answer_id: int, user_id: int | None, actor: Actor, text: str, client_key: uuid.UUID,
    reason: str = "", now: datetime,
) -> Sent:  # fmt: skip
    """Put another text in the place of an answer of ours that is there, once, where the marketplace lets it be changed. Without
    `user_id` a program does.

    Refused: the codes of `why_not_edit` and `wordings.why_not_text`, text_unchanged, key_used. NotVisible for one of another desk or shop.
    """
    first_text = reaching.own(desk_id, shop_ids, answer_id)
    about = first_text.about
    if about.kind == "question":
        raise NotVisible
    sending.make_room(desk_id, about, client_key, now)
    review = reaching.review(desk_id, shop_ids, about.id)
    if (first := sending.first(desk_id, about, user_id, client_key)) is not None:
        return first
    first_text.refresh_from_db()
    shop = reaching.shop(review.shop_id)
    facts = _edit_facts(review, first_text)
    if (why := why_not_edit(facts, shop.rules, now)) is not None:
        raise wordings.refusal(why, now)
    text, overridden = sending.checked(shop, about, text, reason, now)
    if text == first_text.text:
        raise Refusal("text_unchanged", _("This is the answer as it is."), _("Change something, or leave it."))
    answer = sending.write(
        shop, about, user_id, client_key, text, follow_up_id=first_text.follow_up_id, edit=True, last=edit_until(facts, shop.rules), now=now
    )
    sending.tell(shop, answer, actor, "answer.changed", overridden, now)
    return sending.sent(answer)


def _edit_facts(review: Review, answer: OwnAnswer) -> EditFacts:
    others = OwnAnswer.objects.filter(
        desk_id=review.desk_id, review_id=review.pk, follow_up_id=answer.follow_up_id, edit=True, state__in=OwnAnswer.LIVE
    )
    at = answer.sent_at if answer.state == OwnAnswer.State.SENT and not answer.edit else None
    return EditFacts(at, edited=others.exists(), gone=review.deleted_at is not None or review.struck_at is not None)


def _see(review: Review, known: Answerable, seen: Seen, user_id: int | None, now: datetime) -> None:
    """Stale where something came that the author has not seen."""
    if seen.record >= known.seen.record and seen.own >= known.seen.own:
        return
    if newer := unseen.than(review, seen, user_id):
        raise Stale(unseen.sentence(newer, now), unseen.told(known.seen, newer))
