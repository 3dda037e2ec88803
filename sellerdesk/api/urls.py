"""Addresses of the API, version 1."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from sellerdesk.api import feed, reports, routes, schema, views


app_name = "api"
# The description of the token registers itself when its module is read.
SCHEME = schema.TokenScheme
urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(permission_classes=[], authentication_classes=[]), name="schema"),
    path("shops/", views.ShopsView.as_view(), name="shops"),
    path("shops/<slug:shop>/events/", views.EventsView.as_view(), name="shop-events"),
    path("shops/<slug:shop>/feed/", feed.FeedView.as_view(), name="shop-feed"),
    path("shops/<slug:shop>/report/", reports.ReportView.as_view(), name="shop-report"),
    *routes.patterns(),
]
