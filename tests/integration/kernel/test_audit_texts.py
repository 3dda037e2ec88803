"""The audit log keeps no words of buyers and sellers: every text is filled with a marker, and the entries hold none."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from chat.models import Thread
from chat.services import automatic, noting
from ratings.services import cards, pinning
from returns.domain.automatic import Conditions
from returns.domain.signals import SORTS
from returns.models import ReturnSignal
from returns.services import automatic_rules as claim_rules, signals
from returns.services.automatic_rules import Wanted as ClaimWanted
from reviews.models import SavedFilter
from reviews.services import automatic_rules
from sellerdesk import saved_lists, shops
from sellerdesk.domain import actor
from sellerdesk.domain.traces import is_trace, trace
from sellerdesk.models import AuditEntry, User
from tests.factories.automatic import wanted as rule
from tests.factories.chat import message
from tests.factories.composing import send
from tests.factories.deciding import ask, decide
from tests.factories.feed import load, review, told
from tests.factories.kernel import NOW, Cast
from tests.factories.mending import appeal, change, offer
from tests.factories.replies import make_template


pytestmark = pytest.mark.django_db
MARK = "Zirbenholz"


def by(person: User) -> dict[str, Any]:
    return {"actor": actor.person(person.pk, person.email), "now": NOW}


def test_a_trace_tells_one_text_from_another_and_cannot_be_read() -> None:
    assert trace(MARK) == trace(MARK) != trace(f"{MARK}.")
    assert is_trace(trace(""))
    assert not is_trace({"length": 3})
    assert MARK not in str(trace(MARK))


def test_no_entry_holds_what_somebody_wrote(cast: Cast) -> None:
    _in_chats(cast)
    _about_reviews(cast)
    _about_returns(cast)
    _in_settings(cast)

    entries = list(AuditEntry.objects.all())
    assert {one.what for one in entries} >= {
        "message.sent", "note.written", "chat.automatic_changed", "review.appealed", "offer.logged", "offer.changed", "rule.made",
        "filter.saved", "claim.decided", "claim_rule.made", "return_signal.closed", "day_note.pinned", "ratings.card_changed",
        "reply_template.created",
    }  # fmt: skip
    assert [(one.what, one.after) for one in entries if MARK in f"{one.before}{one.after}{one.subject}"] == []


def _in_chats(cast: Cast) -> None:
    load(shops.facts(cast.shop), message("M1", text=f"Where is it? {MARK}"), now=NOW)
    thread = Thread.objects.get()
    send(thread, cast.alice, f"On its way. {MARK}")
    place: dict[str, Any] = {"desk_id": cast.desk.pk, "shop_ids": [cast.shop.pk], "thread_id": thread.pk}
    noting.write(**place, user_id=cast.alice.pk, text=MARK, client_key=uuid.uuid4(), **by(cast.alice))
    told_by = automatic.Setting(on=True, texts={"en": f"We are closed. {MARK}"})
    automatic.change(desk_id=cast.desk.pk, shop_ids=[cast.shop.pk], shop_id=cast.shop.pk, wanted=told_by, **by(cast.alice))


def _about_reviews(cast: Cast) -> None:
    records = (review(stars=1, text=f"Bad. {MARK}", buyer={"id": "B1", "name": MARK}, order=None), told("product", "P1", title=MARK))
    load(shops.facts(cast.shop), *records, now=NOW)
    appeal(cast, statement=f"Spam. {MARK}")
    one = offer(cast, kind="partial_refund", amount_minor=300_00, currency="RUB", note=MARK)
    change(cast, one, "agreed", MARK)
    where: dict[str, Any] = {"desk_id": cast.desk.pk, "shop_ids": [cast.shop.pk], "shop_id": cast.shop.pk}
    automatic_rules.make(**where, wanted=rule(), **by(cast.alice))
    table = saved_lists.Table(SavedFilter, "reviewfilter", "reviews.filters")
    saved: dict[str, Any] = {"table": table, "desk_id": cast.desk.pk, "user_id": cast.alice.pk}
    saved_lists.save(**saved, name="Bad ones", query=f"q={MARK}", shared=True, **by(cast.alice))


def _about_returns(cast: Cast) -> None:
    claim = ask(cast.shop, reason={"text": MARK})
    decide(claim, cast.alice, text=f"We pay it back. {MARK}")
    where: dict[str, Any] = {"desk_id": cast.desk.pk, "shop_ids": [cast.shop.pk]}
    asks = ClaimWanted(name="Ask", does="ask", conditions=Conditions(wants=frozenset({"refund"})), cap=5, words=f"Send a photo. {MARK}")
    claim_rules.make(**where, shop_id=cast.shop.pk, wanted=asks, **by(cast.alice))
    days: dict[str, Any] = {"first_day": NOW.date(), "last_day": NOW.date(), "hits": 3, "lines": 9, "usual_ppm": 1}
    row = ReturnSignal.objects.create(
        desk=cast.desk, shop=cast.shop, sort=SORTS[0], key="P1", opened_at=NOW - timedelta(days=1), is_open=True, **days
    )
    signals.close(**where, signal_id=row.pk, user_id=cast.alice.pk, did=MARK, **by(cast.alice))


def _in_settings(cast: Cast) -> None:
    shop = shops.facts(cast.shop)
    pinning.pin(shop=shop, day=NOW.date(), text=MARK, user_id=cast.alice.pk, **by(cast.alice))
    cards.change(desk_id=cast.desk.pk, shop_ids=[cast.shop.pk], shop_id=cast.shop.pk, texts={"en": f"Thank you. {MARK}"}, **by(cast.alice))
    make_template(cast, texts={"en": f"Thank you. {MARK}"})
