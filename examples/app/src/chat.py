"""MG101 and MG102: the chat has an entry in models.yaml, and yet the code names a floating alias."""

from openai import OpenAI

DEFAULT_MODEL = "gpt-4o"

client = OpenAI()


def answer(question: str) -> str:
    reply = client.chat.completions.create(
        model=DEFAULT_MODEL,
        messages=[{"role": "user", "content": question}],
    )
    return reply.choices[0].message.content
