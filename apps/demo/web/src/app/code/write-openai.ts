/** Start of a program in Python that uses the package `openai`. */
export const openaiClient = `import os

from openai import OpenAI

client = OpenAI(base_url=os.environ["MIRA_BASE_URL"] + "/v1", api_key=os.environ["MIRA_API_KEY"])
`
