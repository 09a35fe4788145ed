"""MG206: anyone may change what production calls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelguard.checks import Rule, Sample, found
from modelguard.checks._context import CheckContext
from modelguard.checks._entries import sample
from modelguard.codeowners import owners_of
from modelguard.types import Finding, Location
from modelguard.wording import printable

if TYPE_CHECKING:
    from modelguard.manifest import Manifest

RULE = Rule(
    code="MG206",
    name="unprotected-manifest",
    summary="No CODEOWNERS line covers the manifest (profile `strict`).",
    why=(
        "One line of the manifest decides which model production calls, what it costs and who sees the data. "
        "Without an owner any reviewer may wave a change through."
    ),
    fix="Add a line to CODEOWNERS, such as `/models.yaml @org/ai-platform`, and require reviews by owners.",
    source="GitHub, About code owners, https://docs.github.com/en/repositories/"
    "managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners",
    bad=(
        Sample({"models.yaml": sample()}, path="models.yaml", lines=(1,), profile="strict"),
        Sample(
            {"models.yaml": sample(), ".github/CODEOWNERS": "* @org/all\nmodels.yaml\n"},
            path="models.yaml",
            lines=(1,),
            profile="strict",
        ),
    ),
    good=(
        Sample({"models.yaml": sample(), "CODEOWNERS": "/models.yaml @org/ai-platform\n"}, profile="strict"),
        Sample({"models.yaml": sample()}),
    ),
)


def check_manifest(manifest: Manifest, context: CheckContext) -> Iterator[Finding]:
    """Looks at the CODEOWNERS file that GitHub or GitLab would read."""
    if context.tree is None or owners_of(manifest.path, context.tree):
        return
    message = (
        f"No CODEOWNERS line covers {printable(manifest.path)}, so anyone may change what production calls: "
        f"add `/{printable(manifest.path)} @your-team`."
    )
    yield from found(context.finding(RULE, Location(manifest.path), message))
