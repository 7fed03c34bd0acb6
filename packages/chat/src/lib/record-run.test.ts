import { type ClientOptions, createClient } from '@mira/core'
import { createScriptedFetch, createVirtualClock, replayRun, type ScriptedReply } from '@mira/core/testing'
import { describe, expect, it } from 'vitest'
import { recordRun } from './record-run.ts'
import type { RecordedRun } from './recorded-run.ts'
import { runTools } from './run-tools.ts'
import { streamTools } from './stream-tools.ts'
import { defineTool } from './tool.ts'

const route = 'POST /v1/chat/completions'
const messages = [{ role: 'user', content: 'What time is it?' }]
const answer = (message: object, finish_reason = 'stop') => ({
  id: 'c',
  object: 'chat.completion',
  created: 1,
  model: 'mira',
  choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason }],
  usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
})
const call = (id: string, name = 'time') => ({ id, type: 'function', function: { name, arguments: '{}' } })
const calls = (...list: object[]) => answer({ content: null, tool_calls: list }, 'tool_calls')
const chunksOf = (completion: ReturnType<typeof answer>): ScriptedReply => ({
  sse: [
    {
      data: {
        ...completion,
        choices: completion.choices.map(({ message, ...choice }) => ({ ...choice, delta: message })),
      },
    },
    '[DONE]',
  ],
})
const time = defineTool({ name: 'time', execute: () => 'noon' })

function start(replies: ScriptedReply[], options: ClientOptions = {}) {
  const clock = createVirtualClock()
  const fetch = createScriptedFetch({ [route]: replies } as never, { clock })
  return {
    clock,
    client: createClient({ baseUrl: 'http://mira.test', fetch, clock, random: () => 0, retry: false, ...options }),
  }
}
const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )
const copyOf = (run: RecordedRun): RecordedRun => JSON.parse(JSON.stringify(run))

