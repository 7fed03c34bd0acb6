import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { chat, defineTool, type RecordedRun, recordRun, runTools, streamTools } from '@mira/chat'
import { createClient, type Fetch } from '@mira/core'
import { replayRun } from '@mira/core/testing'
import { type RunningServer, startServer } from '@mira/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const question = 'Is it colder in Omsk or in Paris? Book a table in the warmer city.'
const fixtures = [
  {
    match: { endpoint: 'chat', user: question, toolResult: 'Error' },
    answer: { text: 'Omsk is colder. The restaurant in Paris is closed today.' },
  },
  {
    match: { endpoint: 'chat', user: question, toolResult: false },
    answer: {
      toolCalls: [
        { name: 'get_weather', arguments: { city: 'Omsk' } },
        { name: 'get_weather', arguments: { city: 'Paris' } },
      ],
    },
  },
  {
    match: { endpoint: 'chat', user: question, toolResult: 'celsius' },
    answer: { toolCalls: [{ name: 'book_table', arguments: { city: 'Paris', card: '4111 1111 1111 1111' } }] },
  },
] as const

let server: RunningServer
beforeAll(async () => {
  // The second round is answered by its second attempt.
  const faults = ({ path, attempt }: { path: string; attempt: number }) =>
    path === '/v1/chat/completions' && attempt % 4 === 2 ? { status: 503, retryAfterSeconds: 0 } : undefined
  server = await startServer({ emulator: { fixtures, strict: true }, faults })
})
afterAll(() => server.close())

const degrees: Readonly<Record<string, number>> = { Omsk: -20, Paris: 10 }
const city = { type: 'object', properties: { city: { type: 'string' } } }
const createTools = (temperatures = degrees) => [
  defineTool<{ city: string }>({
    name: 'get_weather',
    description: 'Gets the temperature in a city',
    parameters: city,
    execute: ({ city }) => ({
      city,
      celsius: temperatures[city],
      source: `https://weather.test/?key=${server.apiKey}`,
    }),
  }),
  defineTool<{ city: string; card: string }>({
    name: 'book_table',
    description: 'Books a table',
    parameters: city,
    execute: ({ card }) => {
      throw new Error(`The restaurant is closed; the card ${card} was not charged`)
    },
  }),
]
const redact = (name: string, value: unknown) => {
  if (name === 'card') return '[masked]'
  return typeof value === 'string' ? value.replace(/\b\d{4}( \d{4}){3}\b/g, '[masked]') : value
}
const params = (tools = createTools()) => ({ messages: [{ role: 'user', content: question }], tools })
const connect = (fetch?: Fetch) =>
  createClient({ baseUrl: fetch ? 'http://mira.test' : server.url, apiKey: server.apiKey, fetch, random: () => 0 })

/** Records the run with `runTools` or `streamTools`, and returns it as read from a file. */
async function record(isStream: boolean, fetch?: Fetch) {
  const [client, options] = [connect(fetch), { redact }]
  const recorder = isStream ? recordRun(client, streamTools, options) : recordRun(client, runTools, options)
  const run = recorder.run(params())
  const result = await ('then' in run ? run : run.final())
  return { result, text: JSON.stringify(recorder.recording(), null, 2) }
}
const parse = (text: string): RecordedRun => JSON.parse(text)

