"""The page behind an invitation's link."""

from datetime import UTC, datetime

from allauth.account.internal.flows.login import record_authentication
from allauth.core import ratelimit
from allauth.usersessions.models import UserSession
from django.contrib import auth, messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sellerdesk import access, invitations
from sellerdesk.errors import Refusal
from sellerdesk.web import errors
from sellerdesk.web.forms import AnswerForm, refuse


HELD = "invitation"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
@require_safe
@never_cache
def opened(request: HttpRequest, token: str) -> HttpResponse:
    """Take the link's proof into the session and go to a page whose address tells nothing.

    So the link is in no form, no Referer and no log line of what follows. Guessing needs no throttle here: the proof has
    256 bits, and an invented one is turned away without asking the database.
    """
    named = invitations.read(token)
    if named is not None:
        request.session[HELD] = list(named)
    else:
        request.session.pop(HELD, None)
    return redirect("invitation_answer")


@login_not_required
@require_http_methods(["GET", "POST"])
@never_cache
def answer(request: HttpRequest) -> HttpResponse:
    """Accept the invitation whose link was opened in this browser.

    Used, withdrawn, expired and invented ones give the same page. Whether the address has an account is not told before
    somebody with the link tries to make one.
    """
    held = request.session.get(HELD)
    invitation = invitations.find(*held, now=datetime.now(UTC)) if held else None
    if invitation is None:
        return render(request, "invitation/over.html", status=404)
    person = access.person_of(request)
    context = {"invitation": invitation, "person": person}
    if person is not None:
        if request.method == "POST" and person.email == invitation.email:
            return _joined(request, invitation)
        return render(request, "invitation/join.html", {**context, "mine": person.email == invitation.email})
    form = AnswerForm(request.POST or None, email=invitation.email)
    if form.is_bound and not ratelimit.consume(request, action="invitation"):
        return errors.page(request, 429, code="too_many_requests")
    if form.is_valid():
        try:
            return _made(request, invitation, form)
        except Refusal as refusal:
            refuse(form, refusal, form.FIELDS)
    return render(request, "invitation/new.html", {**context, "form": form}, status=422 if form.is_bound else 200)


def _joined(request: HttpRequest, invitation: invitations.Open) -> HttpResponse:
    person = access.reader(request)
    desk = invitations.accept_with_account(desk_id=invitation.desk_id, invitation_id=invitation.id, person=person, now=datetime.now(UTC))
    request.session.pop(HELD, None)
    messages.success(request, _("You are in. This is %(desk)s.") % {"desk": desk.name})
    return redirect("desk_start", desk.slug)


def _made(request: HttpRequest, invitation: invitations.Open, form: AnswerForm) -> HttpResponse:
    desk, person = invitations.accept_with_new_account(
        desk_id=invitation.desk_id,
        invitation_id=invitation.id,
        name=form.cleaned_data["name"],
        password=form.cleaned_data["password"],
        language=request.LANGUAGE_CODE,
        now=datetime.now(UTC),
    )
    request.session.pop(HELD, None)
    record_authentication(request, person, "password")
    auth.login(request, person, backend=BACKEND)
    # Nobody asked to be kept signed in: as at the door, it ends with the browser.
    request.session.set_expiry(0)
    UserSession.objects.create_from_request(request)
    messages.success(request, _("You are in. This is %(desk)s.") % {"desk": desk.name})
    return redirect("desk_start", desk.slug)
