"""The addresses of the reviews room, below those of a desk."""

from django.urls import path

from reviews.views import answering, pages


urlpatterns = [
    path("", pages.reviews, name="reviews"),
    path("<int:review>/", pages.review, name="review"),
    path("<int:review>/answer/", answering.answer, name="review_answer"),
    path("<int:review>/answer/draft/", answering.draft, name="review_answer_draft"),
    path("<int:review>/answer/hold/", answering.hold, name="review_answer_hold"),
    path("<int:review>/answer/let-go/", answering.let_go, name="review_answer_let_go"),
    path("<int:review>/answer/holder/", answering.holder, name="review_answer_holder"),
    path("<int:review>/answer/<int:answer>/back/", answering.back, name="review_answer_back"),
    path("<int:review>/answer/<int:answer>/change/", answering.change, name="review_answer_change"),
]
