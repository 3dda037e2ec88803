"""The addresses of the returns room, below those of a desk."""

from django.urls import path

from returns.views import figures, pages, risk_watching, risks, signals


urlpatterns = [
    path("", pages.claims, name="claims"),
    path("<int:claim>/", pages.claim, name="claim"),
    path("risks/", risks.risks, name="order_risks"),
    path("risks/came/", risks.came, name="order_risks_came"),
    path("risks/watched/<slug:shop>/", risk_watching.watched, name="order_risks_watched"),
    path("risks/<int:risk>/", risks.risk, name="order_risk"),
    path("risks/<int:risk>/send/", risks.send, name="order_risk_send"),
    path("risks/<int:risk>/written/", risks.written, name="order_risk_written"),
    path("risks/<int:risk>/read/", risks.read, name="order_risk_read"),
    path("risks/<int:risk>/done/", risks.done, name="order_risk_done"),
    path("signals/", signals.signals, name="return_signals"),
    path("signals/<int:return_signal>/", signals.signal, name="return_signal"),
    path("signals/<int:return_signal>/close/", signals.close, name="return_signal_close"),
    path("figures/", figures.page, name="returns_figures"),
    path("figures/by/", figures.by, name="returns_figures_by"),
    path("figures/rows/", figures.rows, name="returns_figures_rows"),
    path("figures/rows.csv", figures.rows_csv, name="returns_figures_rows_csv"),
    path("figures/figures.csv", figures.table, name="returns_figures_csv"),
    path("figures/report/", figures.report, name="returns_report"),
]
