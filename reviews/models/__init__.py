"""The tables of the reviews room."""

from reviews.models.answering import ANSWERED, FOLLOW_UP_ANSWERED, NOT_OWED, AnswerDraft, OwnAnswer
from reviews.models.appeals import Appeal
from reviews.models.automatic import AutomaticEntry, AutomaticRule, AutomaticWait
from reviews.models.credit import CreditDay, CreditLine
from reviews.models.ledger import BY_BUYER, Answer, FollowUp, Review, ReviewStep, Told
from reviews.models.offers import Offer, OfferChange
from reviews.models.questions import Question, QuestionAnswer
from reviews.models.rating import BuyerRating
from reviews.models.saved import SavedFilter
from reviews.models.tags import Tag, Tagged
from reviews.models.topics import ReviewTopic, TopicSignal
from reviews.models.words import Said


__all__ = [
    "ANSWERED",
    "BY_BUYER",
    "FOLLOW_UP_ANSWERED",
    "NOT_OWED",
    "Answer",
    "AnswerDraft",
    "Appeal",
    "AutomaticEntry",
    "AutomaticRule",
    "AutomaticWait",
    "BuyerRating",
    "CreditDay",
    "CreditLine",
    "FollowUp",
    "Offer",
    "OfferChange",
    "OwnAnswer",
    "Question",
    "QuestionAnswer",
    "Review",
    "ReviewStep",
    "ReviewTopic",
    "Said",
    "SavedFilter",
    "Tag",
    "Tagged",
    "Told",
    "TopicSignal",
]
