"""The tables of returns and refusals, one file for each part."""

from returns.models.automatic import ClaimRule, ClaimRuleEntry, ClaimRuleWait
from returns.models.choosing import ClockRule, ReasonChoice, SavedClaims
from returns.models.course import Move
from returns.models.deciding import Decision, RefundLimit
from returns.models.evidence import Exhibit, Finding
from returns.models.figures import ClaimDays, Figure, Stale
from returns.models.ledger import Claim, ClaimStep, Refusal
from returns.models.risks import OrderRisk, RiskSpan
from returns.models.signals import ReturnSignal
from returns.models.words import Said


__all__ = [
    "Claim", "ClaimDays", "ClaimRule", "ClaimRuleEntry", "ClaimRuleWait", "ClaimStep", "ClockRule", "Decision", "Exhibit", "Figure",
    "Finding", "Move", "OrderRisk", "ReasonChoice", "RefundLimit", "Refusal", "ReturnSignal", "RiskSpan", "Said", "SavedClaims", "Stale",
]  # fmt: skip
