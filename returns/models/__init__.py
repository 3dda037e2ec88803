"""The tables of returns and refusals, one file for each part."""

from returns.models.course import Move
from returns.models.figures import ClaimDays, Figure, Stale
from returns.models.ledger import Claim, ClaimStep, Refusal
from returns.models.risks import OrderRisk, RiskSpan


__all__ = ["Claim", "ClaimDays", "ClaimStep", "Figure", "Move", "OrderRisk", "Refusal", "RiskSpan", "Stale"]
