"""A marketplace that does not exist: it accepts, delays, moderates, refuses, loses answers, says 429, and drops.

`behaviour` decides what happens to a parcel, `memory` keeps what reached it, `port` is how a shop is connected to it. It is used
by the demo and by tests, and keeps to its own three tables.
"""
