import json

import litellm
from cells import (
    API_KEY,
    BASE_URL,
    FORECAST,
    ORDER,
    QUESTION,
    WEATHER,
    WEATHER_QUESTION,
    expect,
    expect_message,
    try_all,
)

litellm.telemetry = False
litellm.suppress_debug_info = True
common = {"model": "openai/gpt-4o-mini", "api_base": BASE_URL, "api_key": API_KEY, "num_retries": 0}
messages = [{"role": "user", "content": QUESTION}]


def complete(**fields):
    return litellm.completion(**{**common, "messages": messages, **fields})


def chat_stream():
    text = "".join(chunk.choices[0].delta.content or "" for chunk in complete(stream=True))
    expect("42" in text, text)


def tool_call():
    tools = [{"type": "function", "function": WEATHER}]
    asked = [{"role": "user", "content": WEATHER_QUESTION}]
    message = complete(messages=asked, tools=tools).choices[0].message
    call = message.tool_calls[0]
    expect(json.loads(call.function.arguments) == {"city": "Oslo"}, call)
    result = {"role": "tool", "tool_call_id": call.id, "content": FORECAST}
    second = complete(messages=[*asked, message, result], tools=tools)
    expect("sunny" in second.choices[0].message.content, second)


def structured():
    schema = {
        "type": "object",
        "properties": {"customer": {"type": "string"}, "quantity": {"type": "integer"}},
        "required": ["customer", "quantity"],
        "additionalProperties": False,
    }
    format = {"type": "json_schema", "json_schema": {"name": "order", "schema": schema, "strict": True}}
    completion = complete(messages=[{"role": "user", "content": ORDER}], response_format=format)
    expect(json.loads(completion.choices[0].message.content) == {"customer": "Anna", "quantity": 3}, completion)


def embeddings():
    fields = {**common, "model": "openai/text-embedding-3-small"}
    expect(len(litellm.embedding(input=["a", "b"], **fields).data) == 2, "data")


try_all(
    {
        "chat": lambda: expect("42" in complete().choices[0].message.content, "content"),
        "chat stream": chat_stream,
        "tool call": tool_call,
        "structured output": structured,
        "error message": lambda: expect_message(lambda: complete(temperature=9), "temperature"),
        "misspelt model": lambda: expect_message(lambda: complete(model="openai/no-such-model"), "no-such-model"),
        "embeddings": embeddings,
        "response": lambda: expect(
            "42" in litellm.responses(input=QUESTION, **common).output[0].content[0].text, "output"
        ),
    }
)
