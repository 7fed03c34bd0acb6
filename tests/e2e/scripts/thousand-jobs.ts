// Queues a thousand music jobs on a new server and prints its latency and memory. Run it with
// `node --conditions=@mira/source tests/e2e/scripts/thousand-jobs.ts [jobs] [seconds]`.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { generateApiKey } from '@mira/server'

const jobCount = Number(process.argv[2] ?? 1_000)
const seconds = Number(process.argv[3] ?? 30)
const program = resolve(import.meta.dirname, '../../../packages/server/src/bin.ts')

const dataDir = await mkdtemp(join(tmpdir(), 'mira-thousand-'))
const key = generateApiKey()
const place = ['--port', '0', '--data-dir', dataDir, '--dev-key', key, '--log-level', 'error']
const server = spawn(process.execPath, ['--conditions=@mira/source', program, ...place], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
try {
  const origin = await readOrigin()
  await measure(origin)
} finally {
  server.kill('SIGKILL')
  await once(server, 'exit')
  await rm(dataDir, { recursive: true })
}

async function readOrigin(): Promise<string> {
  for await (const bytes of server.stdout) {
    const [, origin] = /(http:\/\/[\d.:]+)\/v1/.exec(String(bytes)) ?? []
    if (origin !== undefined) return origin
  }
  throw new Error('The server exited before it printed its URL')
}

interface SendOptions {
  readonly body?: object
  readonly apiKey?: string
}

async function measure(origin: string): Promise<void> {
  const send = async (method: string, path: string, { body, apiKey = key }: SendOptions = {}) => {
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
    const init = { method, headers, body: body === undefined ? null : JSON.stringify(body) }
    const answer = await fetch(origin + path, init)
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  const generateMusic = (apiKey: string) =>
    send('POST', '/v1/audio/music', { body: { prompt: 'Rain', duration_seconds: 2 }, apiKey })
  const chat = () =>
    send('POST', '/v1/chat/completions', {
      body: { model: 'mira', messages: [{ role: 'user', content: 'What is 6 times 7?' }] },
    })
  const { key: otherKey } = await send('POST', '/v1/api-keys', { body: { name: 'other' } })

  // Engines load on first use, which is not measured.
  for (const { id } of [await generateMusic(key)])
    while ((await send('GET', `/v1/audio/music/${id}`)).finished_at === undefined) await sleep(100)
  const idle = await sample(chat, 5)
  const before = await readMemory()

  const accepted: string[] = []
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: Math.round(jobCount * 0.9) }, async () => accepted.push((await generateMusic(key)).id)),
  )
  const others: string[] = []
  await Promise.all(
    Array.from({ length: Math.round(jobCount * 0.1) }, async () => others.push((await generateMusic(otherKey)).id)),
  )
  const acceptedMs = performance.now() - startedAt
  const loaded = await sample(chat, seconds)
  const after = await readMemory()

  const succeeded = { first: 0, other: 0 }
  for (const [name, ids] of [
    ['first', accepted],
    ['other', others],
  ] as const) {
    for (const id of ids) if ((await send('GET', `/v1/audio/music/${id}`)).status === 'succeeded') succeeded[name] += 1
  }
  const ratio = (percentile: number) =>
    `${at(loaded, percentile).toFixed(1)} ms, idle ${at(idle, percentile).toFixed(1)} (x ${(at(loaded, percentile) / at(idle, percentile)).toFixed(2)})`
  console.log(`${accepted.length + others.length} jobs accepted in ${(acceptedMs / 1_000).toFixed(2)} s`)
  console.log(`Chat latency with queued jobs: median ${ratio(0.5)}`)
  console.log(`                               95 %   ${ratio(0.95)}`)
  console.log(`Memory of the server: ${before} MiB before, ${after} MiB after ${seconds} s of work`)
  console.log(
    `Jobs succeeded by then: ${succeeded.first} of ${accepted.length} of one key, ${succeeded.other} of ${others.length} of the other`,
  )
}

/** Returns the durations of sequential calls, in milliseconds, ascending. */
async function sample(call: () => Promise<unknown>, forSeconds: number): Promise<number[]> {
  const times: number[] = []
  for (const end = performance.now() + forSeconds * 1_000; performance.now() < end; await sleep(50)) {
    const startedAt = performance.now()
    await call()
    times.push(performance.now() - startedAt)
  }
  return times.sort((one, other) => one - other)
}

function at(sorted: readonly number[], percentile: number): number {
  return sorted[Math.floor((sorted.length - 1) * percentile)] ?? Number.NaN
}

/** Returns the resident memory of the server in MiB, or `NaN` if the system does not report it. */
async function readMemory(): Promise<number> {
  const status = await readFile(`/proc/${server.pid}/status`, 'utf8').catch(() => '')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024)
}