describe.each([{ isStream: false }, { isStream: true }])(
  'a run with parallel tools, a retry and a failing tool ($isStream)',
  ({ isStream }) => {
    it('is recorded with its rounds, attempts, calls and answer', async () => {
      const { result, text } = await record(isStream)
      const run = parse(text)
      expect(run).toMatchObject({
        format: 'mira.run',
        version: 1,
        operation: isStream ? 'chat.streamTools' : 'chat.runTools',
        status: 'completed',
        request: { model: 'mira' },
        messages: [{ role: 'user', content: question }],
        answer: 'Omsk is colder. The restaurant in Paris is closed today.',
        rounds: [
          { attempts: [{ status: 200 }], calls: [{ name: 'get_weather' }, { name: 'get_weather' }] },
          {
            attempts: [{ status: 503, code: 'overloaded' }, { status: 200 }],
            calls: [
              {
                name: 'book_table',
                arguments: '{"city":"Paris","card":"[masked]"}',
                content: 'Error: The restaurant is closed; the card [masked] was not charged',
                error: { name: 'Error', message: 'The restaurant is closed; the card [masked] was not charged' },
              },
            ],
          },
          { attempts: [{ status: 200 }], calls: [] },
        ],
      })
      expect(run.usage).toEqual(result.usage)
      expect(run.tools).toHaveLength(2)
      for (const { calls } of run.rounds)
        for (const { durationMs } of calls) expect(durationMs).toBeGreaterThanOrEqual(0)
    })

    it('contains no key and no masked field, wherever one is searched', async () => {
      const { result, text } = await record(isStream)
      expect(JSON.stringify(result.messages)).toContain('4111 1111')
      const apiKey = String(server.apiKey)
      expect(apiKey).toMatch(/^sk-mira-/)
      for (const secret of [apiKey, apiKey.slice(0, 20), '4111', '1111', 'authorization', 'Bearer'])
        expect(text.toLowerCase()).not.toContain(secret.toLowerCase())
    })

    it.each([false, true])('is replayed without a server with equal messages (as a stream: %s)', async (asStream) => {
      const { result, text } = await record(isStream)
      const replay = replayRun(parse(text), { redact })
      const again = await record(asStream, replay)
      expect(replay.remainingRounds).toBe(0)
      const masked = (value: unknown) => JSON.parse(JSON.stringify(value).replaceAll('4111 1111 1111 1111', '[masked]'))
      expect(masked(again.result.messages)).toEqual(masked(result.messages))
      const steps = ({ rounds, ...run }: RecordedRun) => ({
        ...run,
        operation: '',
        startedAt: '',
        durationMs: 0,
        request: { ...run.request, stream_options: undefined },
        rounds: rounds.map(({ completion, calls }) => ({
          completion,
          calls: calls.map((call) => ({ ...call, startedAtMs: 0, durationMs: 0 })),
        })),
      })
      expect(steps(parse(again.text))).toEqual(steps(parse(text)))
    })

    it.each([
      {
        name: 'a tool returns something else',
        change: { tools: () => createTools({ Omsk: -21, Paris: 10 }) },
        message: 'round 2: rounds[0].calls[0].content differs: recorded "{\\"city\\":\\"Omsk\\",\\"celsius\\":-20',
      },
      {
        name: 'the question is another',
        change: { messages: [{ role: 'user', content: 'Hello' }] },
        message: 'round 1: messages[0].content differs: recorded "Is it colder',
      },
      {
        name: 'a tool is described otherwise',
        change: { tools: () => createTools().slice(0, 1) },
        message: 'round 1: tools[1] differs: recorded {"type":"function"',
      },
      {
        name: 'a field of the request differs',
        change: { temperature: 1 },
        message: 'round 1: request.temperature differs: recorded nothing, now 1',
      },
    ])('says where a replay deviates when $name', async ({ change, message }) => {
      const { text } = await record(isStream)
      const { tools, ...fields } = change as { tools?: () => ReturnType<typeof createTools> }
      const client = connect(replayRun(parse(text), { redact }))
      const run = runTools(client, { ...params(tools?.()), ...fields })
      await expect(run).rejects.toMatchObject({
        code: 'replay_mismatch',
        message: expect.stringContaining(message),
        retryable: false,
      })
    })
  },
)

it('the recording of the guide is that of this run', async () => {
  const guide = readFileSync(resolve(import.meta.dirname, '../../docs/site/guide/agent-runs.md'), 'utf8')
  const printed = /```json\n([\s\S]*?)```/.exec(guide)?.[1] ?? ''
  const { text } = await record(false)
  expect(settled(JSON.parse(printed))).toEqual(settled(JSON.parse(text)))
})

/** Returns a recording without what differs from run to run: times, and ids of the server. */
function settled(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (name, field) => (/Ms$|^(startedAt|id|requestId|created)$/.test(name) ? name : field)),
  )
}

it('extensions of the client are recorded too', async () => {
  const mira = connect().extend(chat)
  const recorder = recordRun(mira, (client, ...rest) => runTools(client, ...rest), { redact })
  await recorder.run(params())
  expect(recorder.recording().status).toBe('completed')
})
