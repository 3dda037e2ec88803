"""The tables of the reviews room."""

from reviews.models.appeals import Appeal
from reviews.models.credit import CreditDay, CreditLine
from reviews.models.ledger import BY_BUYER, Answer, FollowUp, Review, ReviewStep, Told
from reviews.models.offers import Offer, OfferChange
from reviews.models.words import Said


__all__ = [
    "BY_BUYER",
    "Answer",
    "Appeal",
    "CreditDay",
    "CreditLine",
    "FollowUp",
    "Offer",
    "OfferChange",
    "Review",
    "ReviewStep",
    "Said",
    "Told",
]
