"""What changes the review ledger. `ledger` writes facts, `judging` says what stands, `crediting` keeps the credit, `flagging` calls people."""
