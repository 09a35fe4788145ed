"""MG107: a typo that no test noticed. MG903: a suppression that has run out."""

import os

from openai import OpenAI

EMBEDDING_MODEL = os.getenv("EMBEDDING_MODEL", "text-embedding-3-smal")


def embed(texts: list[str]) -> list[list[float]]:
    reply = OpenAI().embeddings.create(model=EMBEDDING_MODEL, input=texts)
    return [row.embedding for row in reply.data]


# modelguard: ignore[MG101] until 2026-06-01 because the search moves to the manifest in May
RERANK_MODEL = "rerank-v3.5"
