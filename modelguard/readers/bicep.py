"""Bicep: parameters, variables and resources; Azure's ``name`` and ``version`` are one model."""

from __future__ import annotations

from modelguard.readers import Reader, Wanted
from modelguard.readers import _azure as azure
from modelguard.readers import _environment as environment
from modelguard.readers._blocks import Blocks
from modelguard.readers._config import Ancestors, Emitter, Facts
from modelguard.readers._lexer import BLOCK, LINE_SLASHES, Form, Lexicon, lexer
from modelguard.readers._nodes import Scalar
from modelguard.readers._versions import deployments, scalars_of, versions
from modelguard.text import SourceFile
from modelguard.types import Context, Literal, Place, Reading

_STRINGS = (
    Form("triple", r"'''(?P<body>(?:[^']|'(?!''))*+)'''", raw=True),
    Form("single", r"'(?P<body>(?:[^'\\\r\n]|\\[^\r\n])*+)'", hole=r"(?<!\\)\$\{([^{}]*+)\}"),
)
_TOKENS = lexer(Lexicon((LINE_SLASHES, BLOCK), _STRINGS))


def read(source: SourceFile, wanted: Wanted) -> Reading:
    """Every wanted value and key, both sides of a condition among them."""
    tokens = _TOKENS(source.text)
    root = Blocks(tokens).body()
    known = scalars_of(root.entries)
    facts = Facts("bicep", environment.of_path(source.path), _refine, versions(root, known))
    literals = list(Emitter(source.text, wanted, facts).emit(root))
    for span in tokens.comments:
        value = source.text[span.start : span.end]
        if wanted(value):
            literals.append(Literal(value, span, Context(Place.COMMENT)))
    return Reading(literals=tuple(literals), deployments=tuple(deployments(root, known)))


def _refine(context: Context, node: Scalar, above: Ancestors) -> Context:
    """Bicep deploys to Azure and nowhere else."""
    return azure.placed(context)


READER = Reader(name="bicep", suffixes=(".bicep", ".bicepparam"), read=read, source_code=False, limit=1_000_000)
