"""Uploads lie in a place of the test's own, and nobody is asked over a queue."""

from tests.factories.uploads import uploads_lie_here


__all__ = ["uploads_lie_here"]
