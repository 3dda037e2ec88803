"""What changes the review ledger.

`ledger` reads what a batch concerns, `judging` says what stands, `writing` writes it, `crediting` keeps
the credit, `flagging` calls people, `replaying` checks it all at night.
"""
