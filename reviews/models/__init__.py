"""The tables of the reviews room."""

from reviews.models.credit import CreditDay, CreditLine
from reviews.models.ledger import BY_BUYER, Answer, FollowUp, Review, ReviewStep, Told
from reviews.models.topics import ReviewTopic, TopicSignal
from reviews.models.words import Said


__all__ = [
    "BY_BUYER",
    "Answer",
    "CreditDay",
    "CreditLine",
    "FollowUp",
    "Review",
    "ReviewStep",
    "ReviewTopic",
    "Said",
    "Told",
    "TopicSignal",
]
