"""A letter to a marketplace's support in words: no queries, no rules. In the language and the time zone that are active.

But for `ready`, which knows them.
"""

from dataclasses import dataclass

from django import template
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from returns.domain.letter import LONGEST, SECTIONS, Case, Letter, Line, Section, cut, write
from returns.templatetags.claimed import EVENTS, REASONS
from sellerdesk import wording


register = template.Library()
_HEADS: dict[Section, Promise] = {
    "facts": gettext_lazy("What happened"),
    "evidence": gettext_lazy("Evidence"),
    "rule": gettext_lazy("The rule that applies"),
    "asked": gettext_lazy("What we ask"),
}
_LINES: dict[str, Promise] = {
    "order": gettext_lazy("Order: %(text)s"),
    "product": gettext_lazy("Product: %(text)s"),
    "words": gettext_lazy("In the buyer’s words: “%(text)s”"),
    "wants_refund": gettext_lazy("Asked for: the money back"),
    "wants_return": gettext_lazy("Asked for: the money back for the goods"),
    "wants_exchange": gettext_lazy("Asked for: an exchange"),
    "wants_repair": gettext_lazy("Asked for: a repair"),
    "wants_reship": gettext_lazy("Asked for: the goods to be sent again"),
    "placed": gettext_lazy("%(at)s: the order was placed"),
    "shipped": gettext_lazy("%(at)s: the order was shipped"),
    "delivered": gettext_lazy("%(at)s: the order was delivered"),
    "film": gettext_lazy("The buyer’s film, in the claim"),
    "listing": gettext_lazy("The picture of the listing, as the product page shows it"),
    "tracking": gettext_lazy("Tracking number of the parcel that came back: %(text)s"),
    "finding": gettext_lazy("Our warehouse found: %(text)s"),
    "no_pictures": gettext_lazy("No photo and no film came with the claim"),
    "due": gettext_lazy("Our answer is due by %(at)s"),
    "due_buyer": gettext_lazy("The buyer’s step is due by %(at)s"),
    "then_refunded": gettext_lazy("If nothing is done until then, the money is paid back by itself"),
    "then_agreed": gettext_lazy("If nothing is done until then, the return is agreed to by itself"),
    "then_closed": gettext_lazy("If nothing is done until then, the claim is closed by itself"),
    "then_not_sent": gettext_lazy("If the goods are not sent back until then, the claim is closed by itself"),
    "seven_days_cn": gettext_lazy("Without a reason goods go back within 168 hours from the day after signing: until %(at)s"),
    "seven_days_ru": gettext_lazy(
        "Without a defect the buyer may refuse the goods within seven days of their hand-over (art. 26.1 of the Consumer Protection"
        " Law): until %(at)s"
    ),
    "in_time": gettext_lazy("The claim was made within that time, at %(at)s"),
    "too_late": gettext_lazy("The claim was made after that time, at %(at)s"),
    "uphold": gettext_lazy("Please look at the facts above and uphold our refusal."),
    "look_for_parcel": gettext_lazy("Please find out where the parcel was lost, and do not charge its loss to the shop."),
    "wrong_thing": gettext_lazy("What came back is not what we sent. Please compare the parcels and do not charge the refund to the shop."),
    "check_defect": gettext_lazy("Please have the goods checked for the defect before any money is paid back."),
    "decide": gettext_lazy("Please look at the facts above and decide this claim."),
}
_BY: dict[str, Promise] = {
    "buyer": gettext_lazy("the buyer"),
    "shop": gettext_lazy("the shop"),
    "marketplace": gettext_lazy("the marketplace"),
    "clock": gettext_lazy("by itself"),
}


@dataclass(frozen=True, slots=True)
class Written:
    """A letter in the language of the support: its whole text, and the sentences of each section."""

    text: str
    language: str
    sections: dict[Section, list[str]]


