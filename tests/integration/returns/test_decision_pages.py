"""The decision part of a claim's page: forms, what follows in words, the states of a decision, who may, limits."""

import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from returns.models import Claim, Decision, RefundLimit
from sellerdesk.models import Membership, Notice
from tests.factories.deciding import ask, decide, limit, take_back, tell
from tests.factories.delivering import Clock, connected, forget_marketplaces, turn
from tests.factories.feed import told
from tests.factories.kernel import Cast
from tests.factories.returns import step


pytestmark = pytest.mark.django_db
COST = {"amount": "6.10", "currency": "CNY"}
HTMX = {"HX-Request": "true"}
MOST_QUERIES = 15
NOW = datetime.now(UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def row(cast: Cast) -> Claim:
    return ask(
        cast.shop,
        told("product", "P-L1", title="Merino throw", article="T-1", cost=COST),
        at=(NOW - timedelta(hours=1)).isoformat(),
        now=NOW,
    )


@pytest.fixture
def bob(cast: Cast, client: Client) -> Client:
    client.force_login(cast.bob)
    return client


def page(client: Client, row: Claim, rest: str = "", **headers: str) -> str:
    response = client.get(f"/desks/harbor/returns/{row.pk}/{rest}", headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def send(client: Client, row: Claim, kind: str, *, status: int = 200, htmx: bool = True, **posted: Any) -> str:
    fields = {"kind": kind, "key": str(uuid.uuid4()), **posted}
    response = client.post(f"/desks/harbor/returns/{row.pk}/decide/", fields, headers=HTMX if htmx else {})
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def test_near_the_end_the_form_says_how_long_it_can_be_taken_back(cast: Cast, bob: Client) -> None:
    late = ask(cast.shop, at=(datetime.now(UTC) - timedelta(hours=48) + 14.8 * SECOND).isoformat(), now=NOW)

    form = page(bob, late, "decide/?kind=refund", **HTMX)
    made = send(bob, late, "refund")

    assert re.search(r"The time is nearly over: it can be taken back for [3-9] seconds\.", form)
    assert "You can take it back for 10 seconds" not in form
    assert re.search(r"Leaves in <span data-seconds>[2-9]</span> seconds", made)


def test_it_offers_what_is_legal_and_a_form_says_what_follows(bob: Client, row: Claim) -> None:
    shown = page(bob, row)
    assert "Refund ¥12.50" in shown
    assert "pays ¥12.50 back by itself" in shown

    form = page(bob, row, "decide/?kind=refund", **HTMX)
    assert "The buyer gets ¥12.50 at once, and nothing has to be sent back." in form
    assert "If the buyer does nothing for 5 days, the claim is closed." in page(bob, row, "decide/?kind=reject", **HTMX)
    parts = page(bob, row, "decide/?kind=refund_part")
    assert 'value="agree_partly:0"' in parts
    assert 'value="offer:1"' in parts
    swap = page(bob, row, "decide/?kind=exchange", **HTMX)
    assert 'value="T-1"' in swap
    assert "Cost to you: ¥6.10 for goods like these." in swap
    assert "Cost to you: ¥12.50 to the buyer." in form
    for kind in ("return", "reship", "repair", "ask", "escalate"):
        assert 'name="key"' in page(bob, row, f"decide/?kind={kind}", **HTMX)
    assert 'name="key"' not in page(bob, row, "decide/?kind=receive", **HTMX)


def test_a_decision_is_sent_and_can_be_taken_back(bob: Client, row: Claim) -> None:
    form = page(bob, row, "decide/?kind=refund", **HTMX)
    found = dict(re.findall(r'name="(key|seen|way)" value="([^"]*)"', form))

    shown = send(bob, row, "refund", **found)
    assert 'data-decision="queued"' in shown
    assert re.search(r"<span data-seconds>(9|10)</span> seconds", shown)
    assert 'id="decide-form" data-live-keep></div>' in shown
    own = Decision.objects.get()
    again = bob.post(f"/desks/harbor/returns/{row.pk}/decisions/{own.pk}/back/", headers=HTMX)
    assert 'class="choice"' in again.content.decode()
    assert Decision.objects.get().state == "cancelled"


def test_an_exchange_offers_the_shops_own_listings(bob: Client, row: Claim, cast: Cast) -> None:
    """By words of the title, article or number; what two listings are called by is offered as its number."""
    tell(
        cast.shop, told("product", "P-2", title="Merino <b>scarf</b>", article="T-2"), told("product", "P-3", title="Mug", article="M"),
        told("product", "P-4", title="Mug, large", article="M"),
    )  # fmt: skip
    assert 'hx-get="/desks/harbor/returns/' in page(bob, row, "decide/?kind=exchange", **HTMX)

    found = page(bob, row, "articles/?article=merino", **HTMX)
    assert ('value="T-1"' in found, 'value="T-2"' in found, "Mug" in found) == (True, True, False)
    assert "Merino &lt;b&gt;scarf&lt;/b&gt;" in found
    assert re.findall('value="([^"]*)"', page(bob, row, "articles/?article=mug")) == ["P-4", "P-3"]
    assert re.findall('value="([^"]*)"', page(bob, row, "articles/?article=P-3")) == ["P-3"]
    assert page(bob, row, "articles/?article=%00_%25").strip() == "", "signs of LIKE are letters"
    assert len(re.findall("<option", page(bob, row, "articles/"))) == 4

    bob.force_login(cast.carol)
    assert bob.get(f"/desks/harbor/returns/{row.pk}/articles/").status_code == 404


def test_what_is_refused_stays_filled_in(bob: Client, row: Claim) -> None:
    shown = send(bob, row, "reject", text="x", way="reject:0", status=422)
    assert 'data-code="too_short"' in shown
    assert ">x</textarea>" in shown
    assert 'data-code="amount_malformed"' in send(bob, row, "refund_part", way="agree_partly:0", amount="1.2.3", status=422)
    assert 'data-code="article_unknown"' in send(bob, row, "exchange", way="offer:0", article="none", status=422)
    whole = send(bob, row, "refund_part", way="agree_partly:0", amount="12,50", htmx=False, status=422)
    assert "A part is more than nothing and less than the whole, ¥12.50." in whole
    assert 'data-code="form_broken"' in send(bob, row, "nonsense", status=422)


@pytest.mark.parametrize("htmx", [True, False])
def test_whoever_is_slower_sees_what_the_other_decided(cast: Cast, bob: Client, row: Claim, htmx: bool) -> None:
    decide(row, cast.alice, now=NOW)

    shown = send(bob, row, "reject", text="Our photos show it", way="reject:0", status=409, htmx=htmx)

    assert "Alice decided this claim" in shown
    assert "Refund without return, ¥12.50" in shown
    assert "Our photos show it" in shown, "the words are kept"
    assert Decision.objects.count() == 1


def test_a_form_of_yesterday_is_not_sent(cast: Cast, bob: Client, row: Claim) -> None:
    seen = re.search(r'name="seen" value="([^"]*)"', page(bob, row, "decide/?kind=refund", **HTMX))
    assert seen is not None
    tell(cast.shop, step("withdrawn", NOW.isoformat(), by="buyer"), now=NOW)

    assert "The claim has changed since you read it" in send(bob, row, "refund", seen=seen[1], way="agree_outright:0", status=409)


def test_the_states_of_a_decision(cast: Cast, bob: Client, row: Claim) -> None:
    forget_marketplaces()
    decide(row, cast.bob, now=NOW - 20 * SECOND)
    turn(Clock(NOW))
    assert "Waits to be carried over by hand" in page(bob, row)
    assert "Refund without return, ¥12.50</textarea>" in page(bob, row)
    own = Decision.objects.get()
    take_back(row, cast.bob, own.pk, now=NOW)

    connected(cast.shop)
    decide(row, cast.bob, "reject", text="We see no fault in it #drop", now=NOW - 20 * SECOND)
    turn(Clock(NOW))
    shown = page(bob, row)
    assert "Unknown whether it arrived" in shown
    assert shown.count('name="there"') == 2
    own = Decision.objects.latest("pk")
    assert bob.post(f"/desks/harbor/deliveries/{own.outbound}/arrived/", {"there": "yes"}, headers=HTMX).status_code == 204
    assert "The marketplace has it" in page(bob, row)
    assert "Decided" in page(bob, row)
    assert bob.post(f"/desks/harbor/returns/{row.pk}/decisions/{own.pk}/back/", headers=HTMX).status_code == 409

    tell(cast.shop, step("refused", NOW.isoformat()), now=NOW)
    shown = page(bob, row)
    assert "Confirmed by the marketplace" in shown
    assert "It can be reopened by another decision" in shown
    decide(row, cast.bob, "escalate", text="Please look at it #refuse", now=NOW - 20 * SECOND)
    turn(Clock(NOW))
    assert "Not taken: The conversation is closed. The claim is open again." in page(bob, row)


def test_a_second_person_confirms_on_the_page(cast: Cast, bob: Client, row: Claim) -> None:
    limit(cast.shop)
    assert "This is above your limit of ¥10.00" in page(bob, row, "decide/?kind=refund", **HTMX)
    assert 'data-decision="waiting"' in send(bob, row, "refund", way="agree_outright:0")
    own = Decision.objects.get()
    address = f"/desks/harbor/returns/{row.pk}/decisions/{own.pk}/confirm/"
    assert address not in page(bob, row)
    refused = bob.post(address, headers=HTMX)
    assert (refused.status_code, "Whoever decided cannot confirm it" in refused.content.decode()) == (422, True)

    bob.force_login(cast.alice)
    assert "A decision waits for you to confirm it: claim CL1" in bob.get("/desks/harbor/notices/").content.decode()
    assert list(Notice.objects.values_list("user", flat=True)) == [cast.alice.pk]
    assert address in page(bob, row)
    assert 'data-decision="queued"' in bob.post(address, headers=HTMX).content.decode()
    assert "confirmed by Alice" in page(bob, row)
    assert bob.post(address.replace(str(own.pk), "999999"), headers=HTMX).status_code == 404


def test_who_only_reads_is_offered_nothing(cast: Cast, bob: Client, row: Claim) -> None:
    Membership.objects.filter(user=cast.bob).update(role="read_only")
    assert 'class="choice"' not in page(bob, row)
    assert bob.get(f"/desks/harbor/returns/{row.pk}/decide/").status_code == 404
    assert bob.post(f"/desks/harbor/returns/{row.pk}/decide/", {"kind": "refund"}).status_code == 404


def test_after_the_last_instant_nothing_is_offered(cast: Cast, bob: Client) -> None:
    late = ask(cast.shop, at=(NOW - timedelta(hours=49)).isoformat(), now=NOW)
    shown = page(bob, late)
    assert "The time ran out" in shown
    assert 'class="choice"' not in shown
    assert 'data-code="clock_ran_out"' in send(bob, late, "refund", way="agree_outright:0", status=422)


def test_the_page_asks_a_fixed_number_of_questions(cast: Cast, bob: Client, row: Claim) -> None:
    for _ in range(4):
        take_back(row, cast.bob, decide(row, cast.bob, now=NOW).decision_id, now=NOW)
    decide(row, cast.bob, now=NOW)
    page(bob, row)
    with CaptureQueriesContext(connection) as caught:
        page(bob, row)
    assert len(caught) <= MOST_QUERIES, [query["sql"][:200] for query in caught]


def test_limits_are_read_by_managers_and_set_by_the_owner(cast: Cast, bob: Client) -> None:
    address = "/desks/harbor/returns/limits/harbor-home/"
    assert bob.get(address).status_code == 404
    Membership.objects.filter(user=cast.bob).update(role="manager")
    assert "The owner of the desk sets them" in bob.get(address).content.decode()
    assert bob.post(address, {"currency": "CNY", "agent": "1"}).status_code == 404

    bob.force_login(cast.alice)
    assert bob.post(address, {"currency": "cny", "agent": "250", "manager": " "}).status_code == 302
    assert list(RefundLimit.objects.values_list("role", "amount_minor", "currency")) == [("agent", 25000, "CNY")]
    assert 'name="agent" value="250.00"' in bob.get(address).content.decode()
    wrong = bob.post(address, {"currency": "CNY", "agent": "a lot"})
    assert (wrong.status_code, "“a lot” is no amount of CNY" in wrong.content.decode()) == (422, True)
    assert bob.post(address, {"currency": "CNY"}).status_code == 302
    assert not RefundLimit.objects.exists()
