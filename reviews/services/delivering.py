"""What becomes of an answer that left: read for the marketplace, and written down when its fate is known."""

from dataclasses import dataclass
from datetime import datetime

from reviews.models import Answer, OwnAnswer, QuestionAnswer
from reviews.rows import answerable
from reviews.services import reaching, telling, wordings
from sellerdesk import outbox
from sellerdesk.fates import Fate
from sellerdesk.models import Outbound


State = OwnAnswer.State


@dataclass(frozen=True, slots=True)
class Leaving:
    """An answer as it leaves. `about` is "review", "follow_up" or "question", `subject` its outside id, `review` that of its review."""

    about: str
    subject: str
    review: str
    text: str
    key: str
    written_at: datetime
    edit: bool
    rejects: str


def leaving(desk_id: int, answer_id: int, outbound_id: int) -> Leaving | None:
    """The answer as it is now; None where nothing is to be sent: taken back, told already, answered elsewhere, its review gone or
    followed up.

    Once a worker holds it, it is being sent. One statement by itself, as the worker's claim is: who holds the delivery is the only
    one who writes here.
    """
    own = OwnAnswer.objects.filter(desk_id=desk_id, pk=answer_id, outbound=outbound_id, told_record=None)
    answer = own.select_related("review", "follow_up", "question").exclude(state__in=[State.CANCELLED, State.REFUSED]).first()
    if answer is None or _over(answer):
        return None
    if Outbound.objects.filter(desk_id=desk_id, pk=outbound_id, state=Outbound.State.CLAIMED).exists():
        own.filter(state=State.QUEUED).update(state=State.SENDING)
    return Leaving(*_place(answer), answer.text, str(answer.client_key), answer.written_at, answer.edit, answer.rejects)


def _place(answer: OwnAnswer) -> tuple[str, str, str]:
    """What it is to, the outside id of that, and of its review where it has one."""
    if answer.question is not None:
        return "question", answer.question.outside_id, ""
    if answer.follow_up is not None:
        return "follow_up", answer.follow_up.outside_id, answer.review.outside_id
    return "review", answer.review.outside_id, answer.review.outside_id


def settle(desk_id: int, answer_id: int, outbound_id: int, fate: Fate, now: datetime) -> None:
    """Write what became of an attempt. Inside the command that settles the delivery.

    What the marketplace told by itself is more than any answer to us, and a delivery that was called off says nothing any more.
    """
    found = OwnAnswer.objects.filter(desk_id=desk_id, pk=answer_id).first()
    if found is None:
        return
    reaching.lock(desk_id, [found.shop_id], found.about)
    answer = _locked(desk_id, answer_id)
    if answer.outbound != outbound_id or answer.state == State.CANCELLED:
        return
    if answer.told_record is None:
        _judge(answer, fate, now)
    else:
        # The feed told it while a worker had it, and left the delivery to that worker.
        outbox.told(desk_id, [outbound_id], now=now)
    answer.save()
    telling.moved(reaching.shop(answer.shop_id), answer.about, now=now)


def _locked(desk_id: int, answer_id: int) -> OwnAnswer:
    own = OwnAnswer.objects.select_for_update(of=("self",), no_key=True).select_related("review", "follow_up", "question")
    return own.get(desk_id=desk_id, pk=answer_id)


def _judge(answer: OwnAnswer, fate: Fate, now: datetime) -> None:
    answer.state, answer.reason = State(fate.state), fate.reason
    if fate.outcome == "cancelled":
        over = _over(answer)
        answer.state, answer.reason = (State.CANCELLED, over) if over else (State.REFUSED, wordings.CALLED_OFF)
    if answer.state == State.SENT:
        answer.sent_at = fate.at or now
    if fate.outside_id and not answer.edit and answer.outside_id is None:
        answer.outside_id = fate.outside_id
        # The feed was faster than the answer to us.
        if (told := _told(answer, fate.outside_id)) is not None:
            answer.told_record, answer.state, answer.sent_at = told.record, State.SENT, told.at


def _told(answer: OwnAnswer, outside_id: str) -> Answer | QuestionAnswer | None:
    """What the feed told under this id of the same review or question. Of a rejection it tells nothing."""
    own = {"desk_id": answer.desk_id, "shop_id": answer.shop_id, "outside_id": outside_id}
    if answer.question is None:
        return Answer.objects.filter(**own, review_ref=answer.review.outside_id).first()
    return None if answer.rejects else QuestionAnswer.objects.filter(**own, question_ref=answer.question.outside_id).first()


def _over(answer: OwnAnswer) -> str:
    """Why there is nothing to be answered any more, as a sentence; empty while there is."""
    if answer.question is not None:
        return wordings.QUESTION_ELSEWHERE if answer.question.answered_at is not None else ""
    if answer.review.struck_at is not None:
        return wordings.STRUCK
    if answer.review.deleted_at is not None:
        return wordings.DELETED
    follow_up = answer.follow_up.outside_id if answer.follow_up else None
    if not answer.edit and answerable.is_answered(answer.review, follow_up):
        return wordings.ELSEWHERE
    if not answer.edit and answer.follow_up is None and answer.review.followed_at is not None:
        return wordings.FOLLOWED
    return ""
