"""How many files a process may hold open, connections among them: many systems begin with 1,024 and allow far more when asked."""

import resource


BESIDE = 512
"""What a web process holds open beside its connections: databases, spooled bodies, libraries."""


def connections(wanted: int) -> int:
    """Asks for as many open files as `wanted` connections need; says how many connections there may be, at least one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = wanted + BESIDE
    if soft == resource.RLIM_INFINITY or soft >= needed:
        return wanted
    allowed = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return max(1, allowed - BESIDE)
