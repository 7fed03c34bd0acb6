// Serves music and video of the test engines in a separate process that a test can kill.
import { startServer } from '../start-server.ts'
import { createBoxVideoEngine, createScaleMusicEngine } from './job-engines.test-support.ts'
import type { ServerLocation } from './killable-server.test-support.ts'
import { noMediaEngines } from './no-media-engines.test-support.ts'
import { createWordChatEngine } from './word-chat-engine.test-support.ts'

const [place, apiKey, clockOffsetMs] = process.argv.slice(2)
const workMs = 120
const server = await startServer({
  ...(JSON.parse(place!) as ServerLocation),
  apiKeys: [apiKey!],
  engines: {
    ...noMediaEngines,
    chat: createWordChatEngine(),
    music: createScaleMusicEngine({ workMs }),
    video: createBoxVideoEngine({ workMs }),
  },
  jobs: { workers: 4 },
  limits: { requestTimeoutMs: 4_000, maxConcurrentStreams: 1_000 },
  now: () => Date.now() + Number(clockOffsetMs),
})
process.stdout.write(`${server.url}\n`)
process.on('SIGTERM', () => void server.close({ graceMs: 1_000 }).then(() => process.exit(0)))
