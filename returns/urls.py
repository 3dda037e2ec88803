"""The addresses of the returns room, below those of a desk."""

from django.urls import path

from returns.views import automatic, deciding, evidence, exporting, figures, letter, limits, pages, refusals, saved, timing, together


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
    path("figures/", figures.page, name="returns_figures"),
    path("figures/by/", figures.by, name="returns_figures_by"),
    path("figures/rows/", figures.rows, name="returns_figures_rows"),
    path("figures/rows.csv", figures.rows_csv, name="returns_figures_rows_csv"),
    path("figures/figures.csv", figures.table, name="returns_figures_csv"),
    path("figures/report/", figures.report, name="returns_report"),
]
