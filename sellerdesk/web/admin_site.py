"""Django's admin for the installation's superusers. It shows; almost nothing is changed in it."""

from typing import TYPE_CHECKING, Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _


if TYPE_CHECKING:
    Table = admin.ModelAdmin[Model]
else:
    Table = admin.ModelAdmin


class DeskAdmin(admin.AdminSite):
    """For superusers. For other signed-in people it does not exist; sign-in goes through the throttled door."""

    site_header = _("SellerDesk administration")
    site_title = _("SellerDesk administration")
    index_title = _("Tables")

    def has_permission(self, request: HttpRequest) -> bool:
        """Active superusers only."""
        return request.user.is_active and bool(getattr(request.user, "is_superuser", False))

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        """The guarded view: NotVisible's 404 for people who are signed in but no superusers."""
        guarded = super().admin_view(view, cacheable)

        def unseen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            answer: HttpResponseBase = guarded(request, *args, **kwargs)
            return answer

        return unseen

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Through the throttled door; 404 for whom the admin does not exist."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise Http404
        answer: HttpResponse = secure_admin_login(super().login)(request, extra_context)
        return answer


class ReadOnly(Table):
    """A table to look at."""

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 - Django calls it so
        """No."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002 - Django calls it so
        """No."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002 - Django calls it so
        """No."""
        return False


site = DeskAdmin(name="admin")
