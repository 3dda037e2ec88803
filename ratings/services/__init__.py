"""What changes the ledger of store ratings and its figures: `ledger` takes facts, `figures` keeps the sums, `moving` turns the days."""
