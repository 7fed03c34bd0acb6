// A server in its own process, for server-load.ts: `node chat-server.ts mira '{"dataDir":"…"}'`, or `aimock` instead of
// `mira`. Sends its address, and its memory and CPU time whenever it is asked.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

/** What a server process sends when it listens. */
export interface Started {
  readonly url: string
  readonly apiKey: string
  /** Time from the start of the process until it listens, in milliseconds. */
  readonly listenMs: number
}

/** What a server process sends when it is asked. */
export interface Resources {
  /** Resident memory, in bytes. */
  readonly residentBytes: number
  /** CPU time since the start of the process, in microseconds. */
  readonly cpuMicroseconds: number
}

/** Chat engine that costs nothing, so that the server itself is measured. */
const chat = {
  info: { name: 'hello', kind: 'rules', description: 'Says hello.' },
  models: async () => [{ id: 'mira', contextWindow: 1_000, maxOutputTokens: 100 }],
  async *generate() {
    yield { type: 'text', text: 'hello' }
    yield { type: 'finish', reason: 'stop', usage: { promptTokens: 1, completionTokens: 1 } }
  },
  countTokens: async () => 1,
  close: async () => {},
} as const

const apiKey = `sk-mira-${'0'.repeat(40)}`

/** Starts the built server, as users run it. */
async function startMira(options: object): Promise<string> {
  const built = new URL('../../../packages/server/dist/index.js', import.meta.url)
  const { startServer } = await import(built.href)
  return (await startServer({ engines: { chat }, apiKeys: [apiKey], ...options })).url
}

/** Starts a widely used mock server, which stores and charges nothing. */
async function startAimock(): Promise<string> {
  const path = createRequire(new URL('../../e2e/package.json', import.meta.url)).resolve('@copilotkit/aimock')
  const { LLMock } = await import(pathToFileURL(path).href)
  const mock = new LLMock({ port: 0 })
  mock.onMessage(/./, { content: 'hello' })
  await mock.start()
  return mock.url
}

const [, , kind, options = '{}'] = process.argv
const url = kind === 'aimock' ? await startAimock() : await startMira(JSON.parse(options))
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({ residentBytes: process.memoryUsage().rss, cpuMicroseconds: user + system } satisfies Resources)
})
process.on('disconnect', () => process.exit())
process.send?.({ url, apiKey, listenMs: performance.now() } satisfies Started)
