import { chat, defineTool } from '@mira/chat'
import { createClient } from '@mira/core'
import { registerMiraInstrumentation, traceAgent } from '@mira/otel'
import { startServer } from '@mira/server'
import { context, propagation, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'

// #region setup
// What every program with OpenTelemetry sets up, by hand or with `@opentelemetry/sdk-node`.
const exporter = new InMemorySpanExporter()
const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] })
trace.setGlobalTracerProvider(provider)
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
propagation.setGlobalPropagator(new W3CTraceContextPropagator())
// #endregion

// #region register
const unregister = registerMiraInstrumentation() // traces every client of the process
// #endregion

// Fails once, so that the trace has a retry.
const server = await startServer({
  faults: ({ attempt }) => (attempt === 1 ? { status: 503, retryAfterSeconds: 0 } : undefined),
})
const mira = createClient({ baseUrl: server.url, apiKey: server.apiKey }).extend(chat)

const weather = defineTool<{ city: string }>({
  name: 'get_weather',
  description: 'Gets the current weather in a city',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  execute: ({ city }) => ({ city, temperature: -20, unit: 'celsius' }),
})

// #region agent
const { completion } = await traceAgent({ name: 'weather' }, () =>
  mira.chat.runTools({
    messages: [{ role: 'user', content: 'What is the weather in Omsk and in Paris?' }],
    tools: [weather],
  }),
)
// #endregion
console.log(completion.text)

unregister()
await server.close()
await provider.forceFlush()
printTree(exporter.getFinishedSpans().filter(({ instrumentationScope }) => instrumentationScope.name === '@mira/otel'))

/** Prints spans below their parents, in the order of their start, each with its attributes. */
function printTree(spans: readonly ReadableSpan[], parentId?: string, indent = ''): void {
  const children = spans.filter(({ parentSpanContext }) => parentSpanContext?.spanId === parentId)
  for (const span of children.toSorted((a, b) => a.startTime[0] - b.startTime[0] || a.startTime[1] - b.startTime[1])) {
    const { name, attributes, events } = span
    console.log(`${indent}${name} [${events.map((event) => event.name)}] ${JSON.stringify(attributes)}`)
    printTree(spans, span.spanContext().spanId, `${indent}  `)
  }
}
