"""Answering a question, or rejecting it: once, and only by who has seen what came before."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from reviews.domain.answering import About, Seen, WhyNot, is_whole, tidy
from reviews.domain.questions import LONGEST_NOTE, REASONS, why_not_answer, why_not_reject
from reviews.models import Question
from reviews.rows import questions
from reviews.rows.questions import Answerable
from reviews.services import question_reasons, reaching, sending, unseen, wordings
from reviews.services.sending import Sent
from sellerdesk.commands import command
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import Refusal, Stale


@command
def answer(
    *, desk_id: int, shop_ids: Collection[int], question_id: int, user_id: int | None, actor: Actor, text: str, client_key: uuid.UUID,
    seen: Seen, draft: int | None = None, reason: str = "", now: datetime,
) -> Sent:  # fmt: skip
    """Answer a question in public. The key, `seen`, `draft` and `reason` are those of `answering.send`.

    Refused: the codes of `questions.why_not_answer` and `wordings.why_not_text`, key_used. NotVisible for one of another desk or shop.
    """
    about = About("question", question_id)
    sending.make_room(desk_id, about, client_key, now)
    row = reaching.question(desk_id, shop_ids, question_id)
    if (first := sending.first(desk_id, about, user_id, client_key)) is not None:
        return first
    known = questions.of(desk_id, question_id)
    _see(row, known, seen, user_id, now)
    shop = reaching.shop(row.shop_id)
    _ask(why_not_answer(known.facts), now)
    text, overridden = sending.checked(shop, about, text, reason, now)
    written = sending.write(shop, about, user_id, client_key, text, now=now)
    sending.tell(shop, written, actor, "answer.sent", overridden, now)
    sending.put_down(shop, about, user_id, draft)
    return sending.sent(written)


@command
def reject(
    *, desk_id: int, shop_ids: Collection[int], question_id: int, user_id: int | None, actor: Actor, reason: str, note: str,
    client_key: uuid.UUID, seen: Seen, now: datetime,
) -> Sent:  # fmt: skip
    """Turn a question down: the marketplace is told why, and shows it to nobody. `reason` is one of REASONS, `note` says it closer.

    Refused: the codes of `why_not_reject`, reason_unknown, note_missing (of "other"), note_too_long, text_has_signs, key_used.
    NotVisible for one of another desk or shop.
    """
    about = About("question", question_id)
    sending.make_room(desk_id, about, client_key, now)
    row = reaching.question(desk_id, shop_ids, question_id)
    if (first := sending.first(desk_id, about, user_id, client_key)) is not None:
        return first
    known = questions.of(desk_id, question_id)
    _see(row, known, seen, user_id, now)
    shop = reaching.shop(row.shop_id)
    _ask(why_not_reject(known.facts, shop.rules), now)
    if (refusal := _why_not_reason(reason, note)) is not None:
        raise refusal
    written = sending.write(shop, about, user_id, client_key, question_reasons.said(reason, tidy(note)), rejects=reason, now=now)
    sending.tell(shop, written, actor, "question.rejected", {"reason": reason}, now)
    sending.put_down(shop, about, user_id, None)
    return sending.sent(written)


def _see(row: Question, known: Answerable, seen: Seen, user_id: int | None, now: datetime) -> None:
    """Stale where something came that the author has not seen."""
    if seen.record >= known.seen.record and seen.own >= known.seen.own:
        return
    if newer := unseen.of_question(row, seen, user_id):
        raise Stale(unseen.sentence(newer, now), unseen.told(known.seen, newer))


def _ask(why: WhyNot | None, now: datetime) -> None:
    if why is not None:
        raise wordings.refusal(why, now)


def _why_not_reason(reason: str, note: str) -> Refusal | None:
    if reason not in REASONS:
        return Refusal("reason_unknown", _("No reason was chosen."), _("Choose why the question is rejected."))
    if reason == "other" and not note.strip():
        return Refusal("note_missing", _("“Other” says nothing by itself."), _("Say in a few words why the question is rejected."))
    if len(note) > LONGEST_NOTE:
        message = _("The reason is longer than %(most)s characters.") % {"most": LONGEST_NOTE}
        return Refusal("note_too_long", message, _("Shorten it."))
    return None if is_whole(note) else Refusal("text_has_signs", _("The text holds signs that cannot be sent."), _("Type it anew."))
