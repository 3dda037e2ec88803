"""Deciding a claim: written and owed to the marketplace in one step, once, by one person alone, or held for a second one."""

import re
import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError

from returns.domain.deciding import Choice, ClaimFacts, Wanted, chosen, leaves_at, needs_second, pays, tidy, version, why_not_decide
from returns.domain.facts import subject_of
from returns.models import Claim, Decision
from returns.services import decidable, decision_wordings as said, refund_limits
from sellerdesk import audit, commands, guarding, notices, outbox, policy, replies, writing
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import Stale
from sellerdesk.models import Product
from sellerdesk.shops import ShopFacts


KIND: Final = "claim.decision"
"""Deliveries."""
SECOND: Final = "second_person"
"""Notices to who can confirm a decision."""
TOLD_WITHIN: Final = timedelta(days=1)
"""A decision that was sent is waited for so long; then the claim may be decided anew."""
State = Decision.State
_UNSENDABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision on its way, or (`state` "waiting") held for a second person. Until `leaves_at` it can be taken back.

    `repeated`: it was there already, from the same key.
    """

    decision_id: int
    state: str
    leaves_at: datetime | None
    repeated: bool = False


@command
def decide(
    *, desk_id: int, shop_ids: Collection[int], claim_id: int, wanted: Wanted, user_id: int | None, actor: Actor, client_key: uuid.UUID,
    seen: str = "", reason: str = "", now: datetime,
) -> Decided:  # fmt: skip
    """Decide a claim: it is written down, and owed to the marketplace from ten seconds on, or held where a second person is needed.

    The same `client_key` again is the same decision. `seen` is the claim's `version` that its author has read; empty where it was read
    just now. Without `user_id` a program or rule decides, with the lowest refund limit of the shop. `reason` is why the words go in
    spite of a warning; it is kept in the audit entry.

    Stale, with the other's decision as `newer`, where somebody else has decided, or where the claim has changed since `seen`. Refused:
    the codes of `domain.deciding.why_not_decide` and of `policy.why_not_send`, text_has_signs, article_unknown, key_used. NotVisible
    for a claim of another desk or shop.
    """
    _put_away_failed(desk_id, claim_id, client_key, now)
    return give(
        desk_id=desk_id, shop_ids=shop_ids, claim_id=claim_id, wanted=wanted, user_id=user_id, actor=actor, client_key=client_key,
        seen=seen, reason=reason, now=now,
    )  # fmt: skip


def give(
    *, desk_id: int, shop_ids: Collection[int], claim_id: int, wanted: Wanted, user_id: int | None, actor: Actor, client_key: uuid.UUID,
    seen: str = "", reason: str = "", now: datetime,
) -> Decided:  # fmt: skip
    """`decide` within another command. Of the claim no decision may have been refused before: deliveries are locked before claims."""
    row = decidable.claim(desk_id, shop_ids, claim_id)
    if (first := _first(row, user_id, client_key)) is not None:
        return first
    _stand_back(row, seen, now)
    shop = writing.shop(row.shop_id)
    wanted = replace(wanted, text=tidy(wanted.text))
    facts = decidable.facts(row, shop)
    if (why := why_not_decide(facts, wanted, now)) is not None:
        raise said.refusal(why, facts, row.amount_currency, now)
    choice = chosen(facts, wanted)
    assert choice is not None, "What may be decided is one of the choices."
    overridden = _checked(row, shop, choice, wanted, reason)
    decision = _write(row, facts, choice, wanted, user_id, client_key, now)
    _tell(row, decision, actor, overridden, now)
    return Decided(decision.pk, decision.state, decision.leaves_at)


def _first(row: Claim, user_id: int | None, client_key: uuid.UUID) -> Decided | None:
    """The decision that this key already stands for. The claim is locked, so one that was still being written has ended by now."""
    found = Decision.objects.filter(desk_id=row.desk_id, client_key=client_key).first()
    if found is None:
        return None
    if found.claim_id != row.pk or found.author_id != user_id:
        raise said.key_used()
    return Decided(found.pk, found.state, found.leaves_at, repeated=True)


def _stand_back(row: Claim, seen: str, now: datetime) -> None:
    """Stale where another decision is under way, or the claim is another than the one that was read."""
    other = decidable.held_by(row.desk_id, row.pk)
    if other is not None and _never_told(other, now):
        other.state, other.reason = State.OVERTAKEN, said.NEVER_TOLD
        other.save(update_fields=["state", "reason"])
    elif other is not None:
        raise Stale(said.taken(other, now), {"decision": told(other)})
    if seen and seen != (current := version(row.told_at, row.moved_at)):
        raise Stale(said.changed(), {"seen": current})


def _never_told(row: Decision, now: datetime) -> bool:
    """Whether a decision that the marketplace has was not told of for so long that it need not be waited for."""
    return row.state == State.SENT and row.sent_at is not None and row.sent_at + TOLD_WITHIN < now


def told(row: Decision) -> dict[str, Any]:
    """A decision for pages and programs. `row` with its author."""
    return {
        "id": row.pk,
        "kind": row.kind,
        "action": row.action,
        "comes_back": row.comes_back,
        "amount_minor": row.amount_minor,
        "currency": row.amount_currency,
        "text": row.text,
        "by": said.who(row),
        "made_at": row.made_at.isoformat(),
        "state": row.state,
    }


def _checked(row: Claim, shop: ShopFacts, choice: Choice, wanted: Wanted, reason: str) -> dict[str, Any]:
    """The warnings that the reason overrode; a Refusal where the words may not go, or where the article is none of the shop's."""
    if wanted.product_id is not None:
        own = Product.objects.filter(desk_id=row.desk_id, shop_id=row.shop_id, pk=wanted.product_id)
        if not own.exists():
            raise said.article_unknown()
    if _UNSENDABLE.search(wanted.text):
        raise said.has_signs()
    # A letter to the marketplace is read by no buyer.
    if not wanted.text or choice.kind == "escalate":
        return {}
    known = None if row.order_id is None else replies.facts_of(row.desk_id, f"order:{row.order_id}", [row.shop_id])
    looked = replace(policy.text_facts(known, chosen=guarding.of(row.desk_id, row.shop_id)), rules=shop.rules)
    judged = policy.judge(wanted.text, place="chat", facts=looked, reason=reason)
    if judged.refusal is not None:
        raise judged.refusal
    return dict(judged.overridden)


