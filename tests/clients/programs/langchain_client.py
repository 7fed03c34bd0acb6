from cells import (
    API_KEY,
    BASE_URL,
    FORECAST,
    ORDER,
    QUESTION,
    WEATHER_QUESTION,
    expect,
    expect_message,
    try_all,
)
from langchain_core.messages import HumanMessage, ToolMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from pydantic import BaseModel

common = {"base_url": BASE_URL, "api_key": API_KEY, "max_retries": 0}


class Order(BaseModel):
    """An order."""

    customer: str
    quantity: int


@tool
def get_weather(city: str) -> str:
    """Returns the weather of a city."""
    return FORECAST


def chat(**fields):
    return ChatOpenAI(**{"model": "gpt-4o-mini", **common, **fields})


def text_of(message):
    return message.text if isinstance(message.text, str) else message.text()


def stream_text(model):
    return "".join(text_of(chunk) for chunk in model.stream(QUESTION))


def tool_call(**fields):
    model = chat(**fields).bind_tools([get_weather])
    asked = [HumanMessage(WEATHER_QUESTION)]
    first = model.invoke(asked)
    expect(first.tool_calls[0]["args"] == {"city": "Oslo"}, first.tool_calls)
    result = ToolMessage(FORECAST, tool_call_id=first.tool_calls[0]["id"])
    expect("sunny" in text_of(model.invoke([*asked, first, result])), "text")


def structured(**fields):
    found = chat(**fields).with_structured_output(Order).invoke(ORDER)
    expect(found == Order(customer="Anna", quantity=3), found)


def embeddings(**fields):
    model = OpenAIEmbeddings(model="text-embedding-3-small", base_url=BASE_URL, api_key=API_KEY, **fields)
    expect(len(model.embed_documents(["a", "b"])) == 2, "embeddings")


try_all(
    {
        "chat": lambda: expect("42" in text_of(chat().invoke(QUESTION)), "text"),
        "chat stream": lambda: expect("42" in stream_text(chat()), "text"),
        "tool call": tool_call,
        "structured output": structured,
        "error message": lambda: expect_message(lambda: chat(temperature=1.9, n=900).invoke(QUESTION), "n:"),
        "misspelt model": lambda: expect_message(
            lambda: chat(model="no-such-model").invoke(QUESTION), "no-such-model"
        ),
        "embeddings": lambda: embeddings(check_embedding_ctx_length=False),
        "response": lambda: expect("42" in text_of(chat(use_responses_api=True).invoke(QUESTION)), "text"),
        "response stream": lambda: expect("42" in stream_text(chat(use_responses_api=True)), "text"),
        "response tool call": lambda: tool_call(use_responses_api=True),
        "response structured output": lambda: structured(use_responses_api=True),
    }
)
