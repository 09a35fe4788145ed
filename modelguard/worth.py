"""Which files are worth reading: what their bytes and words must hold before anything is parsed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from modelguard import gate
from modelguard.prefilter import Prefilter, holder
from modelguard.readers import Reader
from modelguard.spelling import Speller
from modelguard.text import SourceFile

WORDS = (
    b"modelguard", b"models.yaml", b"models.yml",
    b"openai", b"OpenAI", b"OpenAi", b"Bedrock", b"SemanticKernel",
    b"nthropic", b"litellm", b"langchain", b"genai", b"bedrock", b"ydantic_ai", b"@ai-sdk",
    b"groq", b"Groq", b"mistralai", b"cohere", b"together", b"vertexai", b"llama_index", b"crewai", b"dspy",
    b"chat.completions", b"messages.create", b"generateContent",
)  # fmt: skip
"""What source code without an id says if it may look one up in the manifest, or hand on an imported constant."""


@cache
def _words() -> Callable[[bytes], bool]:
    return holder(WORDS)


def asks(reader: Reader, path: str, data: bytes) -> bool:
    """Whether a file without an id may say what becomes of one in another file."""
    return (reader.source_code and _words()(data)) or stands_beside(reader, path, data)


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
