"""A web process takes as many connections as the system lets it hold open, and never more."""

import subprocess
import sys

import pytest

from sellerdesk.runtime import open_files


PROGRAM = """
import resource, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (int(sys.argv[1]), int(sys.argv[2])))
from sellerdesk.runtime import open_files
print(open_files.connections(int(sys.argv[3])), resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""


@pytest.mark.parametrize(
    ("soft", "hard", "wanted", "connections", "files"),
    [
        (700, 3_000, 2_000, 2_000, 2_000 + open_files.BESIDE),
        (700, 1_500, 2_000, 1_500 - open_files.BESIDE, 1_500),
        (2_900, 3_000, 2_000, 2_000, 2_900),
        (300, 400, 2_000, 1, 400),
    ],
)
def test_what_the_system_allows_is_asked_for(soft: int, hard: int, wanted: int, connections: int, files: int) -> None:
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(soft), str(hard), str(wanted)], capture_output=True, text=True, check=True, timeout=60
    )

    assert told.stdout.split() == [str(connections), str(files)]
