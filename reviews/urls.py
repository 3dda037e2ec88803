"""The addresses of the reviews room, below those of a desk."""

from django.urls import path

from reviews.views import appealing, mended_pages, offering, pages


urlpatterns = [
    path("", pages.reviews, name="reviews"),
    path("<int:review>/", pages.review, name="review"),
    path("appeals/", mended_pages.appeals, name="review_appeals"),
    path("offers/", mended_pages.offers, name="review_offers"),
    path("<int:review>/appeal/", appealing.appeal, name="review_appeal"),
    path("<int:review>/appeals/<int:appeal>/said/", appealing.said, name="review_appeal_said"),
    path("<int:review>/appeals/<int:appeal>/withdraw/", appealing.withdraw, name="review_appeal_withdraw"),
    path("<int:review>/offer/", offering.offer, name="review_offer"),
    path("<int:review>/offers/<int:offer>/", offering.change, name="review_offer_change"),
]
