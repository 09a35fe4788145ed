"""The support chat: the model comes from the manifest, never from here."""

from modelguard.runtime import load

ENTRY = load()["chat"]


def answer(client, question: str) -> str:
    """Ask the model of the entry ``chat``."""
    reply = client.messages.create(
        model=ENTRY.model, max_tokens=800, messages=[{"role": "user", "content": question}]
    )
    return reply.content[0].text
