"""The page that describes the API, drawn in the browser from the description itself. Everything comes from this installation."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """All operations, with forms to try them with a token. Anybody may read it: it says nothing of a desk."""
    return render(request, "api/book.html")
