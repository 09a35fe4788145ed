"""What the path of a file says of all that stands in it."""

from __future__ import annotations

import re
from functools import lru_cache

_TEST_PATH = re.compile(
    r"(?:^|/)(?:(?:[\w-]+-)?tests|test|__tests__|testing|spec|specs|e2e|_*fixtures?_*|test[-_]?(?:data|utils|helpers|support|cases|fixtures?)|__mocks__|mocks?|__snapshots__)/"
    r"|(?:^|/)(?:test_[^/]*|conftest)\.pyi?$|_tests?\.(?:py|go|rb|rs|exs?)$|[._-](?:(?:vi)?test|spec|stor(?:y|ie))s?\.[cm]?[jt]sx?$"
    r"|^(?!(?:.*/)?src/main/).*(?:Tests?|IT|Spec)\.(?:java|kt|cs|scala|swift|php)$|(?:^|/)test-[^/]*\.(?:py|ts|js|sh)$"
    r"|(?:^|/)(?:fake|mock|stub)(?:[-_]\w+)*[-_](?:server|llms?|openai|clients?|providers?|models?|api|responses?)\.\w+$"
    r"|(?:^|/)(?:Testing|Fixtures?|Mocks?)/|(?:^|/)(?:[\w.-]*(?:[._-]|[a-z]))?Tests?/|(?:^|/)test_[^/]*\.sh$",
)
_TEST_WORDS = ("test", "spec", "mock", "fixture", "fake", "stub", "e2e", "stor", "it.", "__snapshots__")
"""One of them stands in every path of a test: most other paths need no closer look."""
_RECORD_PATH = re.compile(
    r"(?:^|/)(?:[\w-]*results?|outputs?|logs?|runs|traces|recordings|transcripts|benchmark[\w-]*)/.*\.(?:jsonl?|csv|ya?ml)$"
)
_FORM_PATH = re.compile(
    r"(?:^|/)\.(?:github|gitea|gitlab|forgejo)/(?:issue|discussion|pull_request|merge_request)_template", re.IGNORECASE
)


def is_form(path: str) -> bool:
    """Whether a path is that of a form people fill in: its code is an example to them."""
    return _FORM_PATH.search(path) is not None


@lru_cache(maxsize=1024)
def is_test(path: str) -> bool:
    """Whether a path is a test's by the conventions of its language."""
    low = path.lower()
    return any(word in low for word in _TEST_WORDS) and _TEST_PATH.search(path) is not None


def in_test(path: str, names: tuple[str, ...]) -> bool:
    """Whether a file is a test, or the functions and modules round a place are: Rust keeps tests beside the code."""
    if is_test(path):
        return True
    return path.endswith(".rs") and any(name in ("test", "tests") or name.startswith("test_") for name in names)


def is_record(path: str) -> bool:
    """Whether a path is that of results somebody recorded."""
    return _RECORD_PATH.search(path) is not None
