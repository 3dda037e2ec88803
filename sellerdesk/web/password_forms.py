"""Giving an account a new password: the library's forms in our words."""

from typing import Any, Final

from allauth.account.forms import ChangePasswordForm, ReauthenticateForm, ResetPasswordKeyForm
from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from sellerdesk import passwords


_LABELS: Final = {
    "oldpassword": _("Password until now"),
    "password1": _("New password"),
    "password2": _("New password once more"),
    "password": _("Password"),
}


class _InOurWords:
    """Labels above the fields and nothing inside them; the rules of a new password as one sentence after another."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form: Any = self
        for name, field in form.fields.items():
            field.label = _LABELS[name]
            field.widget.attrs.pop("placeholder", None)
        if "password1" in form.fields:
            form.fields["password1"].help_text = passwords.hint()
        for name in {"oldpassword", "password"} & set(form.fields):
            form.fields[name].help_text = format_html('<a href="{}">{}</a>', reverse("account_reset_password"), _("Forgotten password"))

    def clean(self) -> dict[str, Any]:
        """Both times the same. What is refused stands beside the second."""
        form: Any = self
        said: dict[str, Any] = forms.Form.clean(form) or {}
        if said.get("password1") and said.get("password2") and said["password1"] != said["password2"]:
            form.add_error("password2", _("This is not the password above. Type the same one twice."))
        return said


class Change(_InOurWords, ChangePasswordForm):  # type: ignore[misc]  # it stands for the forms' own clean
    """By who is signed in and knows the one until now."""

    def clean(self) -> dict[str, Any]:
        """Another one than that: one that was made up for somebody would stay what it is."""
        said = super().clean()
        if said.get("password1") and said.get("password1") == said.get("oldpassword"):
            self.add_error("password1", _("This is your password until now. Choose another one."))
        return said


class Anew(_InOurWords, ResetPasswordKeyForm):  # type: ignore[misc]  # it stands for the forms' own clean
    """By who opened the link of a reset."""

    def clean(self) -> dict[str, Any]:
        """Another one than what was made up for them: that would stay what it is."""
        said = super().clean()
        if said.get("password1") and self.user.password_until is not None and self.user.check_password(said["password1"]):
            self.add_error("password1", _("This is your password until now. Choose another one."))
        return said


class Again(_InOurWords, ReauthenticateForm):  # type: ignore[misc]  # it stands for the forms' own clean
    """Before a dangerous step."""
