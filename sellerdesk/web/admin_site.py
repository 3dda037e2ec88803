"""Django's admin for the installation's superusers. It shows; what is changed in it is changed by commands."""

from datetime import UTC, datetime
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext as _, gettext_lazy

from sellerdesk import task_runs
from sellerdesk.web import admin_door, admin_words


class DeskAdmin(admin.AdminSite):
    """For superusers with two factors. For other signed-in people it does not exist; sign-in goes through the throttled door."""

    site_header = gettext_lazy("SellerDesk administration")
    site_title = gettext_lazy("SellerDesk administration")
    index_title = gettext_lazy("Tables")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Active superusers only."""
        return request.user.is_active and bool(getattr(request.user, "is_superuser", False))

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        """The guarded view: NotVisible's 404 for people who are signed in but no superusers, and no way in on a password alone."""
        guarded = super().admin_view(view, cacheable)

        def unseen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated:
                if not self.has_permission(request):
                    raise Http404
                if not admin_door.is_shown(request):
                    return admin_door.lead(request)
            answer: HttpResponseBase = guarded(request, *args, **kwargs)
            return answer

        return unseen

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Through the throttled door; 404 for whom the admin does not exist."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise Http404
        answer: HttpResponse = secure_admin_login(super().login)(request, extra_context)
        return answer

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # type: ignore[override]  # where Django gives a page
        """On the page of the account: Django's own form would write past it."""
        return redirect("account_change_password")

    def password_change_done(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # type: ignore[override]  # where Django gives a page
        """Likewise."""
        return redirect("account_change_password")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Django's, and the page of the workers."""
        return [path("workers/", self.admin_view(self.workers), name="workers"), *super().get_urls()]

    def workers(self, request: HttpRequest) -> HttpResponse:
        """How much waits in each queue, and the last run of each task of the beat table."""
        context = {
            **self.each_context(request),
            "title": _("Workers"),
            "queues": task_runs.queue_lengths(),
            "lines": [(admin_words.TASKS.get(line.name, line.name), line) for line in task_runs.lines()],
            "now": datetime.now(UTC),
        }
        return TemplateResponse(request, "admin/workers.html", context)


site = DeskAdmin(name="admin")
