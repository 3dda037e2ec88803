"""The message that is ready for the buyer of an order at risk: where it can go, in which language, and its text."""

from dataclasses import dataclass
from datetime import datetime

from returns.domain.risk_letters import LANGUAGES, case_of, language_of, letter
from returns.domain.risks import passed
from returns.queries.risks import Row
from sellerdesk import talks
from sellerdesk.domain.replies import values
from sellerdesk.domain.replies.filling import filled
from sellerdesk.domain.replies.values import VariableFacts
from sellerdesk.domain.scripts import lang_of
from sellerdesk.models import Shop
from sellerdesk.talks import Talk


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it is proposed. `fate` is what became of the one that was sent, empty where none was sent by chat."""

    language: str
    text: str
    talk: Talk | None
    fate: str


def ready(row: Row, shop: Shop, *, desk_slug: str, language: str, now: datetime) -> Letter:
    """The proposal for one risk, in `language` or, where that is none of ours, the buyer's. At most two queries."""
    way = talks.way()
    talk = way.find(shop.desk_id, desk_slug, [row.shop_id], row.buyer_id, row.number) if way else None
    if language not in LANGUAGES:
        # What they wrote last says most; a name is only a hint.
        language = language_of([lang_of(said) for said in (talk.said if talk else "", row.note, row.buyer)], shop.rules)
    return Letter(language, _text(row, shop, language, now), talk, _fate(row, shop))


def _text(row: Row, shop: Shop, language: str, now: datetime) -> str:
    facts = VariableFacts(
        buyer_name=row.buyer, order_no=row.number, track_no=row.tracking, shop_name=shop.name, rules=shop.rules, shop_id=shop.pk,
        style="dear" if shop.greeting == Shop.Greeting.DEAR else "name",
    )  # fmt: skip
    case = case_of(row.risk, passed=passed(row.risk, row.ship_by, now))
    named, tracked = bool(values.value("buyer_name", facts, language)), bool(values.value("track_no", facts, language))
    return filled(letter(case, language, named=named, tracked=tracked), facts, language)


def _fate(row: Row, shop: Shop) -> str:
    if row.letter is None:
        return ""
    way = talks.way()
    return way.fates(shop.desk_id, [row.letter]).get(row.letter, "gone") if way else "gone"
