"""A year of a house that does not exist: three shops, their buyers and what was said, drawn from one seed.

Pure: neither Django nor a clock. `year.records` gives feed records; `sellerdesk.demo_desk` loads them.
"""
