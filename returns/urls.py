"""The addresses of the returns room, below those of a desk."""

from django.urls import path

from returns.views import evidence, exporting, pages, refusals, saved, timing, together


urlpatterns = [
    path("", pages.claims, name="claims"),
    path("<int:claim>/", pages.claim, name="claim"),
    path("claims.csv", exporting.table, name="claims_table"),
    path("settings/<slug:shop>/times/", timing.times, name="claim_times"),
    path("assign/", together.assign, name="claims_assign"),
    path("saved/", saved.lists, name="claims_saved"),
    path("saved/<int:saved>/", saved.one, name="claims_saved_one"),
    path("refusals/", refusals.refusals, name="refusals"),
    path("refusals/refusals.csv", refusals.table, name="refusals_table"),
    path("photos/<int:exhibit>/", evidence.photo, name="claim_photo"),
    path("<int:claim>/findings/", evidence.find, name="claim_find"),
    path("<int:claim>/findings/<int:finding>/take-back/", evidence.take_back, name="claim_finding_back"),
    path("<int:claim>/pictures/", evidence.bring, name="claim_pictures"),
    path("<int:claim>/reason/", evidence.reason, name="claim_reason"),
]
