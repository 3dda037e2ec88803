"""Addresses of the API, version 1."""

from django.urls import path

from sellerdesk.api import book, describing, feed, reports, routes, schema, views
from sellerdesk.api.desk import addresses


app_name = "api"
# The description of the token registers itself when its module is read.
SCHEME = schema.TokenScheme
urlpatterns = [
    path("schema/", describing.DescriptionView.as_view(), name="schema"),
    path("", book.page, name="book"),
    path("shops/", views.ShopsView.as_view(), name="shops"),
    path("shops/<slug:shop>/events/", views.EventsView.as_view(), name="shop-events"),
    path("shops/<slug:shop>/feed/", feed.FeedView.as_view(), name="shop-feed"),
    path("shops/<slug:shop>/report/", reports.ReportView.as_view(), name="shop-report"),
    *addresses.patterns(),
    *routes.patterns(),
]
