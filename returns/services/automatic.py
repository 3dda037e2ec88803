"""Claims that a rule decides: one command for each, safe to be run twice, at once, and to be killed.

The rules of a shop are locked first, so one claim of a shop is decided by them at a time and no day's number is exceeded. The decision,
the entry of the log and the end of the waiting are one transaction. What is decided goes the way of a person's decision.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from returns.domain import automatic, threats
from returns.domain.automatic import Rule
from returns.domain.deciding import ClaimFacts
from returns.domain.facts import subject_of
from returns.models import Claim, ClaimRuleEntry, ClaimRuleWait
from returns.rows import for_rules
from returns.rows.for_rules import Candidate
from returns.services import automatic_rules, deciding, refund_limits
from sellerdesk import commands, evidence
from sellerdesk.commands import command
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import Refusal
from sellerdesk.models import Lease
from sellerdesk.panels import Subject
from sellerdesk.shops import ShopFacts


LONGEST_LABEL: Final = 150
CHAT_BACK: Final = timedelta(days=30)
"""What the buyer wrote in this time before the claim, or since, is read for threats."""
_KEYS: Final = uuid.UUID("c2b1a0de-93f1-5b0e-8a43-0f6d2f7f1c11")
"""From it and the claim's id comes the key of its decision: a second one of the same claim would be the first."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of one claim: decided, left (with `reason`), passed (no rule is for it), gone."""

    outcome: str
    reason: str = ""


@command
def decide(*, shop: ShopFacts, wait_id: int, now: datetime) -> Decided:
    """Decide the claim that waits, or leave it to a person and say why. One that another worker has decided is `gone`."""
    rules = automatic_rules.locked(shop)
    wait = ClaimRuleWait.objects.select_for_update(no_key=True, skip_locked=True).filter(desk_id=shop.desk_id, pk=wait_id).first()
    if wait is None:
        return Decided("gone")
    claim = Claim.objects.select_for_update(no_key=True).get(desk_id=shop.desk_id, pk=wait.claim_id)
    found = for_rules.one(shop, claim.pk)
    rule = automatic.first(rules, found.claim) if found else None
    was_decided = ClaimRuleEntry.objects.filter(desk_id=shop.desk_id, claim_id=claim.pk).exists()
    decided = Decided("passed")
    if found is not None and rule is not None and not was_decided:
        decided = _decide(shop, rule, claim, found, now)
    wait.delete()
    return decided


def _decide(shop: ShopFacts, rule: Rule, claim: Claim, found: Candidate, now: datetime) -> Decided:
    reason, said = _why_left(shop, rule, found, now)
    if not reason and decided_on(shop, rule.id, shop.day(now)) >= rule.cap:
        reason = "cap"
    if reason:
        return _leave(shop, rule, claim, reason, now, said)
    try:
        with commands.attempt():
            given = deciding.give(
                desk_id=shop.desk_id, shop_ids=[shop.id], claim_id=claim.pk, wanted=automatic.wanted(rule), user_id=None,
                actor=actor_of(rule), client_key=uuid.uuid5(_KEYS, str(claim.pk)), now=now,
            )  # fmt: skip
    except Refusal as refusal:
        return _leave(shop, rule, claim, refusal.code, now)
    _enter(shop, rule, claim, now, decision_id=given.decision_id)
    return Decided("decided")


def _why_left(shop: ShopFacts, rule: Rule, found: Candidate, now: datetime) -> tuple[str, str]:
    """Why it is a person's now, as a code, and the buyer's words where these are why; empty where it is not. The claim is locked."""
    if never := automatic.why_never(found.claim, now):
        return never, threatening(found.claim.words) if never in {"court", "injury"} else ""
    if found_in_chat := _threat_in_chat(shop, found):
        return found_in_chat
    if Lease.objects.filter(desk_id=shop.desk_id, subject=subject_of(found.claim.id), until__gt=now).exists():
        return "held", ""
    facts = facts_of(shop, found.claim, found.outcome)
    return automatic.why_not_do(rule, facts, limit_of(shop, found.claim.currency), now), ""


def threatening(text: str) -> str:
    """The words of a text that threaten court or speak of somebody hurt, in a line."""
    return ", ".join(word for one in threats.threats(text) for word in one.words)


def _threat_in_chat(shop: ShopFacts, found: Candidate) -> tuple[str, str] | None:
    """The same for what the buyer wrote elsewhere: other rooms tell it as evidence. It is judged here and shown to nobody."""
    subject = Subject(buyer_id=found.buyer_id, order_ref=found.order_ref)
    for _source, pieces in evidence.offered(shop.desk_id, shop, subject, may=lambda _permission: True):
        for piece in pieces:
            said = threats.threats(piece.text) if piece.at >= found.claim.at - CHAT_BACK else ()
            if said:
                return f"{said[0].kind}_in_chat", ""
    return None


def facts_of(shop: ShopFacts, claim: automatic.Claimed, outcome: str) -> ClaimFacts:
    """A claim as deciding it sees it."""
    return ClaimFacts(
        ruling=claim.ruling, state=claim.state, wants=claim.wants, told=claim.actions, asked_minor=claim.amount_minor,
        due_at=claim.due_at, outcome=outcome, rules=shop.rules,
    )  # fmt: skip


def limit_of(shop: ShopFacts, currency: str) -> int | None:
    """Above how much somebody would need a second person, in minor units: the smallest of all roles; None where there is none."""
    return refund_limits.of(shop.desk_id, shop.id, None, currency)


def decided_on(shop: ShopFacts, rule_id: int, day: int) -> int:
    """How many claims a rule decided on a day of the shop; what was taken back since counts."""
    return ClaimRuleEntry.objects.filter(desk_id=shop.desk_id, rule_id=rule_id, day=day, reason=ClaimRuleEntry.DECIDED).count()


def actor_of(rule: Rule) -> Actor:
    """The rule, as the audit log names who decided."""
    return Actor(key=f"claim_rule:{rule.id}", label=rule.name[:LONGEST_LABEL])


def _leave(shop: ShopFacts, rule: Rule, claim: Claim, reason: str, now: datetime, said: str = "") -> Decided:
    _enter(shop, rule, claim, now, reason=reason[:40], said=said)
    return Decided("left", reason)


def _enter(shop: ShopFacts, rule: Rule, claim: Claim, now: datetime, **fields: str | int) -> None:
    ClaimRuleEntry.objects.create(
        desk_id=shop.desk_id, shop_id=shop.id, rule_id=rule.id, claim_id=claim.pk, at=now, day=shop.day(now), does=rule.does, **fields
    )
