"""The project's addresses. Rooms bring their own; they are named here by text, since the kernel imports no room."""

from django.urls import URLPattern, URLResolver, include, path

from sellerdesk.web import health, pages, preferences, settings_pages, today
from sellerdesk.web.admin_site import site


of_a_desk: list[URLPattern | URLResolver] = [
    path("", today.today, name="today"),
    path("search/", pages.search, name="search"),
    path("settings/", settings_pages.overview, name="settings"),
    path("ratings/", include("ratings.urls")),
    path("reviews/", include("reviews.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.start, name="start"),
    path("desks/", pages.desks, name="desks"),
    path("desks/<slug:desk>/", include(of_a_desk)),
    path("shops/<slug:slug>/", pages.shop, name="shop"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("language/", preferences.language, name="set_language"),
    path("accounts/", include("allauth.urls")),
    path("admin/", site.urls),
    path("api/v1/", include("sellerdesk.api.urls")),
]

handler400 = "sellerdesk.web.errors.bad_request"
handler403 = "sellerdesk.web.errors.forbidden"
handler404 = "sellerdesk.web.errors.not_found"
handler500 = "sellerdesk.web.errors.server_error"
