"""Result files of a repository -> evaluations and the files that prove nothing, each read once a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelguard import registry
from modelguard.evidence import Evaluation, EvidenceReader, EvidenceUnreadable
from modelguard.types import record

if TYPE_CHECKING:
    from modelguard.tree import Tree

_HEAD = 65_536


@record
class Unproven:
    """A result file that cannot be used, and why, in one clause."""

    path: str
    reason: str


@record
class Evidence:
    """What the files of one pattern prove, and what they do not."""

    evaluations: tuple[Evaluation, ...] = ()
    unproven: tuple[Unproven, ...] = ()


def evidence(pattern: str, tree: Tree) -> Evidence:
    """All result files that match ``pattern``. Never raises."""
    key = ("evidence", pattern)
    if key not in tree.memo:
        read = [_read(path, tree) for path in tree.glob(pattern)]
        tree.memo[key] = Evidence(
            tuple(item for part in read if not isinstance(part, Unproven) for item in part),
            tuple(part for part in read if isinstance(part, Unproven)),
        )
    found: Evidence = tree.memo[key]
    return found


def _read(path: str, tree: Tree) -> tuple[Evaluation, ...] | Unproven:
    key = ("evidence file", path)
    if key not in tree.memo:
        tree.memo[key] = _tried(path, tree)
    found: tuple[Evaluation, ...] | Unproven = tree.memo[key]
    return found


def _tried(path: str, tree: Tree) -> tuple[Evaluation, ...] | Unproven:
    full = tree.full(path)
    if full is None:
        return Unproven(path, "it is not there")
    try:
        with full.open("rb") as handle:
            head = handle.read(_HEAD)
        reader = next((part for part in _readers() if part.claims(full, head)), None)
        if reader is None:
            return Unproven(path, "no known evaluation tool wrote it")
        return reader.read(full, path)
    except EvidenceUnreadable as error:
        return Unproven(path, str(error))
    except OSError as error:
        return Unproven(path, f"it cannot be read ({error.strerror})")
    except (TypeError, ValueError, AttributeError, KeyError, RecursionError, OverflowError):
        return Unproven(path, "it is not of the form its tool writes")


def _readers() -> tuple[EvidenceReader, ...]:
    readers: list[EvidenceReader] = [module.EVIDENCE for module in registry.parts("modelguard.evidence")]
    return tuple(readers)
