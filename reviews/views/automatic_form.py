"""The form of a rule for automatic answers: it only reads and explains; rules live in the commands."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from reviews.domain.automatic import Conditions
from reviews.domain.rotation import NAMES, Blocks
from reviews.services.automatic_rules import Wanted
from sellerdesk import shop_rules
from sellerdesk.shop_rules import LONGEST_NAME, MOST_A_DAY
from sellerdesk.shops import ShopFacts


if TYPE_CHECKING:
    from reviews.models import AutomaticRule


LONGEST: int = 25_000
USUAL_CAP = 20
_PRESENCE = (("any", gettext_lazy("does not matter")), ("with", gettext_lazy("only with")), ("without", gettext_lazy("only without")))


def _lines(label: Any, hint: Any, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=LONGEST, strip=False, widget=forms.Textarea(attrs={"rows": rows})
    )


class RuleForm(forms.Form):
    """A rule: which reviews it is for, how the answer is put together, how many a day.

    No field is called as a method of the form element is (`contains`): in the page it would take its place.
    """

    FIELDS = {
        "rule_name_missing": "name", "rule_name_too_long": "name", "rule_name_taken": "name", "stars_missing": "stars",
        "too_many_words": "with_words", "word_too_long": "with_words", "too_many_products": "products", "cap_out_of_range": "cap",
        "text_missing": "body",
    }  # fmt: skip

    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    stars = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Stars"),
        coerce=int,
        choices=((5, gettext_lazy("5 stars")), (4, gettext_lazy("4 stars")), (0, gettext_lazy("good, without stars"))),
        widget=forms.CheckboxSelectMultiple,
    )
    text = forms.ChoiceField(label=gettext_lazy("Words"), choices=_PRESENCE)
    photos = forms.ChoiceField(label=gettext_lazy("Photos"), choices=_PRESENCE)
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        help_text=gettext_lazy("None chosen: all. A review without words is of every language."),
        required=False,
        choices=(("ru", gettext_lazy("Russian")), ("zh", gettext_lazy("Chinese")), ("other", gettext_lazy("other languages"))),
        widget=forms.CheckboxSelectMultiple,
    )
    with_words = _lines(gettext_lazy("One of these words is there"), gettext_lazy("One a line; endings may differ. Empty: all reviews."))
    without_words = _lines(gettext_lazy("None of these words is there"), gettext_lazy("One a line; endings may differ."))
    products = _lines(gettext_lazy("Only these products"), gettext_lazy("Articles, one a line. Empty: all products."))
    cap = forms.IntegerField(
        label=gettext_lazy("At most so many a day"),
        help_text=gettext_lazy("A day of the shop. What comes after them is left to a person."),
        min_value=1,
        max_value=MOST_A_DAY,
    )
    greeting = _lines(gettext_lazy("Greeting"), gettext_lazy("Each line is a variant; one of them is taken."))
    thanks = _lines(gettext_lazy("Thanks"), "")
    body = _lines(gettext_lazy("Body"), "", 5)
    closing = _lines(gettext_lazy("Closing words"), "")

    def __init__(self, *args: Any, shop: ShopFacts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shop = shop

    def clean_products(self) -> frozenset[int]:
        """The ids of the products that were named; an error names those that are not there."""
        names = _each(self.cleaned_data["products"])
        found, missing = shop_rules.products_named(self.shop, names)
        if missing:
            raise forms.ValidationError(_("This shop has no product %(names)s.") % {"names": ", ".join(missing[:5])})
        return found

    def wanted(self) -> Wanted:
        """What was filled in, for the command."""
        said = self.cleaned_data
        conditions = Conditions(
            stars=frozenset(said["stars"]), contains=_each(said["with_words"]), without=_each(said["without_words"]),
            products=said["products"], text=said["text"], photos=said["photos"], languages=frozenset(said["languages"]),
        )  # fmt: skip
        blocks = Blocks(**{name: _each(said[name]) for name in NAMES})
        return Wanted(name=" ".join(said["name"].split()), conditions=conditions, blocks=blocks, cap=said["cap"])


def initial(row: "AutomaticRule | None") -> dict[str, Any]:
    """What the form shows first."""
    if row is None:
        return {"stars": [5], "text": "any", "photos": "any", "cap": USUAL_CAP}
    kept = row.conditions
    return {
        "name": row.name, "cap": row.cap, "stars": kept["stars"], "text": kept["text"], "photos": kept["photos"],
        "languages": kept["languages"], "with_words": _told(kept["contains"]), "without_words": _told(kept["without"]),
        "products": _told(shop_rules.articles(row.desk_id, row.shop_id, kept["products"]) if kept["products"] else []),
        **{name: _told(row.blocks[name]) for name in NAMES},
    }  # fmt: skip


def _each(text: str) -> tuple[str, ...]:
    """The lines that say something, each once."""
    return tuple(dict.fromkeys(line for raw in text.replace("\0", "").splitlines() if (line := " ".join(raw.split()))))


def _told(lines: Sequence[str]) -> str:
    return "\n".join(lines)
