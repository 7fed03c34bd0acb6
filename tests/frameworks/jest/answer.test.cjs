const { chat } = require('@mira/chat')
const { createClient, isMiraError } = require('@mira/core')
const { createScriptedFetch } = require('@mira/core/testing')

const messages = [{ role: 'user', content: 'Hello' }]

/** Creates a client that receives one response to every chat call. */
function clientOf(response) {
  const fetch = createScriptedFetch({ 'POST /v1/chat/completions': response })
  return createClient({ baseUrl: 'https://mira.test', apiKey: 'key', fetch }).extend(chat)
}

test('a call resolves with the answer', async () => {
  const message = { role: 'assistant', content: 'Good day' }
  const mira = clientOf({ json: { choices: [{ index: 0, message, finish_reason: 'stop' }] } })
  const { choices } = await mira.chat.create({ messages })
  expect(choices[0].message.content).toBe('Good day')
})

test('an error is recognized', async () => {
  const mira = clientOf({ status: 404, json: { detail: 'No such model' } })
  const error = await mira.chat.create({ messages }).catch((thrown) => thrown)
  expect(isMiraError(error)).toBe(true)
  expect(error).toMatchObject({ code: 'not_found', message: expect.stringContaining('No such model') })
})
