import { expect, it } from 'vitest'
import { noMediaEngines } from '../test-support/no-media-engines.test-support.ts'
import { ask, startEmulator } from '../test-support/start-emulator.test-support.ts'
import { createWordChatEngine } from '../test-support/word-chat-engine.test-support.ts'

it('rejects a call without a fixture, with the nearest fixtures and why they do not match', async () => {
  const chat = createWordChatEngine()
  await using server = await startEmulator(
    [
      { name: 'far', match: { user: 'x', turn: 2, tool: 'ping' }, answer: { text: 'far' } },
      { name: 'near', match: { user: 'wether' }, answer: { text: 'near' } },
      { name: 'other endpoint', answer: { embeddings: [[1]] } },
      { name: 'of another test', match: { testId: 'other' }, answer: { text: 'secret' } },
      { name: 'second', match: { user: 'weather', occurrence: 2 }, answer: { text: 'second' } },
    ],
    { emulator: { strict: true }, engines: { ...noMediaEngines, chat } },
  )
  const answer = await ask(server, 'What is the weather?')
  expect(answer).toBe(
    [
      '404 No fixture matches /v1/chat/completions (model "mira", user "What is the weather?", turn 1). Nearest fixtures:',
      '- near: user: expected "wether", received "What is the weather?"',
      '- other endpoint: answer: expected text, toolCalls, data, refusal, reasoning or error for this endpoint',
      '- second: occurrence: expected 2, received 1',
    ].join('\n'),
  )
  expect(await ask(server, 'What is the weather?')).toBe('second')
  expect(chat.requests).toEqual([])
})

it('explains every kind of mismatch without the value of a header', async () => {
  await using server = await startEmulator(
    [
      {
        name: 'all',
        match: {
          endpoint: ['responses', 'embeddings'],
          model: 'gpt',
          system: 'brief',
          tool: 'ping',
          toolResult: true,
          header: { authorization: 'Basic' },
          when: () => false,
        },
        answer: { text: 'x' },
      },
    ],
    { emulator: { strict: true } },
  )
  const answer = await ask(server, 'Hi')
  for (const reason of [
    'endpoint: expected responses or embeddings, received /v1/chat/completions',
    'model: expected "gpt", received "mira"',
    'system: expected "brief", received ""',
    'tool: expected ping to be offered, received none',
    'toolResult: expected a tool result, received none',
    'header.authorization: expected "Basic", received another value',
    'when: the function returned false',
  ]) {
    expect(answer).toContain(reason)
  }
  expect(answer).not.toContain(server.apiKey)
})

it('finds a model that only a fixture names', async () => {
  await using server = await startEmulator([
    { match: { model: '/^llama/' }, answer: { text: 'From llama' } },
    { match: { model: 'phi', testId: 'other' }, answer: { text: 'From phi' } },
  ])
  const of = async (model: string) => {
    const body = { model, messages: [{ role: 'user', content: 'Hi' }] }
    return (await server.post('/v1/chat/completions', body)).status
  }
  expect([await of('llama3.2'), await of('phi-4'), await of('unknown')]).toEqual([200, 400, 400])
})

it('answers with a function, and reports one that fails or returns nothing for the endpoint', async () => {
  await using server = await startEmulator([
    { match: { user: 'echo' }, answer: async ({ user, turn }) => ({ text: `${user} in turn ${turn}` }) },
    { name: 'wrong', match: { user: 'wrong' }, answer: () => ({ embeddings: [[1]] }) },
  ])
  expect(await ask(server, 'echo me')).toBe('echo me in turn 1')
  expect(await ask(server, 'wrong')).toBe('500 Fixture wrong: its function returned no answer for chat')
})

it('matches by turn, tool result and system text of a conversation', async () => {
  await using server = await startEmulator([
    { match: { toolResult: 'sunny' }, answer: { text: 'Take sunglasses.' } },
    { match: { turn: 2, system: 'brief' }, answer: { text: 'Second turn.' } },
    { answer: { text: 'Otherwise.' } },
  ])
  const answerTo = async (messages: object[]) => {
    const response = await server.post('/v1/chat/completions', { model: 'mira', messages })
    return ((await response.json()) as { choices: { message: { content: string } }[] }).choices[0]?.message.content
  }
  const user = { role: 'user', content: 'Weather?' }
  const call = { id: 'c', type: 'function', function: { name: 'w', arguments: '{}' } }
  const tool = [
    { role: 'assistant', content: null, tool_calls: [call] },
    { role: 'tool', tool_call_id: 'c', content: 'It is sunny' },
  ]
  expect(await answerTo([user, ...tool])).toBe('Take sunglasses.')
  const assistant = { role: 'assistant', content: 'Sunny.' }
  expect(await answerTo([{ role: 'system', content: 'Be brief' }, user, assistant, user])).toBe('Second turn.')
  // A tool result belongs to the turn in which it was sent.
  expect(await answerTo([user, ...tool, assistant, user])).toBe('Otherwise.')
})
