"""The addresses of the reviews room, below those of a desk."""

from django.urls import path

from reviews.views import (
    answering,
    appealing,
    credit,
    exporting,
    labelling,
    mended_pages,
    offering,
    pages,
    saved,
    together,
    topics,
)


urlpatterns = [
    path("", pages.reviews, name="reviews"),
    path("credit/", credit.credit, name="credit"),
    path("credit/rows/", credit.rows, name="credit_rows"),
    path("credit/rows.csv", credit.rows_csv, name="credit_rows_csv"),
    path("<int:review>/", pages.review, name="review"),
    path("<int:review>/labels/", labelling.change, name="review_labels"),
    path("close/", together.close, name="reviews_close"),
    path("assign/", together.assign, name="reviews_assign"),
    path("labels/all/", labelling.choices, name="reviews_label_choices"),
    path("choices/", pages.choices, name="reviews_choices"),
    path("labels/", together.label, name="reviews_label"),
    path("saved/", saved.lists, name="reviews_saved"),
    path("saved/<int:saved>/", saved.one, name="reviews_saved_one"),
    path("reviews.csv", exporting.table, name="reviews_table"),
    path("<int:review>/answer/", answering.answer, name="review_answer"),
    path("<int:review>/answer/draft/", answering.draft, name="review_answer_draft"),
    path("<int:review>/answer/hold/", answering.hold, name="review_answer_hold"),
    path("<int:review>/answer/let-go/", answering.let_go, name="review_answer_let_go"),
    path("<int:review>/answer/holder/", answering.holder, name="review_answer_holder"),
    path("<int:review>/answer/<int:answer>/back/", answering.back, name="review_answer_back"),
    path("<int:review>/answer/<int:answer>/change/", answering.change, name="review_answer_change"),
    path("<int:review>/topics/", topics.say, name="review_topic"),
    path("topics/", topics.topics, name="review_topics"),
    path("topics/reviews/", topics.behind, name="review_topics_behind"),
    path("signals/<int:signal>/", topics.signal, name="review_signal"),
    path("signals/<int:signal>/seen/", topics.see, name="review_signal_seen"),
    path("appeals/", mended_pages.appeals, name="review_appeals"),
    path("offers/", mended_pages.offers, name="review_offers"),
    path("<int:review>/appeal/", appealing.appeal, name="review_appeal"),
    path("<int:review>/appeals/<int:appeal>/said/", appealing.said, name="review_appeal_said"),
    path("<int:review>/appeals/<int:appeal>/withdraw/", appealing.withdraw, name="review_appeal_withdraw"),
    path("<int:review>/offer/", offering.offer, name="review_offer"),
    path("<int:review>/offers/<int:offer>/", offering.change, name="review_offer_change"),
]
