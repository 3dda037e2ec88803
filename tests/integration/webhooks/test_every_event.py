"""Every kind of event that can be chosen really happens, and what is sent of it are ids, codes and moments: nothing of a buyer's.

What a feed tells in a buyer's words is caused in `test_notices_name_nobody.py`; here is what the desk itself does or finds, caused by its
own commands about a buyer whose name and words bear a mark.
"""

import json
import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from chat.outbound import ChatCarrier
from ratings.models import RatingWatch, RunningFigure
from ratings.services import moving
from returns.models import Claim
from returns.services import findings
from sellerdesk import connections, published, shops
from sellerdesk.delivery import deciding
from sellerdesk.domain import actor
from sellerdesk.marketplaces.ports import Receipt
from sellerdesk.models import ShopConnection
from sellerdesk.outbox import Outcome
from sellerdesk.webhooks import bodies
from tests.factories import chat, composing, mending
from tests.factories.delivering import Clock, turn
from tests.factories.feed import load, order, rating, review
from tests.factories.kernel import NOW, Cast
from tests.factories.reaching import make_webhook
from tests.factories.returns import claim, step
from tests.integration.ratings import test_lookouts
from tests.integration.returns import test_risks, test_signals
from tests.integration.reviews import test_topics
from tests.integration.test_notices_name_nobody import HERE, PLAIN
from tests.integration.webhooks.reaching import owed


pytestmark = pytest.mark.django_db
MARK = "Zq1"
WHO = {"id": "B1", "name": f"Anna {MARK}"}
TODAY = datetime.now(UTC)
CODE = re.compile(r"[a-z0-9_./:-]{1,60}")
HOUR = timedelta(hours=1)


def appealed(cast: Cast) -> None:
    mending.tell(cast, order(buyer="B1"), review(text=f"{MARK} vk.com/x", stars=1))
    made = mending.appeal(cast, statement=f"{MARK} is an insult")
    turn(Clock(mending.LEAVES))
    deciding.done_there(desk_id=cast.desk.pk, outbound_id=made.outbound or 0, actor=actor.SYSTEM, now=mending.LEAVES)


def complained(cast: Cast) -> None:
    records = [test_topics.bad(number, days=number, text=f"{MARK} маломерит", buyer=WHO) for number in (1, 2, 3)]
    test_topics.judged(shops.facts(cast.shop), *records)


def delivered(cast: Cast) -> None:
    thread = chat.talk(cast.shop, [chat.message("M1", text=MARK, buyer=WHO)])
    composing.send(thread, cast.bob, f"Dear {MARK}")
    ChatCarrier().parcel(held := composing.claim())
    composing.settle(claimed=held, outcome=Outcome.SENT, receipt=Receipt("sent", "M-OUT"))


def found(cast: Cast) -> None:
    ago = [(TODAY - number * HOUR).isoformat() for number in (99, 50, 49, 40, 2)]
    load(
        shops.facts(cast.shop), order("O1", at=ago[0], completed_at=None, status="delivered", delivered_at=ago[0]),
        claim(at=ago[1], reason={"text": MARK}), step("agreed", ago[2], ref="T1"), step("sent_back", ago[3], ref="T2", by="buyer"),
        step("received", ago[4], ref="T3"), now=TODAY,
    )  # fmt: skip
    told = findings.Told(condition="damaged", words=f"{MARK} cut it", moves="", key=uuid.uuid4())
    findings.record(
        desk_id=cast.desk.pk, shop_ids=[cast.shop.pk], claim_id=Claim.objects.get().pk, told=told, photos=[], user_id=cast.bob.pk,
        actor=actor.person(cast.bob.pk, cast.bob.email), now=TODAY,
    )  # fmt: skip


def risked(cast: Cast) -> None:
    facts = shops.facts(cast.shop)
    load(facts, test_risks.on_way("S", note=MARK, ship_by=TODAY + 3 * HOUR), now=test_risks.NOW)
    assert test_risks.sweep(facts)