describe('recordRun', () => {
  it('measures rounds and calls by the clock of the client', async () => {
    const { clock, client } = start([
      { json: calls(call('a')), delayMs: 300 },
      { json: answer({ content: 'Noon.' }), delayMs: 100 },
    ])
    const slow = defineTool({
      name: 'time',
      execute: () => new Promise((resolve) => clock.setTimeout(() => resolve('noon'), 50)),
    })
    const recorder = recordRun(client, runTools)
    const result = recorder.run({ messages, tools: [slow] })
    expect(recorder.recording()).toMatchObject({ status: 'running', rounds: [{ round: 1, calls: [] }] })
    await clock.run(result)
    expect(recorder.recording()).toMatchObject({
      status: 'completed',
      startedAt: '2026-01-01T00:00:00.000Z',
      durationMs: 450,
      rounds: [
        { startedAtMs: 0, durationMs: 300, calls: [{ startedAtMs: 300, durationMs: 50, content: 'noon' }] },
        { startedAtMs: 350, durationMs: 100 },
      ],
      answer: 'Noon.',
      usage: { total_tokens: 6 },
    })
  })

  it('keeps what the client does: hooks, middleware and listeners of the run', async () => {
    const seen: string[] = []
    const { client } = start([{ json: calls(call('a')) }, { json: answer({ content: 'Noon.' }) }], {
      hooks: { onRequest: ({ attempt }) => seen.push(`request ${attempt}`), onEnd: () => seen.push('end') },
      middleware: [(request, next) => next(request).finally(() => seen.push('middleware'))],
    })
    const recorder = recordRun(client, runTools)
    const listeners = { onToolCall: () => seen.push('call'), onToolResult: () => seen.push('result') }
    await recorder.run({ messages, tools: [time], ...listeners } as never)
    expect(seen.join(', ')).toBe('request 1, middleware, end, call, result, request 1, middleware, end')
  })

  it.each([runTools, streamTools] as const)('records a run up to its error (%o)', async (operation) => {
    const isStream = operation === streamTools
    const first = calls(call('a'))
    const { client } = start([
      isStream ? chunksOf(first) : { json: first },
      { status: 402, json: { detail: 'No money' } },
    ])
    const recorder = recordRun(client, operation as typeof runTools)
    const run = recorder.run({ messages, tools: [time] })
    const error = await failureOf('then' in run ? run : (run as never as ReturnType<typeof streamTools>).final())
    expect(error).toMatchObject({ code: 'insufficient_balance' })
    const recording = copyOf(recorder.recording())
    expect(recording).toMatchObject({
      status: 'failed',
      error: { code: 'insufficient_balance', status: 402, body: { detail: 'No money' } },
      rounds: [{ calls: [{ content: 'noon' }] }, { error: { status: 402 }, calls: [] }],
    })
    const replayed = createClient({ baseUrl: 'http://mira.test', fetch: replayRun(recording) })
    await expect(runTools(replayed, { messages, tools: [time] })).rejects.toMatchObject({
      code: 'insufficient_balance',
      body: { detail: 'No money' },
    })
  })

  it('records a stream that breaks, with what arrived, and replays it', async () => {
    const { client } = start([{ sse: [{ data: { choices: [{ index: 0, delta: { content: 'No' } }] } }] }])
    const recorder = recordRun(client, streamTools)
    await failureOf(recorder.run({ messages, tools: [time] }).final())
    const recording = copyOf(recorder.recording())
    expect(recording).toMatchObject({
      status: 'failed',
      rounds: [{ error: { code: 'stream_interrupted' }, completion: { choices: [{ message: { content: 'No' } }] } }],
    })
    const replayed = createClient({ baseUrl: 'http://mira.test', fetch: replayRun(recording) })
    await expect(streamTools(replayed, { messages, tools: [time] }).final()).rejects.toMatchObject({
      code: 'stream_interrupted',
    })
  })

  it.each([runTools, streamTools] as const)('records a run that is aborted during a tool (%o)', async (operation) => {
    const first = calls(call('a'), call('b', 'wait'))
    const { client } = start([operation === streamTools ? chunksOf(first) : { json: first }])
    const controller = new AbortController()
    const wait = defineTool({
      name: 'wait',
      execute() {
        controller.abort('Stop')
        return new Promise(() => {})
      },
    })
    const recorder = recordRun(client, operation as typeof runTools)
    const run = recorder.run({ messages, tools: [time, wait] }, { signal: controller.signal })
    expect(await failureOf('then' in run ? run : (run as never as ReturnType<typeof streamTools>).final())).toBe('Stop')
    const recording = copyOf(recorder.recording())
    expect(recording).toMatchObject({
      status: 'aborted',
      error: { message: 'Stop' },
      rounds: [{ calls: [{ id: 'a' }, { id: 'b' }] }],
    })
    expect(recording.rounds[0]?.calls[1]).not.toHaveProperty('durationMs')
  })

  it('records a stream that is left', async () => {
    const { client } = start([chunksOf(answer({ content: 'Noon.' }))])
    const recorder = recordRun(client, streamTools)
    for await (const _ of recorder.run({ messages, tools: [time] })) break
    expect(recorder.recording()).toMatchObject({ status: 'aborted', error: { code: 'stream_closed' } })
  })

  it('records a run that calls tools for too long', async () => {
    const { client } = start([{ json: calls(call('a')) }])
    const recorder = recordRun(client, runTools)
    await failureOf(recorder.run({ messages, tools: [time], maxRounds: 2 }))
    expect(recorder.recording()).toMatchObject({
      status: 'failed',
      error: { code: 'tool_rounds_exceeded' },
      rounds: [{}, {}],
    })
  })

  it('records one run, within its limit', async () => {
    const { client } = start([{ json: answer({ content: 'x'.repeat(100_000) }) }])
    const recorder = recordRun(client, runTools, { maxBytes: 20_000 })
    await recorder.run({ messages, tools: [time] })
    expect(JSON.stringify(recorder.recording()).length).toBeLessThanOrEqual(20_000)
    expect(() => replayRun(recorder.recording())).toThrow(/incomplete at rounds\[0\]\.completion.*maxBytes/)
    expect(() => recorder.run({ messages, tools: [time] })).toThrow('A recorder records one run')
  })

  it('removes keys that a function returns, and secrets of the caller', async () => {
    const { client } = start([{ json: answer({ content: 'The keys: opaque-key-1, tok_123' }) }], {
      apiKey: () => 'opaque-key-1',
    })
    const recorder = recordRun(client, runTools, { secrets: ['tok_123'] })
    await recorder.run({ messages, tools: [time] })
    expect(recorder.recording().answer).toBe('The keys: [redacted], [redacted]')
  })

  it.each([{ limit: 1 }, { maxBytes: 100 }, { maxBytes: 1.5 }])('refuses %j', (options) => {
    expect(() => recordRun(start([]).client, runTools, options as never)).toThrow(/unknown|maxBytes must be/)
  })

  it('records a run that is refused at once', () => {
    const recorder = recordRun(start([]).client, streamTools)
    expect(() => recorder.run({ messages, tools: [] })).toThrow(TypeError)
    expect(recorder.recording()).toMatchObject({ status: 'failed', rounds: [], error: { name: 'TypeError' } })
  })
})

describe('replayRun', () => {
  it.each([{}, { format: 'mira.run', version: 2, rounds: [] }])('refuses %j', (run) => {
    expect(() => replayRun(run as never)).toThrow('replayRun needs a recording of recordRun, version 1')
  })

  it('says so when a run goes on after the recorded one, and refuses other requests', async () => {
    const { client } = start([{ json: answer({ content: 'Noon.' }) }])
    const recorder = recordRun(client, runTools)
    await recorder.run({ messages, tools: [time] })
    const replay = replayRun(copyOf(recorder.recording()))
    const replayed = createClient({ baseUrl: 'http://mira.test', fetch: replay })
    await runTools(replayed, { messages, tools: [time] })
    expect(replay.remainingRounds).toBe(0)
    await expect(runTools(replayed, { messages, tools: [time] })).rejects.toMatchObject({
      code: 'replay_mismatch',
      message: 'replayRun: round 2: the recorded run ended after 1 rounds',
    })
    await expect(replay('http://mira.test/v1/models', { method: 'GET' })).rejects.toMatchObject({
      code: 'replay_mismatch',
    })
  })

  it('compares a text that was cut by its beginning', async () => {
    const content = 'z'.repeat(100_000)
    const { client } = start([{ json: answer({ content: 'Noon.' }) }])
    const recorder = recordRun(client, runTools, { maxBytes: 20_000 })
    await recorder.run({ messages: [{ role: 'user', content }], tools: [time] })
    const recording = copyOf(recorder.recording())
    const replayed = createClient({ baseUrl: 'http://mira.test', fetch: replayRun(recording) })
    const { completion } = await runTools(replayed, { messages: [{ role: 'user', content }], tools: [time] })
    expect(completion.text).toBe('Noon.')
  })
})
