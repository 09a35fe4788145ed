"""Terraform and other HCL: blocks and settings; Azure's ``name`` and ``version`` are one model."""

from __future__ import annotations

from dataclasses import replace

from modelguard.readers import Reader, Wanted
from modelguard.readers import _environment as environment
from modelguard.readers import _variables as variables
from modelguard.readers._blocks import Blocks
from modelguard.readers._config import Ancestors, Emitter, Facts
from modelguard.readers._lexer import BLOCK, LINE_HASH, LINE_SLASHES, Form, Lexicon, lexer
from modelguard.readers._nodes import Scalar
from modelguard.readers._versions import deployments
from modelguard.text import SourceFile
from modelguard.types import Context, Literal, Place, Reading

_HOLE = r"[$%]\{([^{}]*+)\}"
_STRINGS = (
    Form("heredoc", r"<<-?(?P<body>\w++[^\r\n]*+)", ignore=True),
    Form("double", r'"(?P<body>(?:[^"\\\r\n$%]|\\[^\r\n]|[$%]\{(?:[^{}"\r\n]|"[^"\r\n]*+")*+\}|[$%])*+)"', hole=_HOLE),
)
_TOKENS = lexer(Lexicon((LINE_HASH, LINE_SLASHES, BLOCK), _STRINGS, names=r"[A-Za-z_][\w-]*+"))
_VALUES = (".tfvars", ".tfvars.example", ".tfvars.sample", ".tfvars.template")
_PROVIDERS = (("azurerm_", "azure"), ("azapi_", "azure"), ("aws_bedrock", "bedrock"), ("google_vertex", "vertex"))


def read(source: SourceFile, wanted: Wanted) -> Reading:
    """Every wanted value and key; ``variable`` defaults among them."""
    tokens = _TOKENS(source.text)
    root = Blocks(tokens).body()
    names = variables.of(root, is_values=source.path.endswith(_VALUES))
    facts = Facts("terraform", environment.of_path(source.path), _refine, names.versions)
    literals = list(Emitter(source.text, wanted, facts).emit(root))
    for span in tokens.comments:
        value = source.text[span.start : span.end]
        if wanted(value):
            literals.append(Literal(value, span, Context(Place.COMMENT)))
    deployed = tuple(deployments(root, names.known))
    return Reading(tuple(literals), tuple(names.exports(wanted)), tuple(names.references()), deployments=deployed)


def _refine(context: Context, node: Scalar, above: Ancestors) -> Context:
    """The provider of the resource says the platform; a variable's default carries the variable's name."""
    path = context.path
    if context.name == "condition":
        return replace(context, place=Place.COMPARISON)
    hint = next((platform for word in path for start, platform in _PROVIDERS if word.startswith(start)), None)
    if path[:1] == ("variable",) and context.name == "default" and len(path) == 2:
        context = replace(context, name=path[1], path=("variable",))
    return replace(context, hint=context.hint or hint)


READER = Reader(
    name="hcl",
    suffixes=(".tf", ".tfvars", ".hcl", ".tofu", ".nomad"),
    filenames=("*.tfvars.example", "*.tfvars.sample", "*.tfvars.template", "*.tf.example"),
    read=read,
    source_code=False,
    beside=(b"_cognitive_deployment", b"model_version"),
    limit=1_000_000,
)
