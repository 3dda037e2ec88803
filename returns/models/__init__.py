"""The tables of returns and refusals, one file for each part."""

from returns.models.course import Move
from returns.models.ledger import Claim, ClaimStep, Refusal
from returns.models.risks import OrderRisk, RiskSpan


__all__ = ["Claim", "ClaimStep", "Move", "OrderRisk", "Refusal", "RiskSpan"]
