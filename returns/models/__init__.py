"""The tables of returns and refusals, one file for each part."""

from returns.models.automatic import ClaimRule, ClaimRuleEntry, ClaimRuleWait
from returns.models.course import Move
from returns.models.deciding import Decision, RefundLimit
from returns.models.ledger import Claim, ClaimStep, Refusal


__all__ = ["Claim", "ClaimRule", "ClaimRuleEntry", "ClaimRuleWait", "ClaimStep", "Decision", "Move", "RefundLimit", "Refusal"]
