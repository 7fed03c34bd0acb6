// Measures how the server behaves while engines work in child processes, from the built packages:
//
//   node scripts/proofs/measure-worker-hosts.mjs
//
// First, a server whose engines have a short idle time handles one call per capability, and its memory is measured,
// including its child processes. Then, a server whose engines have short deadlines receives from one user an input for
// each that cannot finish in time; meanwhile /health is polled, and afterwards another user makes an ordinary call.
import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { calls, json, makeTone } from '../../tests/e2e/lib/optional-engines/calls.ts'
import { formatTable } from '../../tests/size/lib/table.ts'

const built = (name) => import(new URL(`../../packages/${name}/dist/index.js`, import.meta.url).href)
const { startServer, generateApiKey } = await built('server')
const language = await built('engine-language')
const vision = await built('engine-vision')
const audio = await built('engine-audio')
const video = await built('engine-video')

/** Creates every engine with the same limits of its child process. */
const makeEngines = (worker) => ({
  chat: language.createLocalChatEngine({ worker }),
  embeddings: language.createLocalEmbeddingEngine({ worker }),
  moderation: language.createLocalModerationEngine({ worker }),
  images: vision.createLocalImageEngine({ worker }),
  vision: vision.createLocalVisionEngine({ worker }),
  imageModeration: vision.createLocalImageModerationEngine({ worker }),
  speech: audio.createLocalSpeechEngine({ worker }),
  transcription: audio.createLocalTranscriptionEngine({ worker }),
  music: audio.createLocalMusicEngine({ worker }),
  video: video.createLocalVideoEngine({ worker }),
})

await measureIdleMemory()
await measureDeadlines()

async function measureDeadlines() {
  // Long enough for an ordinary call on a cold process, short for the hostile input.
  const deadlineMs = 6_000
  const engines = {
    ...makeEngines({ deadlineMs }),
    // The largest inputs that the server accepts take less than 4 s on a cold process, an ordinary one 2 s.
    chat: language.createLocalChatEngine({ worker: { deadlineMs: 3_000 } }),
    embeddings: language.createLocalEmbeddingEngine({ worker: { deadlineMs: 500 } }),
  }
  // Moderation is disabled: it is not measured, and would handle part of the input.
  const options = { engines: { ...engines, moderation: null, imageModeration: null } }
  const [hostile, other] = [generateApiKey(), generateApiKey()]
  await using server = await startServer({ ...options, apiKeys: [hostile, other] })
  const rows = []
  for (const [name, [path, init]] of Object.entries(await makeHeavyCalls())) {
    const heavy = call(server, hostile, path, init)
    const delays = await pingWhile(server, heavy)
    const { status, seconds, code } = await heavy
    const [ordinaryPath, ordinaryInit] = calls[name]
    const next = await call(server, other, ordinaryPath, ordinaryInit)
    rows.push([
      name,
      String(status),
      code,
      seconds.toFixed(1),
      percentile(delays, 0.99),
      percentile(delays, 1),
      String(next.status),
    ])
  }
  console.log(`\nInputs beyond a deadline of ${deadlineMs / 1_000} s\n`)
  console.log(formatTable(['input for', 'status', 'code', 's', '/health p99 ms', 'max ms', 'next call'], rows))
  await closeAll(engines)
}

async function makeHeavyCalls() {
  const words = 'whether and although because wherever '
  const names = Array.from({ length: 5_000 }, (_, index) => `p${index}`)
  const properties = Object.fromEntries(names.map((name) => [name, { type: 'string' }]))
  const schema = { type: 'object', properties, required: names }
  const response_format = { type: 'json_schema', json_schema: { name: 'x', schema } }
  const form = new FormData()
  form.set('file', makeNoise(120), 'noise.wav')
  return {
    chat: [
      '/v1/chat/completions',
      json({ model: 'mira', messages: [{ role: 'user', content: 'Ada, 36, lives in Omsk' }], response_format }),
    ],
    // One text, which is one task: many texts are cut into tasks, each with the deadline.
    embeddings: ['/v1/embeddings', json({ model: 'mira-embed', input: words.repeat(12_000) })],
    images: [
      '/v1/images/generate',
      json({ prompt: 'twenty dogs in a forest with rain, watercolour', size: '1536x1024', quality: 'high', n: 4 }),
    ],
    // Speech has no such input: the server limits a text to 4,096 characters, and each sentence is a task.
    transcription: ['/v1/audio/transcribe', { method: 'POST', body: form }],
  }
}

function makeNoise(seconds) {
  return makeTone(seconds, () => (Math.random() * 2 - 1) / 4)
}

async function call(server, apiKey, path, init = {}) {
  const startedAt = performance.now()
  const headers = { ...init.headers, authorization: `Bearer ${apiKey}` }
  const answer = await fetch(server.url + path, { ...init, headers })
  const body = await answer.text().catch(() => '')
  const code = answer.ok ? '' : (/"code":"(\w+)"/.exec(body)?.[1] ?? body.slice(0, 60))
  return { status: answer.status, seconds: (performance.now() - startedAt) / 1_000, code }
}

async function pingWhile(server, work) {
  const delays = []
  let isOver = false
  void work.then(() => {
    isOver = true
  })
  while (!isOver) {
    const startedAt = performance.now()
    await (await fetch(`${server.url}/health`)).text()
    delays.push(performance.now() - startedAt)
    await sleep(20)
  }
  return delays
}

function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(0)
}

async function measureIdleMemory() {
  const idleMs = 10_000
  const engines = makeEngines({ idleMs })
  await using server = await startServer({ engines })
  const useAll = async () => {
    const statuses = []
    for (const [path, init] of Object.values(calls))
      statuses.push((await call(server, server.apiKey, path, init)).status)
    return statuses
  }
  const before = residentMiB()
  const first = await useAll()
  let peak = 0
  const startedAt = performance.now()
  while (performance.now() - startedAt < idleMs + 60_000) {
    peak = Math.max(peak, residentMiB())
    await sleep(1_000)
    // All but the server's own audio decoder, whose idle time is five minutes.
    if (performance.now() - startedAt > idleMs && childProcesses().length <= 1) break
  }
  const [idle, own] = [residentMiB(), process.memoryUsage().rss / 2 ** 20]
  const seconds = (performance.now() - startedAt) / 1_000
  console.log('\nResident memory of the server and its child processes, MiB\n')
  console.log(
    formatTable(
      ['moment', 'MiB'],
      [
        ['started', before.toFixed(0)],
        ['largest after one call of each', peak.toFixed(0)],
        [
          `${seconds.toFixed(0)} s after the last call (idle time ${idleMs / 1_000} s)`,
          `${idle.toFixed(0)} (server ${own.toFixed(0)})`,
        ],
      ],
    ),
  )
  console.log(`statuses: ${first.join(' ')}; again after the pause: ${(await useAll()).join(' ')}`)
  await closeAll(engines)
}

/** Returns the resident memory of this process and its descendants; only available on Linux. */
function residentMiB(pid = process.pid) {
  if (!existsSync(`/proc/${pid}/status`)) return 0
  const own = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024
  return childProcesses(pid).reduce((sum, child) => sum + residentMiB(child), own)
}

function childProcesses(pid = process.pid) {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean)
}

async function closeAll(engines) {
  await Promise.all(Object.values(engines).map((engine) => engine.close()))
}
