"""The addresses of the reviews room, below those of a desk."""

from django.urls import path

from reviews.views import pages


urlpatterns = [
    path("", pages.reviews, name="reviews"),
    path("<int:review>/", pages.review, name="review"),
]
