"""The addresses of the returns room, below those of a desk."""

from django.urls import path

from returns.views import evidence, pages


urlpatterns = [
    path("", pages.claims, name="claims"),
    path("<int:claim>/", pages.claim, name="claim"),
    path("photos/<int:exhibit>/", evidence.photo, name="claim_photo"),
    path("<int:claim>/findings/", evidence.find, name="claim_find"),
    path("<int:claim>/findings/<int:finding>/take-back/", evidence.take_back, name="claim_finding_back"),
    path("<int:claim>/pictures/", evidence.bring, name="claim_pictures"),
    path("<int:claim>/reason/", evidence.reason, name="claim_reason"),
]
