"""MG103 and MG104: one model is gone, the other one goes on an announced day."""

import anthropic
from openai import OpenAI


def summarize(text: str) -> str:
    client = anthropic.Anthropic()
    message = client.messages.create(
        model="claude-3-haiku-20240307",
        max_tokens=500,
        messages=[{"role": "user", "content": text}],
    )
    return message.content[0].text


def title(text: str) -> str:
    reply = OpenAI().responses.create(model="gpt-4o-mini-2024-07-18", input=text)
    return reply.output_text
