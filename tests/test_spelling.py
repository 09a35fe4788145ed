"""Every spelling gives back the (platform, id) that it stands for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelguard import catalog, platforms
from modelguard.mentioned import scan
from modelguard.spelling import Speller
from modelguard.types import Context, Place

TABLE = """
gpt-4o-2024-11-20 openai gpt-4o-2024-11-20
openai/gpt-4o openai gpt-4o
openai:gpt-4o openai gpt-4o
openai-chat:gpt-5.5 openai gpt-5.5
models/gemini-2.0-flash-001 gemini gemini-2.0-flash-001
google-gla:gemini-2.5-flash gemini gemini-2.5-flash
publishers/google/models/gemini-2.0-flash-001 vertex gemini-2.0-flash-001
projects/p/locations/l/publishers/anthropic/models/claude-sonnet-4-5@20250929 vertex claude-sonnet-4-5@20250929
projects/p/locations/l/publishers/google/models/gemini-2.5-pro:generateContent vertex gemini-2.5-pro
claude-sonnet-4-5@20250929 vertex claude-sonnet-4-5@20250929
anthropic.claude-3-sonnet-20240229-v1:0 bedrock anthropic.claude-3-sonnet-20240229-v1:0
anthropic.claude-3-sonnet-20240229-v1:0:28k bedrock anthropic.claude-3-sonnet-20240229-v1:0
us.anthropic.claude-sonnet-4-6 bedrock anthropic.claude-sonnet-4-6
arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-v2:1 bedrock anthropic.claude-v2:1
arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/anthropic.claude-v2:1 bedrock anthropic.claude-v2:1
bedrock/converse/us.anthropic.claude-3-sonnet-20240229-v1:0 bedrock anthropic.claude-3-sonnet-20240229-v1:0
bedrock/us-west-2/anthropic.claude-v2:1 bedrock anthropic.claude-v2:1
vertex_ai/claude-3-5-sonnet-v2@20241022 vertex claude-3-5-sonnet-v2@20241022
vertex_ai/meta/llama-3.3-70b-instruct-maas vertex llama-3.3-70b-instruct-maas
gemini/gemini-2.5-flash gemini gemini-2.5-flash
azure/gpt-4o@2024-11-20 azure gpt-4o@2024-11-20
gpt-4o@2024-11-20 azure gpt-4o@2024-11-20
gpt-35-turbo azure gpt-35-turbo
groq/openai/gpt-oss-120b groq openai/gpt-oss-120b
mistral/mistral-large-2411 mistral mistral-large-2411
together_ai/meta-llama/Llama-3.3-70B-Instruct-Turbo together meta-llama/Llama-3.3-70B-Instruct-Turbo
fireworks_ai/accounts/fireworks/models/kimi-k2p5 fireworks accounts/fireworks/models/kimi-k2p5
xai/grok-4 xai grok-4
x-ai/grok-4 xai grok-4
openrouter/deepseek/deepseek-r1:free openrouter deepseek/deepseek-r1:free
anthropic/claude-sonnet-4.5 openrouter anthropic/claude-sonnet-4.5
ft:gpt-4o-mini-2024-07-18:org::id openai gpt-4o-mini-2024-07-18
davinci:ft-org-2023-01-01 openai davinci
llama-3.1-8b-instant groq llama-3.1-8b-instant
@cf/meta/llama-3.1-8b-instruct cloudflare @cf/meta/llama-3.1-8b-instruct
@hf/nousresearch/hermes-2-pro-mistral-7b cloudflare @hf/nousresearch/hermes-2-pro-mistral-7b
google-vertexai:gemini-1.5-pro vertex gemini-1.5-pro
text-multilingual-embedding-002 vertex text-multilingual-embedding-002
deepseek/deepseek-chat-v3-0324 openrouter deepseek/deepseek-chat-v3-0324
togethercomputer/m2-bert-80M-8k-retrieval together togethercomputer/m2-bert-80M-8k-retrieval
ollama/gemma2 ollama gemma2
gpt-oss:20b ollama gpt-oss:20b
litellm/openai/gpt-4o-mini openai gpt-4o-mini
any-llm/openrouter/openai/gpt-5.4-mini openrouter openai/gpt-5.4-mini
gateway/openai:gpt-4o openai gpt-4o
ollama_chat/llama3.2 ollama llama3.2
publishers/intfloat/models/e5@multilingual-e5-small vertex e5@multilingual-e5-small
openai/meta-llama/Meta-Llama-3-70b-Instruct None meta-llama/Meta-Llama-3-70b-Instruct
models/text-bison-001 gemini text-bison-001
chat-bison-001 gemini chat-bison-001
text-davinci-002-render-sha openai text-davinci-002-render-sha
local:BAAI/bge-base-en open_weights BAAI/bge-base-en
Pro/deepseek-ai/DeepSeek-V3 open_weights deepseek-ai/DeepSeek-V3
watsonx/mistralai/mistral-large open_weights mistralai/mistral-large
hkunlp/instructor-large None hkunlp/instructor-large
cross-encoder/ms-marco-MiniLM-L-6-v2 None cross-encoder/ms-marco-MiniLM-L-6-v2
stable-diffusion-xl-1024-v1-0 None stable-diffusion-xl-1024-v1-0
qwen-coder-turbo None qwen-coder-turbo
ERNIE-Speed-128K None ERNIE-Speed-128K
doubao-1-5-pro-32k-250115 None doubao-1-5-pro-32k-250115
yi-large None yi-large
meta/llama-2-70b-chat:ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12 None meta/llama-2-70b-chat:ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12
""".split("\n")

REGIONS = ("us.", "us-gov.", "eu.", "apac.", "jp.", "au.", "global.")


@pytest.mark.parametrize("row", [row for row in TABLE if row])
def test_each_form_of_the_contract_resolves_to_platform_and_id(row: str, speller: Speller) -> None:
    text, platform, id = row.split()
    ref = speller.resolve(text)
    assert ref is not None
    assert (str(ref.platform), ref.id, ref.text) == (platform, id, text)


@pytest.mark.parametrize(
    "text",
    [
        "gpt-tokenizer",
        "claude-code",
        "llama-index",
        "gpt-researcher",
        "gpt-4-turbo.yaml",
        "gpt4all.py",
        "",
        " ",
        "x",
        "stable-diffusion-webui",
        "sha256:ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12",
        "local:8080",
        "Pro/settings",
        "embedding-3d",
    ],
)
def test_packages_files_and_nothings_are_no_ids(text: str, speller: Speller) -> None:
    ref = speller.resolve(text)
    assert ref is None or not (ref.known or ref.shaped)


@pytest.mark.parametrize("text", ["azure/my-deployment", "arn:aws:bedrock:us-east-1:1:application-inference-profile/x"])
def test_a_name_that_stands_for_a_model_elsewhere_is_opaque(text: str, speller: Speller) -> None:
    ref = speller.resolve(text)
    assert ref is not None
    assert ref.opaque
    assert ref.id is None


def test_open_weights_belong_to_nobody_until_something_says_who_serves_them(speller: Speller) -> None:
    bare = speller.resolve("qwen/qwen3-32b")
    served = speller.resolve("qwen/qwen3-32b", Context(Place.ARGUMENT, client="groq.Groq"))
    assert bare is not None
    assert bare.platform is None
    assert served is not None
    assert (served.platform, served.id) == ("groq", "qwen/qwen3-32b")


@pytest.mark.parametrize(
    ("context", "text", "platform", "id"),
    [
        (Context(client="anthropic.AnthropicBedrock"), "anthropic.claude-sonnet-4-6", "bedrock", "anthropic.claude-sonnet-4-6"),
        (Context(client="openai.AzureOpenAI"), "gpt-4o", "azure", "gpt-4o"),
        (Context(client="openai.OpenAI", base_url="https://api.groq.com/openai/v1"), "llama-3.1-8b-instant", "groq", "llama-3.1-8b-instant"),
        (Context(client="boto3.client:bedrock-runtime"), "eu.amazon.nova-pro-v1:0", "bedrock", "amazon.nova-pro-v1:0"),
        (Context(client="langchain_google_vertexai.ChatVertexAI"), "gemini-2.5-pro", "vertex", "gemini-2.5-pro"),
        (Context(client="google.genai.Client:vertexai"), "gemini-2.5-pro", "vertex", "gemini-2.5-pro"),
        (Context(hint="bedrock"), "anthropic.claude-v2:1", "bedrock", "anthropic.claude-v2:1"),
        (Context(client="openai.OpenAI", base_url="https://openrouter.ai/api/v1"), "openai/gpt-4o", "openrouter", "openai/gpt-4o"),
    ],
)  # fmt: skip
def test_without_a_prefix_the_client_names_the_platform(
    context: Context, text: str, platform: str, id: str, speller: Speller
) -> None:
    ref = speller.resolve(text, context)
    assert ref is not None
    assert (ref.platform, ref.id) == (platform, id)


def test_a_model_of_one_house_given_to_the_client_of_another_is_not_served(speller: Speller) -> None:
    ref = speller.resolve("claude-sonnet-4-6", Context(client="openai.OpenAI"))
    assert ref is not None
    assert ref.platform == "openai"
    assert not ref.served


def test_the_project_names_its_own_ids_and_deployments() -> None:
    own = Speller(
        catalog.load(), platforms.load(), ids=["acme-.*"], deployments={"prod-chat": "azure/gpt-4o@2024-11-20"}
    )
    deployed = own.resolve("prod-chat")
    assert deployed is not None
    assert (deployed.platform, deployed.id, deployed.text) == ("azure", "gpt-4o@2024-11-20", "prod-chat")
    assert own.resolve("acme-large-3") is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("anthropic/claude-sonnet-4-5-20250929", "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0"),
        ("vertex_ai/claude-sonnet-4-5@20250929", "anthropic/claude-sonnet-4-5"),
        ("azure/gpt-4o@2024-11-20", "openai/gpt-4o-2024-11-20"),
        ("openrouter/anthropic/claude-sonnet-4.6", "claude-sonnet-4-6"),
    ],
)
def test_one_model_has_one_name_on_every_platform(one: str, other: str, speller: Speller) -> None:
    first, second = speller.resolve(one), speller.resolve(other)
    assert first is not None
    assert second is not None
    assert speller.name(first) == speller.name(second)


@pytest.mark.parametrize(
    ("text", "new", "want"),
    [
        ("openai/gpt-4o", "gpt-4o-2024-08-06", "openai/gpt-4o-2024-08-06"),
        ("us.anthropic.claude-v2:1", "anthropic.claude-sonnet-4-6", "us.anthropic.claude-sonnet-4-6"),
        ("ft:gpt-4o-mini-2024-07-18:org::id", "gpt-5.6-luna", None),
    ],
)
def test_a_new_id_is_written_the_way_the_old_one_was(text: str, new: str, want: str | None, speller: Speller) -> None:
    ref = speller.resolve(text)
    assert ref is not None
    assert speller.respell(ref, new) == want


def test_prose_is_searched_for_whole_ids_only(speller: Speller) -> None:
    text = "We moved from gpt-4-0613 to claude-sonnet-4-6; see https://openai.com/gpt-4-api and gpt-tokenizer."
    assert [text[start:end] for start, end, _ in scan(text, speller)] == ["gpt-4-0613", "claude-sonnet-4-6"]


def test_the_model_of_a_request_url_is_found(speller: Speller) -> None:
    url = "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent?key="
    found = [(ref.platform, ref.id) for _, _, ref in scan(url, speller)]
    assert found == [("gemini", "gemini-2.5-flash")]


KNOWN = sorted(
    (model.platform, model.id)
    for model in catalog.load().models()
    if model.platform in ("openai", "anthropic", "gemini", "mistral", "cohere", "xai", "deepseek")
)
BEDROCK = sorted(model.id for model in catalog.load().models("bedrock") if not model.id.startswith(("in.", *REGIONS)))
WRAPPINGS = {
    "openai": ("", "openai/", "openai:"),
    "anthropic": ("", "anthropic/", "anthropic:"),
    "gemini": ("", "gemini/", "models/", "google-gla:"),
    "mistral": ("", "mistral/", "mistral:"),
    "cohere": ("", "cohere/", "cohere_chat/"),
    "xai": ("", "xai/", "xai:"),
    "deepseek": ("", "deepseek/", "deepseek:"),
}


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(KNOWN), st.integers(0, 9))
def test_wrapping_a_known_id_in_a_prefix_gives_it_back(pair: tuple[str, str], number: int) -> None:
    platform, id = pair
    prefixes = WRAPPINGS[platform]
    text = prefixes[number % len(prefixes)] + id
    ref = Speller(catalog.load(), platforms.load()).resolve(text)
    assert ref is not None
    assert (ref.platform, ref.id) == (platform, id)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(BEDROCK),
    st.sampled_from(("", *REGIONS)),
    st.sampled_from(("", "bedrock/", "bedrock/converse/", "arn:aws:bedrock:us-east-1:1:inference-profile/")),
)
def test_wrapping_a_bedrock_id_in_regions_routers_and_arns_gives_it_back(id: str, region: str, router: str) -> None:
    ref = Speller(catalog.load(), platforms.load()).resolve(router + region + id)
    assert ref is not None
    assert (ref.platform, ref.id) == ("bedrock", id)


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=300))
def test_no_text_makes_resolving_raise(text: str) -> None:
    speller = Speller(catalog.load(), platforms.load())
    speller.resolve(text)
    for start, end, _ in scan(text, speller):
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize("text", ["GPT-4o", "GPT-5.4", "GPT-OSS-120B"])
def test_a_label_in_capitals_is_no_known_id_on_any_platform(text: str, speller: Speller) -> None:
    ref = speller.resolve(text)
    assert ref is None or not ref.known


def test_an_id_behind_another_platforms_prefix_is_shaped_by_its_own_makers_grammar(speller: Speller) -> None:
    ref = speller.resolve("vertexai/gemini-2.5-pro-exp-03-25")
    assert ref is not None
    assert (ref.platform, ref.shaped) == ("vertex", True)


def test_a_word_with_dashes_is_no_model_as_a_service_id(speller: Speller) -> None:
    ref = speller.resolve("some-cloud-maas")
    assert ref is None or not ref.shaped
