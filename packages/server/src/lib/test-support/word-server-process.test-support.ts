// Serves the test engines in a separate process that a test can kill.
import { startServer } from '../start-server.ts'
import type { ServerLocation } from './killable-server.test-support.ts'
import { createLetterEmbeddingEngine } from './letter-embedding-engine.test-support.ts'
import { createWordChatEngine } from './word-chat-engine.test-support.ts'

const [place, apiKey, clockOffsetMs] = process.argv.slice(2)
const server = await startServer({
  ...(JSON.parse(place!) as ServerLocation),
  apiKeys: [apiKey!],
  engines: { chat: createWordChatEngine(), embeddings: createLetterEmbeddingEngine() },
  // Odd fractions of a kopeck per token.
  prices: {
    models: { 'mira-embed': { input_per_million_tokens: '1.37' } },
    default: { input_per_million_tokens: '33.33', output_per_million_tokens: '7777.77' },
  },
  limits: { requestTimeoutMs: 2_000, maxConcurrentStreams: 1_000 },
  now: () => Date.now() + Number(clockOffsetMs),
})
process.stdout.write(`${server.url}\n`)
process.on('SIGTERM', () => void server.close({ graceMs: 1_000 }).then(() => process.exit(0)))
