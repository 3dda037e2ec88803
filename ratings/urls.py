"""The addresses of the ratings room, below those of a desk."""

from django.urls import path

from ratings import views
from ratings.views import exports, forecast


urlpatterns = [
    path("", views.ratings, name="ratings"),
    path("days.csv", exports.days_csv, name="ratings-days"),
    path("forecast.csv", forecast.forecast_csv, name="ratings-forecast"),
]
