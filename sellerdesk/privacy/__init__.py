"""Personal data of buyers: what is kept and why, given out whole, and erased."""
