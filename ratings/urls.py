"""The addresses of the ratings room, below those of a desk."""

from django.urls import path

from ratings import views
from ratings.views import cards, causes, exports, forecast, lookouts, moved, moved_files


urlpatterns = [
    path("", views.ratings, name="ratings"),
    path("days.csv", exports.days_csv, name="ratings-days"),
    path("why/", moved.moved, name="ratings-moved"),
    path("why/moved.csv", moved_files.moved_csv, name="ratings-moved-csv"),
    path("why/leaving.csv", moved_files.leaving_csv, name="ratings-leaving-csv"),
    path("notes/", moved.pin, name="ratings-notes"),
    path("notes/<int:day_note>/", moved.change, name="ratings-note"),
    path("alerts/seen/", moved.seen, name="ratings-alert-seen"),
    path("definitions/", moved.definitions, name="ratings-definitions"),
    path("forecast.csv", forecast.forecast_csv, name="ratings-forecast"),
    path("causes.csv", causes.causes_csv, name="ratings-causes"),
    path("ahead/<slug:shop>/", lookouts.lookout, name="ratings-lookout"),
    path("cards/<slug:shop>/", cards.setting, name="ratings-card"),
    path("cards/<slug:shop>/sheet/", cards.sheet, name="ratings-card-sheet"),
    path("causes/panel/", causes.causes_panel, name="ratings-causes-panel"),
    path("causes/", causes.cause_orders, name="ratings-cause-orders"),
]
