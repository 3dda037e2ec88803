"""Reviews, what is done about them, and their credit for programs."""

from reviews.api import answering, appeals, automatic, credit, offers, questions, rating, reviews, saved, topics


def hang() -> None:
    """Serve them."""
    reviews.hang()
    answering.hang()
    appeals.hang()
    offers.hang()
    questions.hang()
    rating.hang()
    credit.hang()
    topics.hang()
    automatic.hang()
    saved.hang()
