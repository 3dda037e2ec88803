"""The message that is ready for the buyer of an order at risk: where it can go, in which language, and its text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from returns.domain import risk_letters
from returns.domain.risk_letters import LANGUAGES, case_of, language_of
from returns.domain.risks import passed
from returns.queries.risks import Row
from sellerdesk import talks
from sellerdesk.domain.replies import values
from sellerdesk.domain.replies.filling import filled
from sellerdesk.domain.scripts import lang_of
from sellerdesk.replies.facts import of_order
from sellerdesk.talks import Talk


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it is proposed. `fate` is what became of the one that was sent, empty where none was sent by chat."""

    language: str
    text: str
    talk: Talk | None
    fate: str


def ready(row: Row, *, desk_slug: str, desk_id: int, rules: str, shop_ids: Sequence[int], language: str, now: datetime) -> Letter:
    """The proposal for one risk, in `language` or, where that is none of ours, the buyer's. At most three queries."""
    way = talks.way()
    talk = way.find(desk_id, desk_slug, [row.shop_id], row.buyer_id, row.number) if way else None
    if language not in LANGUAGES:
        # What they wrote last says most; a name is only a hint.
        language = language_of([lang_of(said) for said in (talk.said if talk else "", row.note, row.buyer)], rules)
    facts = of_order(desk_id, row.order_id, shop_ids)
    text = ""
    if facts is not None:
        case = case_of(row.risk, passed=passed(row.risk, row.ship_by, now))
        named, tracked = bool(values.value("buyer_name", facts, language)), bool(values.value("track_no", facts, language))
        text = filled(risk_letters.letter(case, language, named=named, tracked=tracked), facts, language)
    fate = ""
    if row.letter is not None:
        fate = way.fates(desk_id, [row.letter]).get(row.letter, "gone") if way else "gone"
    return Letter(language, text, talk, fate)
