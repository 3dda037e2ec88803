"""The addresses of the returns room, below those of a desk."""

from django.urls import path

from returns.views import pages


urlpatterns = [
    path("", pages.claims, name="claims"),
    path("<int:claim>/", pages.claim, name="claim"),
]
