"""Both files as data."""

import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


ROOT = Path(__file__).resolve().parents[2]
WORDS = {"FROM", "COPY", "RUN", "ENV", "WORKDIR", "USER", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK", "CMD"}


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction of the Dockerfile; `stage` counts its FROM lines."""

    word: str
    text: str
    stage: int

    @property
    def parts(self) -> list[str]:
        """Its words, as a shell would split them."""
        return shlex.split(self.text)

    @property
    def sources(self) -> list[str]:
        """What a COPY takes from the build's directory; nothing where it takes it from another stage."""
        return [] if self.text.startswith("--from=") else self.parts[:-1]


def dockerfile() -> list[Instruction]:
    """The instructions, in order. An unknown word is an error of the file or of this reader."""
    lines = [line for line in (ROOT / "Dockerfile").read_text().splitlines() if line.strip() and not line.startswith("#")]
    found: list[Instruction] = []
    stage = -1
    for whole in "\n".join(lines).replace("\\\n", " ").splitlines():
        word, _, text = whole.strip().partition(" ")
        assert word in WORDS, f"unknown instruction: {whole}"
        stage += word == "FROM"
        found.append(Instruction(word, " ".join(text.split()), stage))
    return found


def command_of(text: str) -> list[str]:
    """The exec form of CMD, or of HEALTHCHECK … CMD."""
    command: list[str] = json.loads(text[text.index("[") :])
    return command


class _Strict(yaml.SafeLoader):
    """Refuses a key that is given twice, which YAML forbids and the library lets pass."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """The mapping, if every key is given once; keys that a merge brings may be given again."""
        given = [key.value for key, _ in node.value if key.tag != "tag:yaml.org,2002:merge"]
        # A merge has been flattened into the node already when it is constructed a second time.
        if not getattr(node, "seen", False):
            assert len(given) == len(set(given)), f"a key is given twice: {given}"
            node.seen = True
        return super().construct_mapping(node, deep)


def compose() -> dict[str, Any]:
    """The compose file, merged, with every variable at its default."""
    text = (ROOT / "docker-compose.yml").read_text()
    told = re.sub(r"\$\{(\w+):-([^}]*)\}", r"\2", text)
    found: dict[str, Any] = yaml.load(told, Loader=_Strict)
    return found


def variables_of_people() -> set[str]:
    """Names that whoever runs it may set: those in ${…}."""
    return set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
