import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { generateApiKey } from '../accounts/api-keys.ts'
import { ownerId } from '../accounts/owner.ts'
import { openStore } from '../store/open-store.ts'
import { programPath } from '../test-support/program-path.test-support.ts'

const program = programPath(new URL('../test-support/mixed-server-process.test-support.ts', import.meta.url))

let folder: string
let key: string
let child: ChildProcess | undefined
let url: string

/** Starts the server; no file of it can grow beyond the limit, in blocks of 512 bytes: the kernel rejects the write. */
async function start(fileBlocks: number | 'unlimited'): Promise<void> {
  const options = { dataDir: join(folder, 'data'), limits: { requestTimeoutMs: 20_000 } }
  const args = ['--conditions=@mira/source', program, JSON.stringify(options), key, '0']
  child = spawn('sh', ['-c', `ulimit -f ${fileBlocks}; exec "$@"`, 'sh', process.execPath, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TMPDIR: join(folder, 'tmp') },
  })
  // Rejects if there is no such program.
  await once(child, 'spawn')
  const [output] = await once(child.stdout!, 'data')
  url = String(output).trim()
}

async function kill(): Promise<void> {
  if (child?.pid === undefined) return
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  child = undefined
  await exit
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mira-full-'))
  await mkdir(join(folder, 'tmp'))
  key = generateApiKey()
})
afterEach(async () => {
  await kill()
  await rm(folder, { recursive: true })
})

async function post(path: string, body: object): Promise<Response> {
  const isForm = body instanceof FormData
  return fetch(url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, ...(!isForm && { 'content-type': 'application/json' }) },
    body: isForm ? body : JSON.stringify(body),
    signal: AbortSignal.timeout(20_000),
  })
}

async function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url + path, { headers: { authorization: `Bearer ${key}`, ...headers } })
}

const chat = () => post('/v1/chat/completions', { model: 'mira', messages: [{ role: 'user', content: 'hi' }] })

function recording(seconds: number): FormData {
  const wav = Buffer.alloc(44 + 16_000 * 2 * seconds)
  wav.write('RIFF')
  wav.writeUInt32LE(wav.length - 8, 4)
  wav.write('WAVEfmt ', 8)
  for (const [index, value] of [16, 0x1_0001, 16_000, 32_000, 0x10_0002].entries())
    wav.writeUInt32LE(value, 16 + index * 4)
  wav.write('data', 36)
  wav.writeUInt32LE(wav.length - 44, 40)
  const form = new FormData()
  form.append('file', new Blob([wav], { type: 'audio/wav' }), 'a.wav')
  return form
}

/** Composes music of a length, and resolves with the job once it has ended. */
async function compose(duration: number): Promise<{ readonly status: string; readonly result_url?: string }> {
  const created = await post('/v1/audio/music', { prompt: 'a scale', duration_seconds: duration })
  expect(created.status).toBe(202)
  const { id } = (await created.json()) as { id: string }
  for (;;) {
    const job = (await (await get(`/v1/audio/music/${id}`, { prefer: 'wait=10' })).json()) as { status: string }
    if (!['queued', 'running'].includes(job.status)) return job
  }
}

describe.skipIf(process.platform === 'win32')('a disk that rejects writes', { timeout: 300_000 }, () => {
  it('fails an upload with 503, keeps nothing of it, and serves the next', async () => {
    await start(2_400)
    const answer = await post('/v1/audio/transcribe', recording(60))
    expect([answer.status, await answer.json()]).toMatchObject([503, { detail: expect.stringContaining('disk') }])
    expect((await readdir(join(folder, 'tmp'))).filter((name) => name.startsWith('mira-'))).toEqual([])
    const next = await post('/v1/audio/transcribe', recording(1))
    expect([next.status, await next.json()]).toEqual([200, expect.objectContaining({ text: 'heard 1.0 s' })])
  })

  it('fails a job whose result it cannot store, keeps no part of it, and completes the next', async () => {
    await start(2_400)
    expect(await compose(240)).toMatchObject({ status: 'failed' })
    const kept = async () => (await readdir(join(folder, 'data/media'))).length
    expect(await kept()).toBe(0)
    const job = await compose(5)
    expect(job.status).toBe('succeeded')
    expect(await kept()).toBe(1)
  })

  it('fails a call that it cannot record, and loses none that it has answered', async () => {
    await start(1_200)
    const answered: string[] = []
    let last = await chat()
    for (; last.status === 200 && answered.length < 3_000; last = await chat()) {
      await last.arrayBuffer()
      answered.push(last.headers.get('x-request-id')!)
    }
    expect([last.status, await last.json()]).toMatchObject([503, { detail: expect.stringContaining('disk') }])
    expect(await (await get('/ready')).json()).toEqual({ status: 'write_failed' })
    expect((await get('/health')).status).toBe(200)
    await kill()

    await start('unlimited')
    expect(await (await get('/ready')).json()).toEqual({ status: 'ready' })
    expect((await chat()).status).toBe(200)
    await kill()
    const store = await openStore(undefined, join(folder, 'data/mira.db'))
    const charges = await store.ledger.list(ownerId, { limit: 1_000_000, offset: 0 })
    const records = await store.usage.list(ownerId, 0)
    await store.close()
    const recorded = new Set(records.filter(({ outcome }) => outcome === 'completed').map(({ requestId }) => requestId))
    expect(answered.filter((id) => !recorded.has(id))).toEqual([])
    // The call that failed was not charged; beside the answered ones there is only the one after the restart.
    expect(recorded.size).toBe(answered.length + 1)
    const charged = charges.filter(({ type }) => type === 'charge').map(({ requestId }) => requestId)
    expect(charged.filter((id) => !recorded.has(id!))).toEqual([])
  })
})