def piled_up(cast: Cast) -> None:
    facts = shops.facts(cast.shop)
    test_signals.usual(facts)
    test_signals.count(facts, "P1", timedelta(days=10), 30, too_small=8)
    assert test_signals.look(facts)


def crossed(cast: Cast) -> None:
    facts, then = shops.facts(cast.shop), datetime(2026, 3, 20, tzinfo=UTC)
    load(facts, order(buyer="B1"), rating(service=5), now=then)
    for fives, ones in ((6000, 0), (6000, 6000)):
        RunningFigure.objects.filter(shop_id=facts.id).update(six_service_5=fives, six_service_1=ones)
        moving.settle(shop=facts, now=then)


def foreseen(cast: Cast) -> None:
    facts, now = shops.facts(cast.shop), test_lookouts.NOW
    test_lookouts.marks(facts, 5, 130, first_day=178, last_day=160, start=0)
    test_lookouts.marks(facts, 4, 70, first_day=60, last_day=1, start=1000)
    RatingWatch.objects.create(desk_id=facts.desk_id, shop_id=facts.id, day=now.date() - timedelta(days=1), so=[])
    test_lookouts.next_day(1)


def away_and_back(cast: Cast) -> None:
    place = {"desk_id": cast.desk.pk, "shop_id": cast.shop.pk}
    ShopConnection.objects.create(kind="simulator", settings={}, changed_at=NOW, read_after=NOW, **place)
    connections.note_failure(**place, since=NOW, why="silent", now=NOW)
    connections.note_answer(**place, now=NOW + HOUR)


CAUSES: list[tuple[Callable[[Cast], None], dict[str, set[str]]]] = [
    (appealed, {"review.appeal": {"review"}, "review.appeal_due": {"work"}}),
    (complained, {"review.signal": {"work"}}),
    (delivered, {"chat.delivered": {"thread", "message"}}),
    (found, {"claim.found": {"claim"}}),
    (risked, {"order.at_risk": {"work"}}),
    (piled_up, {"returns.signal": {"work"}}),
    (crossed, {"rating.threshold_crossed": {"dimension", "threshold", "below"}}),
    (foreseen, {"rating.alert": {"work"}}),
    (away_and_back, {"connection.failing": set(), "connection.answers": set()}),
]
"""What happens, and which events tell it with which facts."""


@pytest.mark.parametrize(("cause", "kinds"), CAUSES, ids=[cause.__name__ for cause, _kinds in CAUSES])
def test_it_happens_and_plain_facts_are_told(
    cast: Cast, client: Client, settings: Any, cause: Callable[[Cast], None], kinds: dict[str, set[str]]
) -> None:  # fmt: skip
    settings.SITE_URL = "https://desk.example"
    hook, _secret = make_webhook(cast.desk, "https://receiver.example/in", *kinds)
    cause(cast)

    events = owed(hook)
    assert {event["kind"] for event in events} == set(kinds)
    client.force_login(cast.alice)
    for event in events:
        sent = bodies.body(event, desk=cast.desk.slug, shop=cast.shop.slug).decode()
        told = json.loads(sent)
        assert MARK not in sent
        assert set(told["facts"]) == kinds[event["kind"]] <= PLAIN | {"work"}
        assert {name for name, value in told["facts"].items() if not (isinstance(value, int) or CODE.fullmatch(value))} == set()
        assert [one for one in told["about"] if not CODE.fullmatch(one)] == []
        # Where it leads there is a page, and who keeps the desk finds it.
        link = urlsplit(told["links"]["page"])
        assert (link.netloc, client.get(link.path).status_code) == ("desk.example", 200)


def test_every_kind_that_can_be_chosen_is_caused_by_something() -> None:
    caused = {kind for _cause, kinds in CAUSES for kind in kinds}
    assert caused.isdisjoint(HERE)
    assert caused | HERE == {kind.kind for kind in published.kinds()}
