"""The condition "appealed" for lists of reviews."""

CONDITION = (
    "r.id = ANY(ARRAY(SELECT DISTINCT a.review_id FROM reviews_appeal AS a WHERE a.desk_id = %(desk)s AND a.shop_id = ANY(%(shops)s)))"
)
"""What stands behind WHERE for reviews (`r`) that were appealed. Withdrawn and unsent appeals count, too.

The ids are read first, from an index of their own: few reviews are appealed, and asking each of a shop's would be slow.
"""
