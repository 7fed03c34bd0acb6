"""Shared by the programs for Python: the questions, and how results are printed."""

import json
import os
import sys

QUESTION = "What is 6 times 7?"
WEATHER_QUESTION = "What is the weather in Oslo?"
FORECAST = "sunny, 21 degrees"
ORDER = "My name is Anna and I would like to order 3 pizzas."
WEATHER = {
    "name": "get_weather",
    "description": "Returns the weather of a city",
    "parameters": {
        "type": "object",
        "properties": {"city": {"type": "string", "description": "Name of the city"}},
        "required": ["city"],
        "additionalProperties": False,
    },
}
BASE_URL = os.environ["MIRA_BASE_URL"] + "/v1"
API_KEY = os.environ["MIRA_API_KEY"]


def expect(condition, value):
    if not condition:
        raise AssertionError(f"unexpected: {value!r}")


def expect_message(work, word):
    """Expects an exception whose message shows what the server wrote."""
    try:
        work()
    except Exception as error:  # noqa: BLE001
        expect(word in str(error), str(error))
    else:
        raise AssertionError("it was not rejected")


def try_all(capabilities):
    """Tries the capabilities one after the other, and prints a line of JSON for each."""
    for name, attempt in capabilities.items():
        cell = {"name": name}
        if isinstance(attempt, str):
            cell["reason"] = attempt
        else:
            try:
                attempt()
            except Exception as error:  # noqa: BLE001
                cell["problem"] = f"{type(error).__name__}: {error}"[:300]
        print(json.dumps(cell, separators=(",", ":")))
    sys.stdout.flush()
    # Threads of a client may outlive its last call.
    os._exit(0)
