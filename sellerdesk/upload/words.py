"""What record types and their fields are called on the page where columns are chosen."""

from django.utils.translation import gettext as _, gettext_lazy


TYPES = {
    "review": gettext_lazy("Reviews"),
    "order": gettext_lazy("Orders"),
    "store_rating": gettext_lazy("Store ratings"),
    "product": gettext_lazy("Products"),
    "message": gettext_lazy("Chat messages"),
    "question": gettext_lazy("Questions"),
    "question_answer": gettext_lazy("Answers to questions"),
    "claim": gettext_lazy("Return claims"),
    "claim_step": gettext_lazy("Steps of return claims"),
    "refusal": gettext_lazy("Refusals"),
    "follow_up": gettext_lazy("Follow-ups"),
    "reply": gettext_lazy("Answers of the shop"),
    "review_change": gettext_lazy("Changes of reviews"),
    "review_delete": gettext_lazy("Deletions of reviews"),
    "trade_void": gettext_lazy("Struck trades"),
    "satisfaction": gettext_lazy("Marks for conversations"),
    "message_change": gettext_lazy("Changes of messages"),
    "category_average": gettext_lazy("Averages of the category"),
}
"""Record types, those that shops have in tables first."""

_FIELDS = {
    "id": gettext_lazy("Id"),
    "at": gettext_lazy("Time"),
    "buyer.id": gettext_lazy("Buyer: id"),
    "buyer.name": gettext_lazy("Buyer: name"),
    "title": gettext_lazy("Title"),
    "article": gettext_lazy("Article"),
    "category": gettext_lazy("Category"),
    "image": gettext_lazy("Picture (address)"),
    "price.amount": gettext_lazy("Price"),
    "price.currency": gettext_lazy("Price: currency"),
    "cost.amount": gettext_lazy("Cost"),
    "cost.currency": gettext_lazy("Cost: currency"),
    "updated_at": gettext_lazy("Last changed"),
    "lines.id": gettext_lazy("Line: id"),
    "lines.product": gettext_lazy("Line: product"),
    "lines.quantity": gettext_lazy("Line: quantity"),
    "lines.price.amount": gettext_lazy("Line: price"),
    "lines.price.currency": gettext_lazy("Line: currency"),
    "status": gettext_lazy("Status"),
    "ship_by": gettext_lazy("To be shipped by"),
    "shipped_at": gettext_lazy("Shipped"),
    "delivered_at": gettext_lazy("Delivered"),
    "completed_at": gettext_lazy("Completed"),
    "courier": gettext_lazy("Courier"),
    "tracking": gettext_lazy("Tracking number"),
    "region": gettext_lazy("Region"),
    "warehouse": gettext_lazy("Warehouse"),
    "shipping_cost.amount": gettext_lazy("Shipping cost"),
    "shipping_cost.currency": gettext_lazy("Shipping cost: currency"),
    "note": gettext_lazy("Note"),
    "reviewable": gettext_lazy("Open to reviews"),
    "author": gettext_lazy("Author (buyer or seller)"),
    "order": gettext_lazy("Order: id"),
    "line": gettext_lazy("Order line: id"),
    "product": gettext_lazy("Product: id"),
    "verdict": gettext_lazy("Verdict"),
    "stars": gettext_lazy("Stars"),
    "text": gettext_lazy("Text"),
    "pros": gettext_lazy("Advantages"),
    "cons": gettext_lazy("Disadvantages"),
    "photos": gettext_lazy("Photos (addresses)"),
    "anonymous": gettext_lazy("Anonymous"),
    "by": gettext_lazy("By whom"),
    "review": gettext_lazy("Review: id"),
    "follow_up": gettext_lazy("Follow-up: id"),
    "scores.described": gettext_lazy("Score: as described"),
    "scores.service": gettext_lazy("Score: service"),
    "scores.dispatch": gettext_lazy("Score: dispatch"),
    "scores.logistics": gettext_lazy("Score: logistics"),
    "reason": gettext_lazy("Reason"),
    "reason.code": gettext_lazy("Reason: code"),
    "reason.text": gettext_lazy("Reason: text"),
    "question": gettext_lazy("Question: id"),
    "conversation": gettext_lazy("Conversation: id"),
    "sender": gettext_lazy("Sender"),
    "message": gettext_lazy("Message: id"),
    "agent": gettext_lazy("Agent"),
    "score": gettext_lazy("Score"),
    "wants": gettext_lazy("What the buyer wants"),
    "video": gettext_lazy("Video (address)"),
    "amount.amount": gettext_lazy("Amount"),
    "amount.currency": gettext_lazy("Amount: currency"),
    "due_at": gettext_lazy("Due"),
    "actions": gettext_lazy("Allowed actions"),
    "claim": gettext_lazy("Claim: id"),
    "step": gettext_lazy("Step"),
    "stage": gettext_lazy("Stage"),
    "dimension": gettext_lazy("Dimension"),
    "mean": gettext_lazy("Mean"),
    "max": gettext_lazy("Highest"),
    "min": gettext_lazy("Lowest"),
    "shops": gettext_lazy("Number of shops"),
}
PATHS = frozenset(_FIELDS)


def type_label(record_type: str) -> str:
    """What records of a type are called; of a line without a type: unknown."""
    return str(TYPES.get(record_type, "")) or record_type or _("Unknown")


def path_label(path: str) -> str:
    """What a field is called."""
    return str(_FIELDS.get(path, "")) or path
