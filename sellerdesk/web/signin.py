"""The door: who may get an account, and what the door says."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import AddEmailForm, LoginForm, ResetPasswordForm
from allauth.core import context
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from sellerdesk import revoking
from sellerdesk.web import surely


class Door(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up alone: a desk's owner invites, or the command line makes the account."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("That e-mail and password do not match. After five wrong tries there is a pause of five minutes."),
        "too_many_login_attempts": _("Too many wrong tries. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the library calls it so
        """No."""
        return False

    def set_password(self, user: Any, password: str) -> None:
        """As the library does, for every way to a new password; the streams of other browsers then look whether they still may."""
        super().set_password(user, password)
        revoking.person_changed(user.pk)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within the minutes after a sign-in: password and factor were given then."""
        return super().is_reauthentication_required(app=app, **kwargs) and not surely.lately(context.request)

    def is_safe_url(self, url: str) -> bool:
        """Whether somebody may be led there after signing in or confirming: to paths of this installation alone."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """People have no user names, only addresses."""


class SignIn(LoginForm):  # type: ignore[misc]
    """The library's form in our words: labels stand above the fields, so nothing is repeated inside them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail")
        self.fields["password"].help_text = ""
        self.fields["remember"].label = _("Keep me signed in here for 14 days")
        self.fields["remember"].initial = True
        for name in ("login", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)


class AddAddress(AddEmailForm):  # type: ignore[misc]
    """The library's form with our word for the field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_email(self)


class Forgotten(ResetPasswordForm):  # type: ignore[misc]
    """The library's form with our word for the field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_email(self)


def _say_email(form: Any) -> None:
    form.fields["email"].label = _("E-mail")
    form.fields["email"].widget.attrs.pop("placeholder", None)
