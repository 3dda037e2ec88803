"""Offers and appeals of one review together: its page asks once."""

import json

from reviews.queries import appealing, offering
from sellerdesk import setwise


def of_review(desk_id: int, review_id: int) -> tuple[list[offering.One], list[appealing.One]]:
    """The offers to the buyer of a review and the appeals against it, the newest first."""
    found = setwise.rows(
        f"SELECT (SELECT json_agg(row_to_json(one)) FROM ({offering.OF_REVIEW}) AS one)::text,"
        f" (SELECT json_agg(row_to_json(one)) FROM ({appealing.OF_REVIEW}) AS one)::text",
        {"desk": desk_id, "review": review_id},
    )
    offered, appealed = (json.loads(told or "[]") for told in found[0])
    return [offering.read(one) for one in offered], [appealing.read(one) for one in appealed]
