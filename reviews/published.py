"""What the reviews room tells programs outside."""

from django.utils.translation import gettext_lazy as _

from reviews.domain import appeals, questions, signals as topic_signals
from reviews.domain.flags import KIND
from sellerdesk.published import Published, declare


REVIEW, QUESTION = {"review": "review"}, {"question": "review_question"}


def publish() -> None:
    """Declare its events."""
    declare(
        Published(
            kind="review.created", label=_("Reviews came, or other content of known ones"), heard=["facts.review"], page="reviews",
            example={"count": 2, "about": ["R-1001", "R-1002"]},
        ),
        Published(
            kind="review.changed", label=_("Buyers changed, added to or deleted reviews"), page="reviews",
            heard=["facts.review_change", "facts.review_delete", "facts.follow_up"], example={"about": ["R-1001"]},
        ),
        Published(
            kind="review.flagged", label=_("Reviews need an answer"), heard=[f"work.opened.{KIND}"], pages=REVIEW, page="reviews",
            example={"about": ["review:1207"], "facts": {"work": KIND}},
        ),
        Published(
            kind="review.answering", label=_("The answer to a review moved on"), heard=["reviews.answering"], facts=["review"],
            pages=REVIEW, page="reviews", example={"facts": {"review": 1207}},
        ),
        Published(
            kind="review.appeal", label=_("An appeal was made or decided"), heard=["reviews.appealed", "reviews.appeal"], facts=["review"],
            pages=REVIEW, page="review_appeals", example={"facts": {"review": 1207}},
        ),
        Published(
            kind="review.appeal_due", label=_("Appeals are to be asked after"), heard=[f"work.opened.{appeals.KIND}"],
            page="review_appeals", example={"about": ["appeal:31"], "facts": {"work": appeals.KIND}},
        ),
        Published(
            kind="review.signal", label=_("Complaints pile up about a product"), heard=[f"work.opened.{topic_signals.KIND}"],
            page="review_topics", example={"about": ["product:8:topic:size"], "facts": {"work": topic_signals.KIND}},
        ),
        Published(
            kind="question.asked", label=_("Public questions need an answer"), heard=[f"work.opened.{questions.KIND}"], pages=QUESTION,
            page="review_questions", example={"about": ["question:55"], "facts": {"work": questions.KIND}},
        ),
        Published(
            kind="question.answering", label=_("The answer to a question moved on"), heard=["questions.answering"], facts=["question"],
            pages=QUESTION, page="review_questions", example={"facts": {"question": 55}},
        ),
    )  # fmt: skip
