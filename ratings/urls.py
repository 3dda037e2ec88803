"""The addresses of the ratings room, below those of a desk."""

from django.urls import path

from ratings import views


urlpatterns = [
    path("", views.ratings, name="ratings"),
]
