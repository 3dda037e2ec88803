"""The addresses of the returns room, below those of a desk."""

from django.urls import path

from returns.views import automatic, deciding, letter, limits, pages


urlpatterns = [
    path("", pages.claims, name="claims"),
    path("<int:claim>/", pages.claim, name="claim"),
    path("<int:claim>/support/", letter.support, name="claim_support"),
    path("automatic/", automatic.rules, name="claim_rules"),
    path("automatic/log/", automatic.log, name="claim_rule_log"),
    path("automatic/new/<slug:shop>/", automatic.new, name="claim_rule_new"),
    path("automatic/preview/<slug:shop>/", automatic.preview, name="claim_rule_preview"),
    path("automatic/<int:claim_rule>/", automatic.rule, name="claim_rule"),
    path("automatic/<int:claim_rule>/do/", automatic.do, name="claim_rule_do"),
    path("automatic/<int:claim_rule>/trial/", automatic.trial, name="claim_rule_trial"),
    path("<int:claim>/decide/", deciding.decide, name="claim_decide"),
    path("<int:claim>/decisions/<int:decision>/back/", deciding.back, name="claim_decision_back"),
    path("<int:claim>/decisions/<int:decision>/confirm/", deciding.confirm, name="claim_decision_confirm"),
    path("limits/<slug:shop>/", limits.refunds, name="refund_limits"),
]
