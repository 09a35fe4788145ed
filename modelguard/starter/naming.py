"""A name for what a model is used for, from the names around it: keys, variables, functions, files."""

from __future__ import annotations

import re

from modelguard.types import Use

DEFAULT = "default"
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_GENERIC = frozenset(
    "model models modelname modelid name names id ids value values key llm llms llmmodel default defaults engine "
    "deployment deployments deploymentname deploymentid azure openai anthropic bedrock gemini google vertex vertexai "
    "mistral groq cohere ai api gpt claude mini the get set my use using create make build new init main run config "
    "configs configuration settings setting options option params param parameters parameter kwargs args env "
    "environment variables environ data spec template containers container services service metadata items item list "
    "litellm client clients provider providers constants const consts utils util helpers helper lib libs src app apps "
    "application index mod module modules core common base shared base64 types type page route routes server backend "
    "frontend web packages package pkg cmd internal python py ts js node nodes src1 init call calls request requests "
    "handler self this str string text llmconfig modelconfig modelconfiguration version prod production staging dev "
    "development test openaichat chatopenai azureopenai azurechatopenai chatanthropic completions chatcompletion "
    "generativemodel constructor render component props state "
    "register registry actual custom langchain of for to from in with and a an".split()
)
_LONGEST = 3
"""Words of a name."""


def purpose(use: Use) -> str:
    """A short name in lower case with dashes; :data:`DEFAULT` where nothing says more than "model"."""
    context = use.context
    sources = [context.name, *reversed(context.path), *_places(use.location.path)]
    for source in sources:
        if source and (words := _telling(source)):
            return "-".join(words)
    return DEFAULT


def _places(path: str) -> list[str]:
    """File stem and folders, innermost first."""
    *folders, file = path.split("/")
    stem = file.lstrip(".").split(".", 1)[0]
    return [stem, *reversed(folders)]


def _telling(source: str) -> list[str]:
    """The words of a name that say something about its purpose, at most :data:`_LONGEST`."""
    words = [word.lower() for word in _WORD.findall(source)]
    kept = [word for word in words if word not in _GENERIC and not word.isdigit() and len(word) > 1]
    return kept[:_LONGEST]


def plain(text: str) -> str:
    """A model id as part of a name: ``openai/gpt-4.1`` gives ``gpt-4-1``."""
    return re.sub(r"[^a-z0-9]+", "-", text.rsplit("/", 1)[-1].lower()).strip("-") or "model"
