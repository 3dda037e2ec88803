"""What pages read of claims, in a fixed number of queries each."""
