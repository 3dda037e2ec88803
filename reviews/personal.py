"""What the reviews room keeps of a buyer: given out, and erased."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy

from reviews.services import searching
from sellerdesk.domain import permissions
from sellerdesk.privacy.places import Page, Place
from sellerdesk.privacy.registry import WITH_BUYER, Erased, Kind, Rows, Whose, Words, forget_lists, ids


REVIEWS = Words("reviews_review", "id", ("title", "text", "pros", "cons"), ("photos",))
STEPS = Words("reviews_reviewstep", "review_ref", ("text",))
FOLLOW_UPS = Words("reviews_followup", "review_ref", ("text",), ("photos",))
ANSWERS = Words("reviews_answer", "review_ref", ("text",))
QUESTIONS = Words("reviews_question", "id", ("text",))
QUESTION_ANSWERS = Words("reviews_questionanswer", "question_ref", ("text",))
RATINGS = Words("reviews_buyerrating", "order_id", ("text", "reason"))
OFFERS = Words("reviews_offer", "review_id", ("note",))
OFFER_CHANGES = Words("reviews_offerchange", "offer_id", ("note",))
APPEALS = Words("reviews_appeal", "review_id", ("statement", "said"), ("passages", "quotes"))
OWN = Words("reviews_ownanswer", "review_id", ("text", "reason"))
OWN_TO_QUESTIONS = Words("reviews_ownanswer", "question_id", ("text", "reason"))
AUTOMATIC = Words("reviews_automaticentry", "review_id", ("text",))
DRAFTS = (Words("reviews_answerdraft", "review_id"), Words("reviews_answerdraft", "question_id"))

_OF_BUYER = "desk_id = %s AND shop_id = %s AND (buyer_id = %s OR order_ref = ANY(%s))"
KEPT = Kind(
    "reviews", gettext_lazy("Reviews, questions, answers, ratings of buyers, offers and appeals"),
    gettext_lazy("To answer them, and for the shop’s credit."),
    (
        "reviews_review", "reviews_followup", "reviews_question", "reviews_ownanswer", "reviews_buyerrating", "reviews_offer",
        "reviews_appeal",
    ), "at",
    until=WITH_BUYER,
    places=(
        Place(gettext_lazy("Reviews"), "reviews", permissions.REVIEWS_SEE, query="?show=all"),
        Place(gettext_lazy("Questions"), "review_questions", permissions.REVIEWS_SEE, query="?show=all"),
        Place(gettext_lazy("Offers"), "review_offers", permissions.REVIEWS_SEE),
        Place(gettext_lazy("Appeals"), "review_appeals", permissions.REVIEWS_SEE),
    ),
    apart=gettext_lazy("Follow-ups and answers stand with what they belong to."),
)  # fmt: skip
BEGUN = Kind(
    "answer_drafts", gettext_lazy("Drafts of answers"), gettext_lazy("So that nothing begun is lost; one that nobody goes on with goes."),
    ("reviews_answerdraft",), "updated_at", lambda: settings.KEEP_DRAFTS_DAYS, sweep="true",
    apart=gettext_lazy("No page lists them: each stands with its review or question, for who writes it."),
)  # fmt: skip
_SEE = permissions.REVIEWS_SEE
_ONE = [Page("review", _SEE, by="review_id"), Page("review", _SEE, by="review_ref", of=("reviews", "outside_id", "id"))]
_ASKED = [
    Page("review_question", _SEE, by="question_id"),
    Page("review_question", _SEE, by="question_ref", of=("questions", "outside_id", "id")),
]
PAGES = {
    "reviews": [Page("review", _SEE)],
    "review_changes": _ONE,
    "follow_ups": _ONE,
    "answers": _ONE,
    "questions": [Page("review_question", _SEE)],
    "question_answers": _ASKED,
    "ratings_of_the_buyer": [Page("review_rating_one", permissions.REVIEWS_ANSWER, by="line_id")],
    "offers": _ONE,
    "appeals": _ONE,
}
"""Where each row that is given out can be read."""


def export(whose: Whose) -> Rows:
    """Reviews with all that hangs on them, and questions. One who wished to be anonymous is not told to be its author."""
    reviews, refs = _reviews(whose, "author = 2 OR NOT anonymous")
    questions, asked = _questions(whose)
    desk, shop = whose.desk_id, whose.shop.id
    return {
        "reviews": REVIEWS.rows(desk, reviews),
        "review_changes": STEPS.rows(desk, refs, shop_id=shop),
        "follow_ups": FOLLOW_UPS.rows(desk, refs, shop_id=shop),
        "answers": [*ANSWERS.rows(desk, refs, shop_id=shop), *OWN.rows(desk, reviews)],
        "questions": QUESTIONS.rows(desk, questions),
        "question_answers": [*QUESTION_ANSWERS.rows(desk, asked, shop_id=shop), *OWN_TO_QUESTIONS.rows(desk, questions)],
        "ratings_of_the_buyer": RATINGS.rows(desk, whose.order_ids),
        "offers": OFFERS.rows(desk, reviews),
        "appeals": APPEALS.rows(desk, reviews),
    }


def erase(whose: Whose, now: datetime) -> Erased:
    """The words of reviews, questions, answers, offers and appeals. Verdicts, stars, flags and topics stay."""
    reviews, refs = _reviews(whose, "true")
    questions, asked = _questions(whose)
    desk, shop = whose.desk_id, whose.shop.id
    told: list[tuple[str, Sequence[str]]] = [
        ("review", refs),
        ("review_change", refs),
        ("review_delete", refs),
        ("follow_up", _refs("reviews_followup", "review_ref", whose, refs)),
        ("reply", _refs("reviews_answer", "review_ref", whose, refs)),
        ("question", asked),
        ("question_answer", _refs("reviews_questionanswer", "question_ref", whose, asked)),
    ]
    outbound = [
        *ids("SELECT outbound FROM reviews_ownanswer WHERE desk_id = %s AND review_id = ANY(%s)", [desk, reviews]),
        *ids("SELECT outbound FROM reviews_ownanswer WHERE desk_id = %s AND question_id = ANY(%s)", [desk, questions]),
        *ids("SELECT outbound FROM reviews_appeal WHERE desk_id = %s AND review_id = ANY(%s)", [desk, reviews]),
        *ids("SELECT outbound FROM reviews_buyerrating WHERE desk_id = %s AND order_id = ANY(%s)", [desk, list(whose.order_ids)]),
    ]  # fmt: skip
    offers = ids("SELECT id FROM reviews_offer WHERE desk_id = %s AND review_id = ANY(%s)", [desk, reviews])
    rows = REVIEWS.scrub(desk, reviews) + QUESTIONS.scrub(desk, questions) + RATINGS.scrub(desk, whose.order_ids)
    rows += sum(part.scrub(desk, reviews) for part in (OFFERS, APPEALS, OWN, AUTOMATIC))
    rows += sum(part.scrub(desk, refs, shop_id=shop) for part in (STEPS, FOLLOW_UPS, ANSWERS))
    rows += QUESTION_ANSWERS.scrub(desk, asked, shop_id=shop) + OWN_TO_QUESTIONS.scrub(desk, questions) + OFFER_CHANGES.scrub(desk, offers)
    rows += DRAFTS[0].delete(desk, reviews) + DRAFTS[1].delete(desk, questions)
    Words("reviews_question", "id", ("words",)).scrub(desk, questions)
    rows += forget_lists("reviews_savedfilter", whose)
    searching.keep(whose.shop, reviews)
    return Erased(rows, told, [one for one in outbound if one is not None])


def _reviews(whose: Whose, which: str) -> tuple[list[int], list[str]]:
    """Ids and outside ids of what they wrote, and of what the shop wrote about them."""
    parameters = [whose.desk_id, whose.shop.id, whose.buyer_id, list(whose.orders)]
    own = ids(f"SELECT id FROM reviews_review WHERE {_OF_BUYER} AND ({which}) ORDER BY id", parameters)
    return own, ids(f"SELECT outside_id FROM reviews_review WHERE {_OF_BUYER} AND ({which}) ORDER BY id", parameters)


def _questions(whose: Whose) -> tuple[list[int], list[str]]:
    where = "FROM reviews_question WHERE desk_id = %s AND shop_id = %s AND buyer_id = %s ORDER BY id"
    parameters = [whose.desk_id, whose.shop.id, whose.buyer_id]
    return ids(f"SELECT id {where}", parameters), ids(f"SELECT outside_id {where}", parameters)


def _refs(table: str, by: str, whose: Whose, refs: list[str]) -> list[str]:
    return ids(
        f"SELECT outside_id FROM {table} WHERE desk_id = %s AND shop_id = %s AND {by} = ANY(%s)", [whose.desk_id, whose.shop.id, refs]
    )
