"""Which files are worth reading: what their bytes and words must hold before anything is parsed."""

from __future__ import annotations

from modelguard import gate
from modelguard.prefilter import Prefilter
from modelguard.readers import Reader
from modelguard.spelling import Speller
from modelguard.text import SourceFile

WORDS = (
    "modelguard", "models.yaml", "models.yml", "openai", "bedrock", "semantickernel", "anthropic", "litellm",
    "langchain", "genai", "pydantic_ai", "@ai-sdk", "groq", "mistralai", "cohere", "together", "vertexai",
    "llama_index", "crewai", "dspy", "chat.completions", "messages.create", "generatecontent",
)  # fmt: skip
"""What source code without an id says, in any case of letters, if it may ask the manifest or hand on a constant."""


def stands_beside(reader: Reader, path: str, data: bytes) -> bool:
    """Whether the language of a file knows it to be worth reading, whatever words it holds."""
    return any(mark in data for mark in reader.beside) or reader.passes_on(path, data)


def may_name_one(source: SourceFile, reader: Reader, prefilter: Prefilter, speller: Speller) -> bool:
    """Whether a word of the file may be an id, or a part of one; what is broken is always read, to say so."""
    spots = None if source.problem else prefilter.spots(source.text)
    return (
        spots is None
        or speller.gate.opens(source.text, spots, computes=reader.source_code)
        or prefilter.assigned(source.data)
    )


def may_refer(source: SourceFile, reader: Reader) -> bool:
    """Whether a file without an id may ask the manifest for one, or hand on an imported constant."""
    if b"modelguard" in source.data or b"models.y" in source.data or reader.imported is None:
        return True
    return reader.passes_on(source.path, source.data) or gate.hands_on(source.text, reader.imported(source.text))
