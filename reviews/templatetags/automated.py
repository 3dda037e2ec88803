"""What rules for automatic answers do, in words: no queries, no rules."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, ngettext

from sellerdesk import policy_words, wording


register = template.Library()
_WHY = {
    "not_standing": _("It was rejected, deleted or struck"),
    "not_good": _("Bad, neutral, or changed to good later"),
    "low_stars": _("Three stars or fewer"),
    "flagged": _("Flagged: its words sound negative"),
    "followed": _("It has a follow-up"),
    "stars": _("Other stars"),
    "text": _("With or without words, unlike the rule"),
    "photos": _("With or without photos, unlike the rule"),
    "product": _("Another product"),
    "language": _("Another language"),
    "contains": _("None of the words"),
    "without": _("One of the words that must not be there"),
    "other_rule": _("An earlier rule answers it"),
    "cap": _("The day was full"),
    "gap": _("A variable is not known, and every line of a block needs it"),
    "draft": _("Somebody has a draft"),
    "held": _("Somebody was writing"),
    "answered_before": _("An answer was taken back or refused before"),
    "already_answered": _("It was answered already"),
    "answer_window_closed": _("The time to answer was over"),
    "review_deleted": _("It was deleted"),
    "trade_struck": _("The order was struck"),
    "too_long": _("The text is too long for the marketplace"),
    "too_short": _("The text is too short for the marketplace"),
}
_STARS = {0: _("no stars")}
_LANGUAGES = {"ru": _("Russian"), "zh": _("Chinese"), "other": _("other languages")}
_PRESENCE: dict[tuple[str, object], Promise] = {
    ("text", "with"): _("with words"),
    ("text", "without"): _("without words"),
    ("photos", "with"): _("with photos"),
    ("photos", "without"): _("without photos"),
}


@register.filter
def why_left(code: str) -> str:
    """Why a review was left to a person, from the code of the log."""
    if (said := _WHY.get(code)) is not None:
        return str(said)
    guard = policy_words.NAMES.get(code)
    return wording_of_guard(str(guard)) if guard is not None else str(_("The answer could not be sent"))


def wording_of_guard(rule: str) -> str:
    """The guard's rule in a sentence."""
    return str(_("The guard: %(rule)s")) % {"rule": rule}


@register.filter
def in_words(conditions: dict[str, list[object] | str]) -> str:
    """The conditions of a rule in one line."""
    parts = [_stars(star) for star in conditions["stars"]]
    parts += [str(said) for name in ("text", "photos") if (said := _PRESENCE.get((name, conditions[name]))) is not None]
    parts += [str(_LANGUAGES[str(language)]) for language in conditions["languages"]]
    for name, sentence in (("contains", _("with %(words)s")), ("without", _("without %(words)s"))):
        if words := conditions[name]:
            shown = ", ".join(f"“{word}”" for word in words[:3]) + (" …" if len(words) > 3 else "")
            parts.append(str(sentence) % {"words": shown})
    if products := conditions["products"]:
        number = len(products)
        parts.append(ngettext("%(number)s product", "%(number)s products", number) % {"number": wording.number(number)})
    return " · ".join(parts)


def _stars(number: object) -> str:
    return str(_STARS[0]) if number == 0 else ngettext("%(number)s star", "%(number)s stars", int(str(number))) % {"number": number}
