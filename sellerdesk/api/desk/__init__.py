"""What the pages of the desk itself can do, for programs: shops, people, work, templates, deliveries, records, audit, tokens.

Notices are one person's own, and a token is no person: they are not here.
"""
