import assert from 'node:assert/strict'

/** Question with one answer, and a pattern of it. */
export const question = 'What is 6 times 7?'
export const answer = /\b42\b/

/** Request that calls for the function `get_weather`. */
export const weatherQuestion = 'What is the weather in Oslo?'
export const weather = {
  name: 'get_weather',
  description: 'Returns the weather of a city',
  parameters: {
    type: 'object',
    properties: { city: { type: 'string', description: 'Name of the city' } },
    required: ['city'],
    additionalProperties: false,
  },
}
export const forecast = 'sunny, 21 degrees'

/** Text with the facts of a structured answer. */
export const order = 'My name is Anna and I would like to order 3 pizzas.'

/** A red square as a PNG. */
export const redSquare =
  'iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAIAAAAlC+aJAAAAT0lEQVR42u3PQQkAAAgEsItw/dMZxQi+hcEKLNO+FgEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQGBywLQTQDx3uY1cQAAAABJRU5ErkJggg=='

export const settings = {
  baseURL: `${process.env.MIRA_BASE_URL}/v1`,
  apiKey: process.env.MIRA_API_KEY,
}

/** Joins the items of an asynchronous iterable. */
export async function collect(items, toText) {
  let text = ''
  for await (const item of items) text += toText(item) ?? ''
  return text
}

/** Expects a rejection whose message shows what the server wrote. */
export async function expectMessage(work, pattern) {
  const error = await work().then(
    () => undefined,
    (reason) => reason,
  )
  assert.ok(error, 'it was not rejected')
  assert.match(String(error.message), pattern)
}

/**
 * Tries the capabilities one after the other, and prints a line of JSON for each. A capability that is a text is the
 * reason why the client does not have it.
 */
export async function tryAll(capabilities) {
  for (const [name, attempt] of Object.entries(capabilities)) {
    if (typeof attempt === 'string') print({ name, reason: attempt })
    else
      await attempt().then(
        () => print({ name }),
        (error) => print({ name, problem: String(error?.message ?? error).slice(0, 300) }),
      )
  }
  // Some clients keep sockets open for minutes.
  process.exit()
}

const print = (cell) => console.log(JSON.stringify(cell))
