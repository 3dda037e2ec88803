"""What people fill in on the kernel's pages. Rules live in the commands; a form only reads, explains and says what was refused."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext as _, gettext_lazy

from sellerdesk import shop_settings, team, zones
from sellerdesk.domain.naming import LONGEST_NAME
from sellerdesk.errors import Refusal
from sellerdesk.web import rule_words


# What a person sees the desk in, before anything was chosen.
THEMES = (("", gettext_lazy("as the system has it")), ("light", gettext_lazy("light")), ("dark", gettext_lazy("dark")))


def refuse(form: forms.Form, refusal: Refusal, fields: dict[str, str]) -> None:
    """Put a command's refusal to the field that it is about, by the refusal's code; else above the form."""
    name = fields.get(refusal.code, "")
    form.add_error(name if name in form.fields else None, str(refusal))


class DeskForm(forms.Form):
    """A desk's name, and in which language and zone its founder works."""

    FIELDS = {"name_missing": "name", "name_too_long": "name", "name_unprintable": "name", "slug_taken": "name"}

    name = forms.CharField(
        label=gettext_lazy("Name of the desk"),
        help_text=gettext_lazy("Your company or team, as your colleagues call it."),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Your language"))
    time_zone = forms.ChoiceField(label=gettext_lazy("Your time zone"), help_text=gettext_lazy("Deadlines are shown in it."))

    def __init__(self, *args: Any, zone: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages()  # type: ignore[attr-defined]
        self.fields["time_zone"].choices = zones.choices(zone)  # type: ignore[attr-defined]


class LookForm(forms.Form):
    """How one person reads the desk."""

    FIELDS = {"language_unknown": "language", "time_zone_unknown": "time_zone"}

    language = forms.ChoiceField(label=gettext_lazy("Language"), help_text=gettext_lazy("It follows you to every browser."))
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy("Deadlines and moments are shown in it. Days of ratings and reviews always are the shop’s own."),
        required=False,
    )
    theme = forms.ChoiceField(
        label=gettext_lazy("Look"), help_text=gettext_lazy("For this browser."), choices=THEMES, required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, zone: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages()  # type: ignore[attr-defined]
        blank = ("", _("as this browser has it"))
        self.fields["time_zone"].choices = [blank, *zones.choices(zone)]  # type: ignore[attr-defined]


class ShopForm(forms.Form):
    """A shop. `final` are the fields that cannot change any more; they are shown and not sent."""

    FIELDS = {
        "name_missing": "name", "name_too_long": "name", "name_unprintable": "name", "slug_taken": "name", "rules_unknown": "rules",
        "rules_are_final": "rules", "time_zone_unknown": "time_zone", "time_zone_is_final": "time_zone", "window_unknown": "window",
        "reply_target_out_of_range": "reply_target",
    }  # fmt: skip

    name = forms.CharField(
        label=gettext_lazy("Name of the shop"), help_text=gettext_lazy("As the marketplace shows it to buyers."), max_length=LONGEST_NAME
    )
    rules = forms.ChoiceField(
        label=gettext_lazy("Marketplace rules"),
        help_text=gettext_lazy("They decide which ratings and reviews count. Final once the first facts have come."),
        widget=forms.RadioSelect,
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone of the shop"),
        help_text=gettext_lazy("Decides on which day and month each rating and review counts. Final once the first facts have come."),
    )
    window = forms.ChoiceField(
        label=gettext_lazy("Rating window"),
        help_text=gettext_lazy(
            "How far back store ratings count. Take what your marketplace shows; you may change it later, and the averages follow at once."
        ),
        widget=forms.RadioSelect,
    )
    reply_target = forms.TypedChoiceField(
        label=gettext_lazy("Time to reply"),
        help_text=gettext_lazy(
            "By then a review that needs an answer should have one. Sets deadlines on Today; a change holds for what comes from then on."
        ),
        coerce=int,
    )

    def __init__(self, *args: Any, zone: str = "", seconds: int = 3600, final: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rules"].choices = _described(rule_words.profiles())  # type: ignore[attr-defined]
        self.fields["window"].choices = _described(rule_words.windows())  # type: ignore[attr-defined]
        self.fields["time_zone"].choices = zones.choices(zone)  # type: ignore[attr-defined]
        self.fields["reply_target"].choices = rule_words.reply_targets(seconds)  # type: ignore[attr-defined]
        if final:
            for name in ("rules", "time_zone"):
                self.fields[name].disabled = True
            self.fields["rules"].help_text = _("Final: every figure of this shop was counted by them.")
            self.fields["time_zone"].help_text = _("Final: it decided on which day each rating and review of this shop counts.")

    def wanted(self) -> shop_settings.Wanted:
        """What was filled in, for the command."""
        said = self.cleaned_data
        return shop_settings.Wanted(
            name=said["name"],
            rules=said["rules"],
            time_zone=said["time_zone"],
            window=said["window"],
            reply_target=timedelta(seconds=said["reply_target"]),
        )


class PersonForm(forms.Form):
    """The role of a person, and the shops that are seen."""

    FIELDS = {
        "email_malformed": "email", "already_member": "email", "role_unknown": "role", "role_above_yours": "role", "last_owner": "role",
        "owner_sees_every_shop": "shops", "shops_missing": "shops", "shop_unknown": "shops",
    }  # fmt: skip

    role = forms.ChoiceField(label=gettext_lazy("Role"), widget=forms.RadioSelect)
    every_shop = forms.BooleanField(label=gettext_lazy("Every shop, also those to come"), required=False)
    shops = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Only these shops"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, shops: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(key, name, rule_words.role(key)) for key, name in team.roles()]
        self.fields["role"].choices = _described(roles)  # type: ignore[attr-defined]
        self.fields["shops"].choices = shops  # type: ignore[attr-defined]
        if not shops:
            del self.fields["shops"], self.fields["every_shop"]

    def shop_ids(self) -> list[int] | None:
        """The shops to be limited to; None for every shop."""
        said = self.cleaned_data
        return None if said.get("every_shop", True) else list(said.get("shops", []))


class InviteForm(PersonForm):
    """Whom to ask into the desk."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("The account will have this address."),
    )
    field_order = ("email", "role", "every_shop", "shops")


class AnswerForm(forms.Form):
    """A new account, made by who was invited."""

    FIELDS = {"name_missing": "name", "name_too_long": "name", "name_unprintable": "name"}

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        help_text=gettext_lazy("As your colleagues know you."),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        help_text=gettext_lazy("At least 8 characters. A few words in a row are easy to remember and hard to guess."),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """The installation's rules for passwords, with the person's own name and address in mind."""
        said = super().clean() or {}
        if password := said.get("password"):
            try:
                password_validation.validate_password(password, _Likeness(self.email, said.get("name", "")))  # type: ignore[arg-type]
            except forms.ValidationError as error:
                self.add_error("password", error)
        return said


class _Likeness:
    """What a password must not resemble."""

    def __init__(self, email: str, name: str) -> None:
        self.email, self.first_name, self.last_name, self.username = email, name, "", ""


def languages() -> list[tuple[str, str]]:
    """The languages of the product, each in itself."""
    return [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]


def _described(choices: Sequence[tuple[str, str, str]]) -> list[tuple[str, SafeString]]:
    """Choices with a sentence under each."""
    pattern = '<span><span class="strong">{}</span><span class="field__hint block">{}</span></span>'
    return [(key, format_html(pattern, capfirst(name), text)) for key, name, text in choices]
