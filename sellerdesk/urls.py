"""The project's addresses."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from sellerdesk.web import pages
from sellerdesk.web.admin_site import site


urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.start, name="start"),
    path("shops/<slug:slug>/", pages.shop, name="shop"),
    path("healthz", pages.healthz, name="healthz"),
    path("readyz", pages.readyz, name="readyz"),
    path("language/", login_not_required(set_language), name="set_language"),
    path("accounts/", include("allauth.urls")),
    path("admin/", site.urls),
    path("api/v1/", include("sellerdesk.api.urls")),
]

handler400 = "sellerdesk.web.errors.bad_request"
handler403 = "sellerdesk.web.errors.forbidden"
handler404 = "sellerdesk.web.errors.not_found"
handler500 = "sellerdesk.web.errors.server_error"
