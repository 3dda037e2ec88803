"""A second reading of the rulebook, written to be obviously right and nothing else.

It shares no code with the product and knows no database: plain lists of feed records go in, a report or the fate of every
record comes out, judged from scratch each time. The product's running figures are tested against it.
"""

from tests.oracle.judge import states
from tests.oracle.records import Record, State, digest
from tests.oracle.report import report


__all__ = ["Record", "State", "digest", "report", "states"]
