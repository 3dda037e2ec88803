"""The addresses of the reviews room, below those of a desk."""

from django.urls import path

from reviews import views


urlpatterns = [
    path("", views.reviews, name="reviews"),
    path("<int:review>/", views.review, name="review"),
]
