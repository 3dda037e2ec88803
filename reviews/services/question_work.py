"""Where questions stand, and which of them wait for a person."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from reviews.domain.questions import KIND, QuestionFacts, outcome
from reviews.models import OwnAnswer
from sellerdesk import hours, setwise, work
from sellerdesk.shops import ShopFacts


_LIVE = (
    "EXISTS (SELECT FROM reviews_ownanswer AS o WHERE o.desk_id = q.desk_id AND o.question_id = q.id AND o.state = ANY(%(live)s)"
    " AND o.rejects {way} '')"
)
_STANDING = (
    f"CASE WHEN q.answered_at IS NOT NULL OR {_LIVE.format(way='=')} THEN 'answered'"
    f" WHEN {_LIVE.format(way='<>')} THEN 'rejected' ELSE 'open' END"
)


def look_again(shop: ShopFacts, question_ids: Sequence[int], *, now: datetime) -> None:
    """Say where these questions stand, and open or close their work items. Inside a command that has locked them."""
    if not question_ids:
        return
    asked = {"desk": shop.desk_id, "ids": sorted(question_ids), "live": list(OwnAnswer.LIVE)}
    setwise.rows(
        f"UPDATE reviews_question AS q SET standing = {_STANDING} WHERE q.desk_id = %(desk)s AND q.id = ANY(%(ids)s)"
        f" AND q.standing <> {_STANDING} RETURNING q.id",
        asked,
    )
    found = setwise.rows("SELECT id, at, standing FROM reviews_question WHERE desk_id = %(desk)s AND id = ANY(%(ids)s) ORDER BY id", asked)
    # Also where nothing is opened: the shop's hours are held before any work item, as who changes them does.
    due = hours.due_each(shop, [at for _, at, _ in found])
    waiting: list[work.Opening] = []
    ended: dict[str, list[str]] = defaultdict(list)
    for own, at, standing in found:
        how = outcome(QuestionFacts(answered=standing == "answered", rejected=standing == "rejected"), at, now)
        if how:
            ended[how].append(f"question:{own}")
        else:
            waiting.append(_opening(shop, own, at, due[at]))
    if waiting:
        work.open_items(shop.desk_id, waiting, now=now)
        # One that was open before may be dated otherwise now, by a content that displaced the first.
        work.move_items(shop.desk_id, waiting)
    for how in sorted(ended):
        work.close_items(shop.desk_id, KIND, ended[how], how, now)


def _opening(shop: ShopFacts, question_id: int, at: datetime, due: datetime) -> work.Opening:
    """An answer is due the shop's time to reply after the question, in its working hours."""
    return work.Opening(kind=KIND, subject=f"question:{question_id}", shop_id=shop.id, due_at=due, since=at, allowed=shop.reply_target)
