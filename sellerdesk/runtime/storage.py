"""How static files get their hashed names."""

from typing import Any, ClassVar

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Hashed and compressed. References to source maps are left alone: the maps are not collected."""

    patterns: ClassVar[Any] = tuple(
        (glob, tuple(rule for rule in rules if "sourceMappingURL" not in str(rule))) for glob, rules in HashedFilesMixin.patterns
    )
