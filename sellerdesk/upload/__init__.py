"""Facts put in by hand: files from a browser, looked at, mapped where they are tables, and loaded like all other facts."""
