"""What is still to do before a desk is of use. It is read off what exists, so it can be left and taken up again anywhere."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from sellerdesk import audit, commands, desks, setwise
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.models import Desk


DESK: Final = "desk"
SHOP: Final = "shop"
INVITE: Final = "invite"
FACTS: Final = "facts"
STEPS: Final = (DESK, SHOP, INVITE, FACTS)
SKIPPABLE: Final = (INVITE, FACTS)


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `skipped` is somebody's decision; a skipped step can still be done."""

    key: str
    done: bool
    skipped: bool

    @property
    def open(self) -> bool:
        """Whether it still waits for somebody."""
        return not self.done and not self.skipped


@dataclass(frozen=True, slots=True)
class Progress:
    """All steps of a desk in their order."""

    steps: tuple[Step, ...]

    @property
    def next(self) -> Step | None:
        """The first step that waits, or None when there is nothing left."""
        return next((step for step in self.steps if step.open), None)

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.done for step in self.steps)

    @property
    def left(self) -> int:
        """How many steps still wait."""
        return sum(step.open for step in self.steps)


def progress(desk_id: int) -> Progress:
    """How far a desk has come. One query."""
    found = setwise.rows(
        "SELECT skipped_steps,"
        " EXISTS (SELECT 1 FROM sellerdesk_shop s WHERE s.desk_id = d.id),"
        " (SELECT count(*) FROM (SELECT 1 FROM sellerdesk_membership m WHERE m.desk_id = d.id LIMIT 2) AS two) > 1"
        "  OR EXISTS (SELECT 1 FROM sellerdesk_invitation i WHERE i.desk_id = d.id AND i.revoked_at IS NULL),"
        " EXISTS (SELECT 1 FROM sellerdesk_feedrecord f WHERE f.desk_id = d.id)"
        " FROM sellerdesk_desk d WHERE d.id = %s",
        [desk_id],
    )
    if not found:
        raise NotVisible
    skipped, shop, invited, facts = found[0]
    done = {DESK: True, SHOP: shop, INVITE: invited, FACTS: facts}
    return Progress(tuple(Step(key, done[key], key in skipped and not done[key]) for key in STEPS))


@commands.command
def skip(*, desk_id: int, step: str, actor: Actor, now: datetime) -> None:
    """Do without a step. Twice is once. Refused: step_not_skippable."""
    if step not in SKIPPABLE:
        raise Refusal("step_not_skippable", _("This step cannot be left out."))
    desk = desks.hold(desk_id)
    if step not in desk.skipped_steps:
        skipped = sorted([*desk.skipped_steps, step])
        Desk.objects.filter(pk=desk_id).update(skipped_steps=skipped)
        audit.record(desk_id, actor, "desk.step_skipped", f"desk:{desk_id}", {"skipped": desk.skipped_steps}, {"skipped": skipped}, now)
        commands.note(desk_id, "desk.changed", desk=desk_id)
