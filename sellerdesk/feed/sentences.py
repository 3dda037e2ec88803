"""What a ruling means, in a sentence for a person."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy


_BY_CODE = {
    "waiting": gettext_lazy("The record that it belongs to has not come yet."),
    "room_not_open": gettext_lazy("It is kept whole and is used as soon as this installation has a room for it."),
    "conflict": gettext_lazy("Another content was told under the same id, and the earlier one stands."),
    "parent_rejected": gettext_lazy("The record that it belongs to was itself rejected."),
    "already_rated": gettext_lazy("This order already has a store rating, and the earlier one stands."),
    "line_missing": gettext_lazy("The order has several lines, and the review does not say which one it is about."),
    "line_unknown": gettext_lazy("The order has no such line."),
    "order_not_reviewable": gettext_lazy("This order is not open to reviews."),
    "order_not_completed": gettext_lazy("The trade was not completed when the review was given."),
    "review_window_closed": gettext_lazy("The review came after the days in which this trade could be reviewed."),
    "already_reviewed": gettext_lazy("This side has already reviewed this line, and the earlier review stands."),
    "not_changeable": gettext_lazy("Only a buyer's review can be changed."),
    "before_review": gettext_lazy("It is dated before the review itself."),
    "review_deleted": gettext_lazy("The review was deleted before."),
    "already_changed": gettext_lazy("The review was already changed, and that is possible once."),
    "good_is_final": gettext_lazy("A good review can be neither changed nor deleted by its author."),
    "change_window_closed": gettext_lazy("The days in which the review could be changed or deleted are over."),
    "only_to_good": gettext_lazy("A review can only be changed to good."),
    "buyer_only": gettext_lazy("Only a buyer's review can have a follow-up."),
    "follow_up_window_closed": gettext_lazy("The days in which a follow-up was possible are over."),
    "already_followed_up": gettext_lazy("The review already has a follow-up."),
    "answer_window_closed": gettext_lazy("The time in which the shop could answer is over."),
    "already_answered": gettext_lazy("It was already answered."),
    "before_claim": gettext_lazy("It is dated before the claim itself."),
    "claim_over": gettext_lazy("The claim was closed or withdrawn before."),
    "already_paid": gettext_lazy("The money of this claim was paid before."),
    "being_paid": gettext_lazy("The money of this claim is being paid."),
    "not_agreed": gettext_lazy("Nothing was agreed that could be paid."),
    "already_ruled": gettext_lazy("The marketplace has ruled on the claim before."),
    "already_back": gettext_lazy("The goods were back before."),
}
_BY_FAULT = {
    "line_too_long": gettext_lazy("The line is longer than %(got)s bytes and was skipped."),
    "not_utf8": gettext_lazy("The line is not UTF-8 text (%(got)s). Save the file as UTF-8."),
    "not_json": gettext_lazy("The line is not valid JSON (%(got)s)."),
    "too_deep": gettext_lazy("The line is nested more than %(got)s levels deep."),
    "not_an_object": gettext_lazy("%(field)s must be a JSON object in braces; got %(got)s."),
    "unknown_type": gettext_lazy("%(field)s names no known record type; got %(got)s."),
    "missing": gettext_lazy("%(field)s is missing."),
    "null": gettext_lazy("%(field)s must not be null."),
    "not_text": gettext_lazy("%(field)s must be text in quotes; got %(got)s."),
    "too_long": gettext_lazy("%(field)s is too long, %(got)s characters."),
    "empty": gettext_lazy("%(field)s must not be empty."),
    "not_a_time": gettext_lazy("%(field)s must be a time with an offset, such as 2026-03-31T18:00:00+03:00; got %(got)s."),
    "time_out_of_range": gettext_lazy("%(field)s must lie between 1995 and 2099; got %(got)s."),
    "not_1_to_5": gettext_lazy("%(field)s must be a whole number from 1 to 5; got %(got)s."),
    "not_whole": gettext_lazy("%(field)s must be a whole number in the allowed range; got %(got)s."),
    "not_true_or_false": gettext_lazy("%(field)s must be true or false; got %(got)s."),
    "not_a_number": gettext_lazy("%(field)s must be a decimal number; got %(got)s."),
    "not_money": gettext_lazy('%(field)s must be money such as {"amount": "12.50", "currency": "CNY"}; got %(got)s.'),
    "not_one_of": gettext_lazy("%(field)s is none of the allowed words; got %(got)s."),
    "not_a_list": gettext_lazy("%(field)s must be a list; got %(got)s."),
    "wrong_length": gettext_lazy("%(field)s has a number of parts that is not allowed: %(got)s."),
    "nul": gettext_lazy("%(field)s holds a NUL character. Remove it."),
    "lone_surrogate": gettext_lazy("%(field)s holds half a character (a lone surrogate). Remove it."),
    "no_verdict": gettext_lazy("A review needs a verdict or stars; it has neither."),
    "line_twice": gettext_lazy("Two parts of %(field)s have the same id."),
    "broken_quotes": gettext_lazy("The line has quotes that do not close. Double the quotes inside a cell."),
    "too_many_cells": gettext_lazy("The line has more cells than there are columns (%(got)s)."),
    "nothing_said": gettext_lazy("A message needs text or attachments; it has neither."),
}
CODES = frozenset(_BY_CODE)
FAULTS = frozenset(_BY_FAULT)


def sentence(code: str, detail: Mapping[str, Any] | None = None) -> str:
    """The sentence of a ruling, in the reader's language; for a malformed record `detail` says what and where."""
    if code in _BY_CODE:
        return str(_BY_CODE[code])
    detail = detail or {}
    found = _BY_FAULT.get(str(detail.get("kind", "")))
    if found is None:
        return _("The record cannot be used (%(code)s).") % {"code": code}
    return str(found) % {"field": detail.get("field") or _("The line"), "got": detail.get("got", "")}
