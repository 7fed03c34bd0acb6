// Serves the test engines of every kind in a separate process that a test can kill.
import { startServer } from '../start-server.ts'
import { createDurationEngine, createHummingEngine } from './audio-engines.test-support.ts'
import { createBoxVideoEngine, createScaleMusicEngine } from './job-engines.test-support.ts'
import type { ServerLocation } from './killable-server.test-support.ts'
import { createLetterEmbeddingEngine } from './letter-embedding-engine.test-support.ts'
import { noMediaEngines } from './no-media-engines.test-support.ts'
import { createWordChatEngine } from './word-chat-engine.test-support.ts'

const [place, apiKey, clockOffsetMs] = process.argv.slice(2)
const workMs = 40
const server = await startServer({
  apiKeys: [apiKey!],
  engines: {
    ...noMediaEngines,
    chat: createWordChatEngine(),
    embeddings: createLetterEmbeddingEngine(),
    speech: createHummingEngine(),
    transcription: createDurationEngine(),
    music: createScaleMusicEngine({ workMs }),
    video: createBoxVideoEngine({ workMs }),
  },
  // A third of a kopeck per token.
  prices: {
    models: {
      'mira-embed': { input_per_million_tokens: '1370.01' },
      'mira-realtime': { per_second: '0.20' },
      'mira-video': { per_second: '0.50' },
      'mira-music': { per_second: '0.07' },
    },
    default: { input_per_million_tokens: '3333.33', output_per_million_tokens: '3333.33' },
  },
  jobs: { workers: 4 },
  limits: { requestTimeoutMs: 2_000 },
  now: () => Date.now() + Number(clockOffsetMs),
  ...(JSON.parse(place!) as ServerLocation),
})
process.stdout.write(`${server.url}\n`)
process.on('SIGTERM', () => void server.close({ graceMs: 1_000 }).then(() => process.exit(0)))
