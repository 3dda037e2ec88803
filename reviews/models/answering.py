"""Answers written here, to reviews and to questions, and what people have begun to write."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from reviews.domain.answering import About
from reviews.models.ledger import FollowUp, Review
from reviews.models.questions import Question
from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskOwned, DeskVouched, desk_and_id


_LIVE = "o.state IN ('queued', 'sending', 'moderated', 'sent', 'unknown', 'by_hand')"
_OWN = f"FROM reviews_ownanswer AS o WHERE o.desk_id = r.desk_id AND o.review_id = r.id AND NOT o.edit AND {_LIVE}"
ANSWERED = f"coalesce(r.answered_at, (SELECT min(o.written_at) {_OWN} AND o.follow_up_id IS NULL))"
"""SQL: when the review r was answered, on the marketplace or with an answer of ours that is there or on its way; null while it was not."""
FOLLOW_UP_ANSWERED = (
    "(SELECT min(o.written_at) FROM reviews_ownanswer AS o WHERE o.desk_id = f.desk_id AND o.follow_up_id = f.id AND NOT o.edit"
    f" AND {_LIVE})"
)
"""SQL: when the follow-up f was answered with an answer of ours that is there or on its way; null while it was not."""
NOT_OWED = f"NOT EXISTS (SELECT {_OWN} AND (o.follow_up_id IS NOT NULL OR r.followed_at IS NULL))"
"""SQL: whether no answer of ours is there or on its way to what of the review r may be answered: its follow-up, or else itself."""
_IS_LIVE = models.Q(state__in=["queued", "sending", "moderated", "sent", "unknown", "by_hand"])
_OF_ONE = models.Q(review__isnull=False, question=None) | models.Q(review=None, question__isnull=False)
"""What is written is to a review, or to a question."""


class OwnAnswer(DeskVouched):
    """An answer written here, to a review, to its follow-up or to a question; or (`edit`) the text that takes the place of one.

    What the marketplace tells of it later is an `Answer` or `QuestionAnswer` of the ledger; `told_record` names its feed record
    from then on. `rejects` is why a question is turned down in place of an answer; `text` then says it to the marketplace.
    """

    class State(models.TextChoices):
        """What became of it."""

        QUEUED = "queued", pgettext_lazy("an answer", "queued")
        SENDING = "sending", pgettext_lazy("an answer", "being sent")
        MODERATED = "moderated", pgettext_lazy("an answer", "with a moderator")
        SENT = "sent", pgettext_lazy("an answer", "sent")
        REFUSED = "refused", pgettext_lazy("an answer", "not taken")
        UNKNOWN = "unknown", pgettext_lazy("an answer", "not known yet")
        BY_HAND = "by_hand", pgettext_lazy("an answer", "by hand")
        CANCELLED = "cancelled", pgettext_lazy("an answer", "cancelled")

    LIVE: ClassVar = (State.QUEUED, State.SENDING, State.MODERATED, State.SENT, State.UNKNOWN, State.BY_HAND)
    """States in which it is the answer: there is one, or there will be."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    review = DeskForeignKey(Review, models.CASCADE, null=True, related_name="+")
    follow_up = DeskForeignKey(FollowUp, models.CASCADE, null=True, related_name="+")
    question = DeskForeignKey(Question, models.CASCADE, null=True, related_name="+")
    edit = models.BooleanField(default=False)
    rejects = models.CharField(max_length=20, blank=True)
    text = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+")
    client_key = models.UUIDField()
    """Given by the browser or program that sent it: the same send twice is one answer."""
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    """When the marketplace took it, or a person carried it over."""
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    outbound = models.BigIntegerField(null=True)
    outside_id = models.TextField(null=True)
    """The marketplace's; null while it has not said any."""
    told_record = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)
    """Why it was refused or called off, as a sentence."""

    class Meta:
        constraints: ClassVar = [
            desk_and_id("own_answer"),
            DeskKey("shop", name="own_answer_shop_in_desk"),
            DeskKey("review", name="own_answer_review_in_desk"),
            DeskKey("follow_up", name="own_answer_follow_up_in_desk"),
            DeskKey("question", name="own_answer_question_in_desk"),
            models.CheckConstraint(condition=_OF_ONE, name="own_answer_of_one"),
            models.CheckConstraint(condition=models.Q(rejects="") | models.Q(question__isnull=False), name="own_answer_rejects_question"),
            models.UniqueConstraint(fields=["desk", "client_key"], name="own_answer_sent_once"),
            models.UniqueConstraint(
                fields=["desk", "review", "edit"],
                condition=models.Q(follow_up=None, state__in=["queued", "sending", "moderated", "sent", "unknown", "by_hand"]),
                name="own_answer_once_per_review",
            ),
            models.UniqueConstraint(
                fields=["desk", "follow_up", "edit"],
                condition=models.Q(follow_up__isnull=False, state__in=["queued", "sending", "moderated", "sent", "unknown", "by_hand"]),
                name="own_answer_once_per_follow_up",
            ),
            models.UniqueConstraint(
                fields=["desk", "question"], condition=_IS_LIVE & models.Q(question__isnull=False), name="own_answer_once_per_question"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["desk", "review", "id"], name="own_answer_of_review"),
            models.Index(fields=["desk", "question", "id"], name="own_answer_of_question", condition=models.Q(question__isnull=False)),
            # What the marketplace has not told of yet, for the loads.
            models.Index(fields=["desk", "shop", "review"], condition=models.Q(told_record=None), name="own_answer_without_echo"),
        ]

    def __str__(self) -> str:
        return f"{self.about.subject()} {self.state}"

    @property
    def about(self) -> About:
        """The review or question that it is to."""
        if self.question_id is not None:
            return About("question", self.question_id)
        assert self.review_id is not None
        return About("review", self.review_id)


class AnswerDraft(DeskOwned):
    """What one person has begun to write about one review or question."""

    review = DeskForeignKey(Review, models.CASCADE, null=True, related_name="+")
    question = DeskForeignKey(Question, models.CASCADE, null=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, db_index=False, related_name="+")
    text = models.TextField(blank=True)
    version = models.IntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            desk_and_id("answer_draft"),
            DeskKey("review", name="answer_draft_review_in_desk"),
            DeskKey("question", name="answer_draft_question_in_desk"),
            models.CheckConstraint(condition=_OF_ONE, name="answer_draft_of_one"),
            models.UniqueConstraint(fields=["desk", "review", "user"], name="answer_draft_once"),
            models.UniqueConstraint(fields=["desk", "question", "user"], name="answer_draft_once_per_question"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id or self.question_id} {self.user_id}"
