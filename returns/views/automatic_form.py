"""The form of a rule for automatic decisions: it only reads and explains; rules live in the commands."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from returns.domain.automatic import ACTIONS, Conditions
from returns.services.automatic_rules import LONGEST_WORDS, Wanted, longest_words
from returns.templatetags.claimed import REASONS, WANTS
from returns.templatetags.decided_by_rule import ACTION_NAMES, DOES
from sellerdesk import shop_rules
from sellerdesk.domain import money
from sellerdesk.shop_rules import LONGEST_NAME, MOST_A_DAY
from sellerdesk.shops import ShopFacts


if TYPE_CHECKING:
    from returns.models import ClaimRule


LONGEST: int = 25_000
USUAL_CAP = 10
MOST_BEFORE = 99
_PRESENCE = (("any", gettext_lazy("does not matter")), ("with", gettext_lazy("only with")), ("without", gettext_lazy("only without")))


class RuleForm(forms.Form):
    """A rule: which claims it is for, what it does with them, how many a day."""

    FIELDS = {
        "rule_name_missing": "name", "rule_name_too_long": "name", "rule_name_taken": "name", "wants_missing": "wants",
        "wants_unfit": "wants", "amount_missing": "most", "amount_too_large": "most", "too_many_products": "products",
        "cap_out_of_range": "cap", "words_missing": "words", "words_too_short": "words",
        "words_too_long": "words",
    }  # fmt: skip

    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    does = forms.ChoiceField(label=gettext_lazy("What it does"), choices=tuple(DOES.items()), widget=forms.RadioSelect)
    action = forms.ChoiceField(
        label=gettext_lazy("Which way of return"),
        help_text=gettext_lazy("Wildberries may allow several for one claim. Where it does not allow this one, a person decides."),
        required=False,
        choices=(("", gettext_lazy("the only one there is")), *((code, ACTION_NAMES[code]) for code in ACTIONS["return"])),
    )
    words = forms.CharField(
        label=gettext_lazy("Words to the buyer"),
        help_text=gettext_lazy("Of the question for evidence they are the question. Empty: nothing is said."),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    wants = forms.MultipleChoiceField(
        label=gettext_lazy("The buyer wants"), choices=tuple(WANTS.items()), widget=forms.CheckboxSelectMultiple
    )
    reasons = forms.MultipleChoiceField(
        label=gettext_lazy("For one of these reasons"),
        help_text=gettext_lazy("None chosen: any reason."),
        required=False,
        choices=tuple((code, name) for code, name in REASONS.items() if code),
        widget=forms.CheckboxSelectMultiple,
    )
    most = forms.CharField(
        label=gettext_lazy("Asks for at most"),
        help_text=gettext_lazy("A claim that tells no amount is left to a person then."),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    currency = forms.RegexField(
        r"^[A-Z]{3}$",
        label=gettext_lazy("Currency"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "size": 4, "maxlength": 3}),
    )
    photos = forms.ChoiceField(label=gettext_lazy("Photos"), choices=_PRESENCE)
    before = forms.IntegerField(
        label=gettext_lazy("Other claims of this buyer in 90 days, at most"),
        help_text=gettext_lazy("Empty: it does not matter. A buyer whom nobody knows is left to a person."),
        required=False,
        min_value=0,
        max_value=MOST_BEFORE,
    )
    products = forms.CharField(
        label=gettext_lazy("Only these products"),
        help_text=gettext_lazy("Articles, one a line. Empty: all products."),
        required=False,
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    cap = forms.IntegerField(
        label=gettext_lazy("At most so many a day"),
        help_text=gettext_lazy("A day of the shop. What comes after them is left to a person."),
        min_value=1,
        max_value=MOST_A_DAY,
    )

    def __init__(self, *args: Any, shop: ShopFacts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shop = shop
        # The browser holds to what the marketplace takes; whoever asks without one is told by the command.
        self.fields["words"].widget.attrs["maxlength"] = longest_words(shop.rules)
        if shop.rules.name != "wildberries":
            del self.fields["action"]

    def clean_products(self) -> frozenset[int]:
        """The ids of the products that were named; an error names those that are not there."""
        names = _each(self.cleaned_data["products"])
        found, missing = shop_rules.products_named(self.shop, names)
        if missing:
            raise forms.ValidationError(_("This shop has no product %(names)s.") % {"names": ", ".join(missing[:5])})
        return found

    def clean(self) -> dict[str, Any]:
        """The amount needs its currency, with which it is read."""
        said = super().clean() or self.cleaned_data
        said["most_minor"] = None
        text = str(said.get("most") or "").strip()
        if text and "currency" in said:
            amount = money.typed(text, said["currency"])
            if amount is None:
                self.add_error("most", _("This is no amount of that currency. Write it like 2490 or 168.50, and the currency like RUB."))
            else:
                said["most_minor"] = amount.minor
        return said

    def wanted(self) -> Wanted:
        """What was filled in, for the command."""
        said = self.cleaned_data
        conditions = Conditions(
            wants=frozenset(said["wants"]), reasons=frozenset(said["reasons"]), most_minor=said["most_minor"], currency=said["currency"],
            products=said["products"], photos=said["photos"], claims_before=said["before"],
        )  # fmt: skip
        name, action = " ".join(said["name"].split()), said.get("action", "") if said["does"] == "return" else ""
        return Wanted(name=name, does=said["does"], action=action, conditions=conditions, cap=said["cap"], words=said["words"])


def initial(row: "ClaimRule | None", *, currency: str = "") -> dict[str, Any]:
    """What the form shows first."""
    if row is None:
        return {"does": "refund", "wants": ["refund", "return"], "photos": "any", "cap": USUAL_CAP, "currency": currency}
    kept = row.conditions
    return {
        "name": row.name, "does": row.does, "action": row.action, "words": row.words, "cap": row.cap, "wants": kept["wants"],
        "reasons": kept["reasons"], "most": _amount(kept["most_minor"], kept["currency"]), "currency": kept["currency"] or currency,
        "photos": kept["photos"], "before": kept["claims_before"],
        "products": "\n".join(shop_rules.articles(row.desk_id, row.shop_id, kept["products"]) if kept["products"] else []),
    }  # fmt: skip


def _amount(minor: int | None, currency: str) -> str:
    return "" if minor is None else str(Decimal(minor).scaleb(-money.exponent(currency)))


def _each(text: str) -> Sequence[str]:
    """The lines that say something, each once."""
    return tuple(dict.fromkeys(line for raw in text.replace("\0", "").splitlines() if (line := " ".join(raw.split()))))
