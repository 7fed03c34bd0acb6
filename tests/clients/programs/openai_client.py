import base64
import io
import json

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
from openai import OpenAI
from pydantic import BaseModel

client = OpenAI(base_url=BASE_URL, api_key=API_KEY, max_retries=0)
model = "gpt-4o-mini"
messages = [{"role": "user", "content": QUESTION}]
tool = {"type": "function", "function": WEATHER}
recording = None


class Order(BaseModel):
    customer: str
    quantity: int


def chat():
    completion = client.chat.completions.create(model=model, messages=messages)
    text = completion.choices[0].message.content
    expect("42" in text, text)


def chat_stream():
    options = {"include_usage": True}
    stream = client.chat.completions.create(model=model, messages=messages, stream=True, stream_options=options)
    chunks = list(stream)
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    expect("42" in text, text)
    expect(chunks[-1].usage.total_tokens > 0, chunks[-1])


def tool_call():
    asked = [{"role": "user", "content": WEATHER_QUESTION}]
    message = client.chat.completions.create(model=model, messages=asked, tools=[tool]).choices[0].message
    call = message.tool_calls[0]
    expect(json.loads(call.function.arguments) == {"city": "Oslo"}, call)
    result = {"role": "tool", "tool_call_id": call.id, "content": FORECAST}
    second = client.chat.completions.create(model=model, messages=[*asked, message, result], tools=[tool])
    expect("sunny" in second.choices[0].message.content, second)


def structured():
    asked = [{"role": "user", "content": ORDER}]
    completion = client.chat.completions.parse(model=model, messages=asked, response_format=Order)
    expect(completion.choices[0].message.parsed == Order(customer="Anna", quantity=3), completion)


def response_stream():
    with client.responses.stream(model=model, input=QUESTION) as stream:
        for _ in stream:
            pass
        text = stream.get_final_response().output_text
    expect("42" in text, text)


def response_tool_call():
    tools = [{"type": "function", **WEATHER, "strict": True}]
    asked = [{"role": "user", "content": WEATHER_QUESTION}]
    first = client.responses.create(model=model, input=asked, tools=tools)
    call = next(item for item in first.output if item.type == "function_call")
    output = {"type": "function_call_output", "call_id": call.call_id, "output": FORECAST}
    second = client.responses.create(model=model, input=[*asked, *first.output, output], tools=tools)
    expect("sunny" in second.output_text, second.output_text)


def conversation():
    first = client.responses.create(model=model, input="My name is Ada.")
    second = client.responses.create(model=model, input="What is my name?", previous_response_id=first.id)
    expect("Ada" in second.output_text, second.output_text)


def images():
    result = client.images.generate(model="gpt-image-1", prompt="a red apple", size="1024x1024", quality="low")
    image = base64.b64decode(result.data[0].b64_json)
    expect(image[1:4] == b"PNG", image[:8])


def speech():
    global recording
    spoken = client.audio.speech.create(model="tts-1", voice="alloy", input="What is six times seven?", response_format="wav")
    recording = spoken.read()
    expect(recording[:4] == b"RIFF", recording[:8])


def transcription():
    file = ("question.wav", io.BytesIO(recording))
    text = client.audio.transcriptions.create(model="whisper-1", file=file).text
    expect("six times seven" in text.lower(), text)


def verbose_transcription():
    file = ("question.wav", io.BytesIO(recording))
    result = client.audio.transcriptions.create(
        model="whisper-1", file=file, response_format="verbose_json", timestamp_granularities=["word"]
    )
    expect(len(result.words) == 5, result)


try_all(
    {
        "chat": chat,
        "chat stream": chat_stream,
        "several answers": lambda: expect(
            len(client.chat.completions.create(model=model, messages=messages, n=2).choices) == 2, "choices"
        ),
        "tool call": tool_call,
        "structured output": structured,
        "error message": lambda: expect_message(
            lambda: client.chat.completions.create(model=model, messages=messages, temperature=9), "temperature"
        ),
        "misspelt model": lambda: expect_message(
            lambda: client.chat.completions.create(model="no-such-model", messages=messages), "no-such-model"
        ),
        "models": lambda: expect("mira" in [found.id for found in client.models.list()], "no mira"),
        "completion": lambda: expect(
            "42" in client.completions.create(model="gpt-3.5-turbo-instruct", prompt=QUESTION).choices[0].text, "text"
        ),
        "moderation": lambda: expect(client.moderations.create(input="I will kill you").results[0].flagged, "flagged"),
        "embeddings": lambda: expect(
            len(client.embeddings.create(model="text-embedding-3-small", input=["a", "b"]).data) == 2, "data"
        ),
        "response": lambda: expect("42" in client.responses.create(model=model, input=QUESTION).output_text, "text"),
        "response stream": response_stream,
        "response tool call": response_tool_call,
        "response structured output": lambda: expect(
            client.responses.parse(model=model, input=ORDER, text_format=Order).output_parsed
            == Order(customer="Anna", quantity=3),
            "order",
        ),
        "conversation": conversation,
        "image generation": images,
        "speech": speech,
        "transcription": transcription,
        "transcription with words": verbose_transcription,
    }
)
