"""The addresses of the returns room, below those of a desk."""

from django.urls import path

from returns.views import deciding, limits, pages


urlpatterns = [
    path("", pages.claims, name="claims"),
    path("<int:claim>/", pages.claim, name="claim"),
    path("<int:claim>/decide/", deciding.decide, name="claim_decide"),
    path("<int:claim>/decisions/<int:decision>/back/", deciding.back, name="claim_decision_back"),
    path("<int:claim>/decisions/<int:decision>/confirm/", deciding.confirm, name="claim_decision_confirm"),
    path("limits/<slug:shop>/", limits.refunds, name="refund_limits"),
]
