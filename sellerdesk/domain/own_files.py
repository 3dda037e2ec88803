"""Which addresses are files of our own, that a page may show in place. Pure."""

import re


# Plain names alone: a browser reads "%2e%2e" and "\" as ways out of the folder, whatever the text looks like.
_OWN = re.compile(r"/static/(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*")


def is_own(address: str) -> bool:
    """Whether an address that somebody told is a static file of ours and nothing else."""
    return _OWN.fullmatch(address) is not None
