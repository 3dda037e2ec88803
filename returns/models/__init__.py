"""The tables of returns and refusals, one file for each part."""

from returns.models.course import Move
from returns.models.figures import ClaimDays, Figure, Stale
from returns.models.ledger import Claim, ClaimStep, Refusal
from returns.models.risks import OrderRisk, RiskSpan
from returns.models.signals import ReturnSignal


__all__ = ["Claim", "ClaimDays", "ClaimStep", "Figure", "Move", "OrderRisk", "Refusal", "ReturnSignal", "RiskSpan", "Stale"]
