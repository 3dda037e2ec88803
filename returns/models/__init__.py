"""The tables of returns and refusals, one file for each part."""

from returns.models.choosing import ClockRule, ReasonChoice, SavedClaims
from returns.models.course import Move
from returns.models.evidence import Exhibit, Finding
from returns.models.ledger import Claim, ClaimStep, Refusal
from returns.models.words import Said


__all__ = ["Claim", "ClaimStep", "ClockRule", "Exhibit", "Finding", "Move", "ReasonChoice", "Refusal", "Said", "SavedClaims"]
