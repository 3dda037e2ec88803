"""The addresses of the returns room, below those of a desk."""

from django.urls import path

from returns.views import figures, pages


urlpatterns = [
    path("", pages.claims, name="claims"),
    path("<int:claim>/", pages.claim, name="claim"),
    path("figures/", figures.page, name="returns_figures"),
    path("figures/by/", figures.by, name="returns_figures_by"),
    path("figures/rows/", figures.rows, name="returns_figures_rows"),
    path("figures/rows.csv", figures.rows_csv, name="returns_figures_rows_csv"),
    path("figures/figures.csv", figures.table, name="returns_figures_csv"),
    path("figures/report/", figures.report, name="returns_report"),
]
