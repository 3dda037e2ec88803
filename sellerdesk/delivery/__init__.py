"""Delivery: what the outbox owes leaves here, once, and its fate is written.

`sending` tries what is due, `checking` asks after what is in doubt, `settling` writes both; `deciding` is what persons may do. Rooms
register in `carriers` what lies between a row and a marketplace. A kind that goes elsewhere registers a sender:

    delivery.register_sender("mail", mailing.send, repeatable=True)

`send(claimed) -> None` delivers, outside any transaction, and raises Transient, Permanent or Unknown of `sellerdesk.errors` and
`marketplaces.ports` where that failed.
"""

from sellerdesk.delivery.senders import register_sender


__all__ = ["register_sender"]
