"""What people fill in on the kernel's pages. Rules live in the commands; a form only reads, explains and says what was refused."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model, password_validation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext as _, gettext_lazy

from sellerdesk import passwords, shop_settings, team, wording, zones
from sellerdesk.access import Here
from sellerdesk.domain import permissions, working_hours
from sellerdesk.domain.naming import LONGEST_NAME
from sellerdesk.domain.replies import filling
from sellerdesk.errors import Refusal
from sellerdesk.replies import judging
from sellerdesk.web import rule_words


# What a person sees the desk in, before anything was chosen.
THEMES = (("", gettext_lazy("as the system has it")), ("light", gettext_lazy("light")), ("dark", gettext_lazy("dark")))


def refuse(form: forms.Form, refusal: Refusal, fields: dict[str, str]) -> None:
    """Put a command's refusal to the field that it is about, by the refusal's code; else above the form."""
    name = fields.get(refusal.code, "")
    form.add_error(name if name in form.fields else None, str(refusal))


def offer(form: forms.Form, name: str, choices: Any) -> None:
    """Give a field its choices, which are known only when the form is made."""
    cast("forms.ChoiceField", form.fields[name]).choices = choices


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
        offer(self, "language", languages())
        offer(self, "time_zone", zones.choices(zone))


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

    enter_sends = forms.BooleanField(
        label=gettext_lazy("Enter sends a message"),
        help_text=gettext_lazy("Otherwise Enter begins a new line, and Ctrl Enter sends. Shift Enter always begins a new line."),
        required=False,
    )

    def __init__(self, *args: Any, zone: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "language", languages())
        blank = ("", _("as this browser has it"))
        offer(self, "time_zone", [blank, *zones.choices(zone)])


class ShopForm(forms.Form):
    """A shop. `final` are the fields that cannot change any more; they are shown and not sent."""

    FIELDS = {
        "name_missing": "name", "name_too_long": "name", "name_unprintable": "name", "slug_taken": "name", "rules_unknown": "rules",
        "rules_are_final": "rules", "time_zone_unknown": "time_zone", "time_zone_is_final": "time_zone", "window_unknown": "window",
        "reply_target_out_of_range": "reply_target", "greeting_unknown": "greeting",
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
    greeting = forms.ChoiceField(
        label=gettext_lazy("Chinese buyers are addressed"),
        help_text=gettext_lazy("What {buyer_name} stands for in Chinese reply templates. Russian buyers are addressed by the first name."),
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, zone: str = "", seconds: int = 3600, final: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "rules", _described(rule_words.profiles()))
        offer(self, "window", _described(rule_words.windows()))
        offer(self, "time_zone", zones.choices(zone))
        offer(self, "reply_target", rule_words.reply_targets(seconds))
        offer(self, "greeting", shop_settings.greeting_names())
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
            greeting=said["greeting"] or "name",
        )


class TemplateForm(forms.Form):
    """A reply template with its texts, one field a language."""

    FIELDS = {
        "name_missing": "name", "name_too_long": "name", "name_unprintable": "name", "folder_too_long": "folder",
        "shortcut_malformed": "shortcut", "shortcut_taken": "shortcut", "place_unknown": "place", "shared_not_yours": "private",
    }  # fmt: skip

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=judging.LONGEST_NAME, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    shortcut = forms.CharField(
        label=gettext_lazy("Shortcut"),
        max_length=judging.LONGEST_SHORTCUT + 1,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "placeholder": "/"}),
    )
    place = forms.ChoiceField(
        label=gettext_lazy("For"),
        choices=[("both", gettext_lazy("Chat and public replies")), ("chat", gettext_lazy("Chat only"))],
    )
    folder = forms.CharField(
        label=gettext_lazy("Folder"),
        max_length=judging.LONGEST_FOLDER,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "folders"}),
    )
    private = forms.BooleanField(label=gettext_lazy("Private: only I see and use it"), required=False)
    text_ru = forms.CharField(required=False, strip=False, widget=forms.Textarea)
    text_zh = forms.CharField(required=False, strip=False, widget=forms.Textarea)
    text_en = forms.CharField(required=False, strip=False, widget=forms.Textarea)

    def __init__(self, *args: Any, here: Here, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["private"].disabled = not here.may(permissions.TEMPLATES_MANAGE)

    def wanted(self) -> judging.Wanted:
        """What was filled in, for the command."""
        said = self.cleaned_data
        texts = {code: said[f"text_{code}"] for code in filling.LANGUAGES}
        return judging.Wanted(
            name=said["name"], shortcut=said["shortcut"], folder=said["folder"], place=said["place"], private=said["private"], texts=texts
        )


class QuietForm(forms.Form):
    """When a person gets no mail, and whether digests are wanted. The switches of the events are beside it."""

    FIELDS = {"quiet_hours_half": "quiet_until", "quiet_hours_empty": "quiet_until"}

    quiet_from = forms.TimeField(label=gettext_lazy("No e-mail from"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    quiet_until = forms.TimeField(
        label=gettext_lazy("No e-mail until"),
        help_text=gettext_lazy("What comes in between is sent in one mail when it ends. Notices in the desk are there at once."),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
    )
    digests = forms.BooleanField(label=gettext_lazy("Tell me three times a day how the day stands"), required=False)

    def minutes(self, name: str) -> int | None:
        """A time of the clock in minutes after midnight."""
        said = self.cleaned_data[name]
        return None if said is None else said.hour * 60 + said.minute


class HoursForm(forms.Form):
    """When a shop works: a line for each day of the week, and its holidays, one in a line."""

    FIELDS = {
        "hours_too_few": "always", "too_many_holidays": "holidays", "holiday_name_long": "holidays",
        "holiday_name_unprintable": "holidays",
    }  # fmt: skip

    always = forms.ChoiceField(
        label=gettext_lazy("Working hours"),
        help_text=gettext_lazy("The time to reply counts only while the shop works."),
        choices=(("always", gettext_lazy("always: every hour counts")), ("hours", gettext_lazy("these hours:"))),
        widget=forms.RadioSelect,
    )
    holidays = forms.CharField(
        label=gettext_lazy("Holidays"),
        help_text=gettext_lazy("One in a line: the day, then its name if you like, such as 2027-01-01 New Year."),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rest = self.fields.pop("holidays")
        for number, name in enumerate(wording.weekdays()):
            self.fields[f"day{number}"] = forms.CharField(label=capfirst(name), required=False, max_length=200, empty_value="")
        self.fields["day0"].help_text = _("Such as 09:00–13:00, 14:00–18:00. An empty line is a day off.")
        self.fields["holidays"] = rest

    def clean(self) -> dict[str, Any]:
        """Hours and holidays as the command takes them, or what is wrong with a line."""
        said = super().clean() or self.cleaned_data
        for number in range(7):
            self._read_day(f"day{number}")
        self._read_holidays()
        return said

    def week(self) -> working_hours.Week | None:
        """What was filled in; None for always."""
        return None if self.cleaned_data["always"] == "always" else tuple(self.cleaned_data[f"day{number}"] for number in range(7))

    def _read_day(self, name: str) -> None:
        try:
            self.cleaned_data[name] = working_hours.read_day(self.cleaned_data.get(name, ""))
        except working_hours.UnreadableHours as wrong:
            sentences = {
                "shape": _("Write hours as 09:00–18:00, several with a comma between them."),
                "order": _("Hours end after they begin. What goes over midnight is written at both days."),
                "overlap": _("These hours overlap."),
            }
            self.add_error(name, sentences[wrong.args[0]])

    def _read_holidays(self) -> None:
        found = {}
        for line in self.cleaned_data.get("holidays", "").splitlines():
            day, _space, name = line.strip().partition(" ")
            try:
                if day:
                    found[date.fromisoformat(day)] = name.strip()
            except ValueError:
                self.add_error("holidays", _("“%(line)s” does not begin with a day such as 2027-01-01.") % {"line": line.strip()[:40]})
                return
        self.cleaned_data["holidays"] = found


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
        offer(self, "role", _described(roles))
        offer(self, "shops", shops)
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
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["password"].help_text = passwords.hint()

    def clean(self) -> dict[str, Any]:
        """The installation's rules for passwords, with the person's own name and address in mind."""
        said = super().clean() or {}
        if password := said.get("password"):
            try:
                password_validation.validate_password(password, get_user_model()(email=self.email, name=said.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return said


def languages() -> list[tuple[str, str]]:
    """The languages of the product, each in itself."""
    return [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]


def _described(choices: Sequence[tuple[str, str, str]]) -> list[tuple[str, SafeString]]:
    """Choices with a sentence under each."""
    pattern = '<span><span class="strong">{}</span><span class="field__hint block">{}</span></span>'
    return [(key, format_html(pattern, capfirst(name), text)) for key, name, text in choices]
