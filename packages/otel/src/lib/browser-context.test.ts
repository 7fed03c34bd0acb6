import { chat } from '@mira/chat'
import { createClient } from '@mira/core'
import { startTestServer } from '@mira/test-server'
import { context } from '@opentelemetry/api'
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  StackContextManager,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import { beforeEach, describe, expect, it } from 'vitest'
import { telemetryHooks } from './register.ts'
import { traceAgent } from './trace-agent.ts'

const exporter = new InMemorySpanExporter()
const tracerProvider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] })
beforeEach(() => exporter.reset())

/** Makes a call at once, and another after it, as an agent. */
async function runAgent(): Promise<void> {
  await using server = await startTestServer({ 'POST /v1/chat/completions': { json: { id: 'c1', choices: [] } } })
  const mira = createClient({ baseUrl: server.url, hooks: telemetryHooks({ tracerProvider }) }).extend(chat)
  const ask = (seed: number) => mira.chat.create({ messages: [{ role: 'user', content: 'Hi' }], seed })
  await traceAgent({ name: 'two' }, () => ask(1).then(() => ask(2)), { tracerProvider })
}

const parents = () => {
  const names = new Map(exporter.getFinishedSpans().map((span) => [span.spanContext().spanId, span.name]))
  return exporter
    .getFinishedSpans()
    .map(({ name, parentSpanContext }) => [name, names.get(parentSpanContext?.spanId ?? '')])
}

describe('without a context manager that follows promises', () => {
  it('creates spans of all calls, with the parents that are known when a call starts', async () => {
    context.setGlobalContextManager(new StackContextManager().enable())
    await runAgent()
    context.disable()
    expect(parents()).toEqual([
      ['chat mira', 'invoke_agent two'],
      ['chat mira', undefined],
      ['invoke_agent two', undefined],
    ])
  })

  it('creates spans without parents if there is no context manager at all', async () => {
    await runAgent()
    expect(parents()).toEqual([
      ['chat mira', undefined],
      ['chat mira', undefined],
      ['invoke_agent two', undefined],
    ])
  })
})
