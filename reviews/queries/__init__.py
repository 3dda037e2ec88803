"""Questions about reviews.

`credit` tells what they earned, `listing` and `counting` what the page lists, `reading` all that is known of one.
"""