def ready(case: Case) -> Written:
    """The letter about a case, in the language of the support and with the times of the shop, whatever the reader's are."""
    made = write(case)
    with translation.override(made.language), timezone.override(case.zone):
        return Written(worded(made), made.language, {section: [sentence_of(one) for one in made.of(section)] for section in SECTIONS})


def worded(letter: Letter) -> str:
    """The whole letter as plain text of at most `LONGEST` characters: what came first is kept, what is asked stands at the end."""
    parts = [_("Dear support team,"), _("Please join this claim. All times are of the shop’s zone, %(zone)s.") % {"zone": _zone()}]
    for section in SECTIONS[:-1]:
        if lines := letter.of(section):
            parts.append("\n".join([_head(section), *(f"– {sentence_of(line)}" for line in lines)]))
    end = "\n".join([_head("asked"), *(sentence_of(line) for line in letter.of("asked"))])
    text = "\n\n".join(parts)
    room = LONGEST - len(end) - 2
    return f"{text if len(text) <= room else f'{text[: room - 1].rstrip()}…'}\n\n{end}"


def _head(section: Section) -> str:
    return _("%(head)s:") % {"head": _HEADS[section]}


@register.filter
def sentence_of(line: Line) -> str:
    """One line of a letter in words."""
    who, between, event = line.code.partition(":")
    if between:
        return _step(line, who, event)
    if line.code == "claim":
        return _claim(line)
    if line.code == "reason":
        return _("Reason given: %(reason)s") % {"reason": REASONS.get(line.text, line.text)}
    if line.code in {"photos", "steps_between"}:
        return _counted(line)
    if line.code in {"clock", "clock_buyer"}:
        return _clock(line)
    return str(_LINES[line.code]) % {"text": line.text, "at": _moment(line)}


def _claim(line: Line) -> str:
    said = _("%(at)s: claim %(number)s was made") % {"at": _moment(line), "number": line.text}
    if line.amount is None:
        return said
    return _("%(said)s, over %(amount)s") % {"said": said, "amount": wording.money(line.amount.minor, line.amount.currency)}


def _step(line: Line, who: str, event: str) -> str:
    said = _("%(at)s: %(event)s (%(who)s)") % {"at": _moment(line), "event": EVENTS[event], "who": _BY[who]}
    if line.amount is not None:
        said = _("%(said)s, over %(amount)s") % {"said": said, "amount": wording.money(line.amount.minor, line.amount.currency)}
    return _("%(said)s, tracking number %(number)s") % {"said": said, "number": cut(line.text, 60)} if line.text else said


def _counted(line: Line) -> str:
    number = line.number or 0
    shown = {"number": wording.number(number)}
    if line.code == "photos":
        return ngettext("%(number)s photo of the buyer, in the claim", "%(number)s photos of the buyer, in the claim", number) % shown
    return ngettext("%(number)s more step, in the claim", "%(number)s more steps, in the claim", number) % shown


def _clock(line: Line) -> str:
    hours = line.number or 0
    if line.code == "clock":
        said = ngettext(
            "By your rules the shop answers within %(hours)s hour: until %(at)s",
            "By your rules the shop answers within %(hours)s hours: until %(at)s",
            hours,
        )
    else:
        said = ngettext(
            "By your rules the buyer has %(hours)s hour for the next step: until %(at)s",
            "By your rules the buyer has %(hours)s hours for the next step: until %(at)s",
            hours,
        )
    told = said % {"hours": wording.number(hours), "at": _moment(line)}
    if line.day is None:
        return told
    return _("%(said)s (the rule that holds since %(day)s)") % {"said": told, "day": wording.whole_day(line.day)}


def _moment(line: Line) -> str:
    if line.at is None:
        return ""
    day = line.at.astimezone(timezone.get_current_timezone()).date()
    return _("%(day)s %(clock)s") % {"day": wording.whole_day(day), "clock": wording.clock(line.at)}


def _zone() -> str:
    return timezone.get_current_timezone_name()
