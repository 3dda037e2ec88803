"""Having a worker look at once, rather than at the next sweep."""

from sellerdesk import queueing


DELIVER = "sellerdesk.deliver"
DELIVER_ASIDE = "sellerdesk.deliver_aside"


def wake() -> None:
    """Ask for a turn of deliveries; asked for many times before it starts, it is one."""
    queueing.ask(DELIVER)
