"""What the reviews room hangs into the kernel's registries, one matter at a time. Called by ready()."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from reviews import api, audit_words, panels as own, personal, published
from reviews.domain import appeals, questions, signals as topic_signals
from reviews.domain.flags import KIND, LAPSES
from reviews.inbound import QuestionsDoor, ReviewsDoor
from reviews.outbound import AnswerCarrier, AppealCarrier, RatingCarrier
from reviews.panels import asked, complaints as own_complaints, mending, standing, topics
from reviews.queries import knowing
from reviews.services import flagging, handling
from sellerdesk import carriers, complaints, demo_desk, panels, replies, rooms, undoing
from sellerdesk.domain import permissions
from sellerdesk.domain.topics import cluster
from sellerdesk.feed import registry
from sellerdesk.privacy import registry as privacy


def hang() -> None:
    """Hang everything that this room has."""
    kept = privacy.PersonalData(
        "reviews", _("Reviews"), personal.export, personal.erase, kinds=(personal.KEPT, personal.BEGUN), pages=personal.PAGES
    )  # fmt: skip
    privacy.add(kept, place=1)
    registry.register(ReviewsDoor())
    registry.register(QuestionsDoor())
    _pages()
    _work()
    undoing.register(handling.CLOSED, handling.undo)
    demo_desk.doubt(flagging.doubted)
    _answering()
    _mending()
    _questions()
    standing.hang()
    api.hang()
    audit_words.hang()
    published.publish()


def _pages() -> None:
    """The room in the rail and the search, beside other rooms' subjects, and in the shop's report and card."""
    may = permissions.REVIEWS_SEE
    panels.add_report_part(own.report_part, place=2)
    panels.add_shop_card(own.shop_card, place=2)
    panels.add_side_panel(panels.SidePanel("reviews", _("Reviews"), may, "reviews/beside.html", own.beside), place=4)
    rooms.add_room(
        rooms.Room(
            key="reviews", label=_("Reviews"), icon="review", page="reviews", may=may, kinds=(KIND, appeals.KIND, questions.KIND),
            letter="KeyV",
        ),
        place=2,
    )  # fmt: skip
    rooms.add_search(rooms.Search(key="reviews", label=_("Reviews"), icon="review", may=may, find=own.find), place=2)


def _work() -> None:
    """Flagged reviews."""
    rooms.add_outcomes(
        KIND,
        {
            "answered": _("answered"),
            "changed": _("changed by the buyer"),
            "deleted": pgettext_lazy("work", "deleted"),
            "done": _("closed without an answer"),
        },
    )
    rooms.add_work_kind(
        rooms.WorkKind(
            kind=KIND, lane="reviews", lane_label=_("Reviews"), icon="star", action=_("Answer"), may=permissions.REVIEWS_SEE,
            describe=own.describe, answers=permissions.REVIEWS_ANSWER, lapses=LAPSES,
        )
    )  # fmt: skip
    rooms.add_outcomes(topic_signals.KIND, {"seen": _("seen")})
    complaints.add_source(
        complaints.Source(tell=own_complaints.tell, page=own_complaints.PAGE, label=_("in reviews"), may=permissions.REVIEWS_SEE)
    )
    rooms.add_work_kind(
        rooms.WorkKind(
            kind=topic_signals.KIND, lane="", lane_label=_("Signals of reviews"), icon="spark", action=pgettext_lazy("work", "Look"),
            may=permissions.REVIEWS_SEE, describe=topics.describe, answers=permissions.REVIEWS_ANSWER, lapses=cluster.LAPSES, rare=True,
        )
    )  # fmt: skip


def _answering() -> None:
    """How answers go out, and what reply templates know of a review."""
    carriers.register(AnswerCarrier(), may=permissions.REVIEWS_ANSWER, label=_("reply"))
    carriers.register(RatingCarrier(), may=permissions.REVIEWS_ANSWER, label=_("rating of a buyer"))
    replies.add_facts("review", knowing.review, may=permissions.REVIEWS_SEE)


def _mending() -> None:
    """Appeals on their way and overdue; the pages of both in the palette."""
    may = permissions.REVIEWS_SEE
    carriers.register(AppealCarrier(), may=permissions.REVIEWS_ANSWER, label=_("appeal"))
    rooms.add_work_kind(
        rooms.WorkKind(
            kind=appeals.KIND, lane="reviews", lane_label=_("Reviews"), icon="shield", action=_("Ask after it"), may=may,
            describe=mending.describe, answers=permissions.REVIEWS_ANSWER, rare=True,
        )
    )  # fmt: skip
    rooms.add_outcomes(
        appeals.KIND,
        {
            "granted": pgettext_lazy("appeal", "granted"), "refused": pgettext_lazy("appeal", "refused"),
            "withdrawn": pgettext_lazy("appeal", "withdrawn"),
        },
    )  # fmt: skip
    for place, key, label, icon in ((120, "appeals", _("Go to appeals"), "shield"), (121, "offers", _("Go to offers"), "coins")):
        rooms.add_command(rooms.Command(key=key, label=label, icon=icon, page=f"review_{key}", may=(may,)), place=place)


def _questions() -> None:
    """Questions about listings: what reply templates know of them, and the work that they are."""
    may = permissions.REVIEWS_SEE
    replies.add_facts("question", knowing.question, may=may)
    rooms.add_outcomes(questions.KIND, {"answered": _("answered"), "rejected": pgettext_lazy("question", "rejected")})
    rooms.add_work_kind(
        rooms.WorkKind(
            kind=questions.KIND, lane="reviews", lane_label=_("Reviews"), icon="help", action=_("Answer"), may=may,
            describe=asked.describe, answers=permissions.REVIEWS_ANSWER, lapses=questions.LAPSES,
        )
    )  # fmt: skip
    rooms.add_search(rooms.Search(key="questions", label=_("Questions"), icon="help", may=may, find=asked.find), place=7)
    command = rooms.Command(key="questions", label=_("Go to questions"), icon="help", page="review_questions", may=(may,))
    rooms.add_command(command, place=125)
