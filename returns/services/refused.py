"""Why something cannot be done with a claim, in words for a person."""

from django.utils.translation import gettext as _

from sellerdesk.errors import Refusal


def finding(code: str, *, name: str = "") -> Refusal:
    """The refusal of a finding, by the code of `domain.findings.why_not` and of the table of the goods."""
    told: dict[str, tuple[str, str]] = {
        "finding_unknown": (_("This condition is not one of the list."), _("Choose one from the list.")),
        "finding_says_nothing": (_("This says nothing yet."), _("Choose how the goods came back, or add a photo.")),
        "finding_words_missing": (_("Nobody could tell later what was wrong."), _("Say it in a few words, or add a photo.")),
        "finding_words_long": (_("These words are more than 1,000 characters."), _("Say it shorter.")),
        "too_many_photos": (_("These are more than 10 photos."), _("Add the rest with a second finding.")),
        "claim_has_many_photos": (_("This claim has 60 photos of yours already."), _("Say in words what more there is to see.")),
        "finding_contradicts": (_("This does not go with how the goods came back."), _("Choose what fits the condition.")),
        "evidence_not_a_photo": (_("%(name)s is no photo.") % {"name": name}, _("Add photos as JPEG, PNG or WebP.")),
        "finding_came_before": (_("A later finding goes on from this one."), _("Take back the later one first.")),
        "not_back": (_("The goods are not known to be back yet."), _("Record how they came; move them when the return is confirmed.")),
        "put_away": (_("These goods were put away otherwise already."), _("Take back the earlier finding first.")),
    }
    message, hint = told.get(code, (_("The goods cannot be moved there from where they are."), _("Open the claim again and look.")))
    return Refusal(code, message, hint)