def _write(
    row: Claim, facts: ClaimFacts, choice: Choice, wanted: Wanted, user_id: int | None, client_key: uuid.UUID, now: datetime
) -> Decision:
    """The decision, and what is owed for it unless it waits for a second person. Refused: key_used."""
    amount = pays(choice.kind, wanted.amount_minor, row.amount_minor)
    limit = refund_limits.of(row.desk_id, row.shop_id, user_id, row.amount_currency)
    waits = needs_second(choice.kind, amount, limit)
    try:
        with commands.attempt():
            decision = Decision.objects.create(
                desk_id=row.desk_id, shop_id=row.shop_id, claim_id=row.pk, kind=choice.kind, action=choice.action.code,
                event=choice.action.event, comes_back=choice.comes_back, amount_minor=amount or None,
                amount_currency=row.amount_currency if amount else "", product_id=wanted.product_id, text=wanted.text,
                author_id=user_id, client_key=client_key, made_at=now, state=State.WAITING if waits else State.QUEUED,
            )  # fmt: skip
    except IntegrityError as error:
        # At the same instant about another claim, which this claim's lock does not hold back.
        raise said.key_used() from error
    if not waits:
        owe(decision, leaves_at(now, facts), now)
    return decision


def owe(decision: Decision, leaves: datetime, now: datetime) -> None:
    """Owe a decision to the marketplace from a moment on. Inside a command that has locked its claim."""
    decision.state, decision.leaves_at = State.QUEUED, leaves
    decision.outbound = outbox.enqueue(
        decision.desk_id, KIND, str(decision.client_key), {"decision": decision.pk}, now=now, shop_id=decision.shop_id,
        lane=subject_of(decision.claim_id), not_before=leaves,
    )  # fmt: skip
    decision.save(update_fields=["state", "leaves_at", "outbound", "second", "seconded_at"])


def _put_away_failed(desk_id: int, claim_id: int, client_key: uuid.UUID, now: datetime) -> None:
    """Another decision takes the place of refused ones: they are not sent again, and nobody needs to look at them.

    Before the claim is locked, as who settles a delivery does.
    """
    if Decision.objects.filter(desk_id=desk_id, client_key=client_key).exists():
        return
    refused = Decision.objects.filter(desk_id=desk_id, claim_id=claim_id, state=State.REFUSED, outbound__isnull=False)
    outbox.put_away(desk_id, refused.values_list("outbound", flat=True), now=now)


def _tell(row: Claim, decision: Decision, actor: Actor, overridden: dict[str, Any], now: datetime) -> None:
    after = {
        "decision": decision.pk, "kind": decision.kind, "action": decision.action, "comes_back": decision.comes_back,
        "amount": None if decision.amount_minor is None else f"{decision.amount_minor} {decision.amount_currency}",
        "waits": decision.state == State.WAITING, **overridden,
    }  # fmt: skip
    audit.record(row.desk_id, actor, "claim.decided", subject_of(row.pk), None, after, now)
    note(row.desk_id, "returns.decided", shop_id=row.shop_id, claim=row.pk)
    if decision.state == State.WAITING:
        people = refund_limits.may_confirm(row.desk_id, row.shop_id, decision.amount_minor, row.amount_currency, without=decision.author_id)
        notices.tell(row.desk_id, people, SECOND, subject_of(row.pk), now=now)
