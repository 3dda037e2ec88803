"""What webhooks hang into the kernel's registries. Called by ready()."""

from django.utils.translation import gettext_lazy as _

from sellerdesk import carriers, commands, delivery, events, outbox
from sellerdesk.webhooks import KIND, hearing, kinds, outgoing, saying, standing_line


def hang() -> None:
    """Hang webhooks into what commands tell, the outbox, the notices and the published events."""
    commands.listen(hearing.hear)
    events.subscribe(outbox.Died, hearing.tell_of_dead)
    delivery.register_sender(KIND, outgoing.send, repeatable=True, aside=True)
    carriers.name(KIND, _("webhook"))
    kinds.publish()
    saying.declare()
    standing_line.hang()
