"""What becomes of the subject of an answer when one is owed, taken back or settled: its work item, and the pages that show it."""

from datetime import datetime

from reviews.domain.answering import About
from reviews.services import flagging, question_work
from sellerdesk.commands import note
from sellerdesk.shops import ShopFacts


def moved(shop: ShopFacts, about: About, *, now: datetime) -> None:
    """An answer to it is there, or not any more. Inside a command that has locked it."""
    if about.kind == "review":
        flagging.look_again(shop, about.id, now=now)
        note(shop.desk_id, "reviews.answering", shop_id=shop.id, review=about.id)
    else:
        question_work.look_again(shop, [about.id], now=now)
        note(shop.desk_id, "questions.answering", shop_id=shop.id, question=about.id)
