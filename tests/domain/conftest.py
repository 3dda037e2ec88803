"""Laws are tried on the same examples everywhere, and take as long as a busy machine needs."""

from hypothesis import settings


settings.register_profile("laws", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, max_examples=2000)
settings.load_profile("laws")
