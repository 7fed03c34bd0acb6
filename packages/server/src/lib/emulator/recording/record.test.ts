import { mkdtemp, readdir, readFile, rm, stat, watch, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { control } from '../../test-support/control-client.test-support.ts'
import { createManualClock } from '../../test-support/manual-clock.test-support.ts'
import { startEmulator } from '../../test-support/start-emulator.test-support.ts'
import { startUpstream, type Upstream } from '../../test-support/start-upstream.test-support.ts'
import type { WordServer } from '../../test-support/start-word-server.test-support.ts'
import type { EmulatorOptions } from '../emulator-options.ts'
import type { Fixture } from '../fixture.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mira-recording-'))
})
afterEach(() => rm(folder, { recursive: true }))

function startRecorder(
  { url }: Upstream,
  fixtures: readonly (Fixture | string)[] = [],
  record: Partial<NonNullable<EmulatorOptions['record']>> = {},
): Promise<WordServer> {
  return startEmulator([], { emulator: { fixtures, record: { target: url, out: folder, ...record } } })
}

function startReplayer(emulator: Partial<EmulatorOptions> = {}): Promise<WordServer> {
  const replay = { speed: Number.POSITIVE_INFINITY, ...emulator.replay }
  return startEmulator([], { emulator: { fixtures: folder, strict: true, control: true, ...emulator, replay } })
}

/** Reads all recorded files as one text. */
async function readRecorded(): Promise<string> {
  const names = (await readdir(folder)).toSorted()
  return (await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).join('\n')
}

/** Response as a client sees it, with the chunks of its body. */
async function observe(response: Response) {
  const chunks: string[] = []
  const reader = response.body?.getReader()
  for (;;) {
    const { value, done = true } = (await reader?.read()) ?? {}
    if (done || value === undefined) break
    chunks.push(Buffer.from(value).toString('latin1'))
  }
  const { date: _, 'keep-alive': __, ...headers } = Object.fromEntries(response.headers)
  return { status: response.status, headers, body: chunks.join('') }
}

const cases: readonly {
  name: string
  answer: Parameters<typeof startUpstream>[0]
  init?: RequestInit
  path?: string
}[] = [
  {
    name: 'JSON with a length and headers of its own',
    answer: (_request, response) => {
      const body = '{"id": "x",  "text": "Grüße 🙂\\r\\n"}\n'
      response.setHeader('x-request-id', 'upstream-1')
      response.setHeader('content-type', 'application/json; charset=utf-8')
      response.setHeader('content-length', Buffer.byteLength(body))
      response.setHeader('openai-processing-ms', '12')
      response.end(body)
    },
  },
  {
    name: 'long JSON, which clients accept compressed',
    answer: (_request, response) => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ text: 'word '.repeat(2_000) }))
    },
  },
  {
    name: 'an error with Retry-After',
    answer: (_request, response) => {
      response.writeHead(429, { 'retry-after': '7', 'content-type': 'application/json' })
      response.end('{"error":{"message":"Slow down"}}')
    },
  },
  {
    name: 'a stream whose chunks tear characters',
    answer: async (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
      const bytes = Buffer.from('data: {"delta":"Grüße 🙂"}\n\ndata: [DONE]\n\n')
      for (const [start, end] of [
        [0, 19],
        [19, 26],
        [26, bytes.length],
      ] as const) {
        response.write(bytes.subarray(start, end))
        await new Promise((resolve) => setImmediate(resolve))
      }
      response.end()
    },
  },
  {
    name: 'a binary',
    answer: (_request, response) => {
      response.writeHead(200, { 'content-type': 'audio/mpeg' })
      response.end(Buffer.from(Array.from({ length: 5_000 }, (_, index) => (index * 7) % 256)))
    },
  },
  { name: 'no content', answer: (_request, response) => void response.writeHead(204, { 'x-a': 'b' }).end() },
  {
    name: 'an empty body',
    answer: (_request, response) => void response.writeHead(200, { 'content-length': '0' }).end(),
  },
  {
    name: 'a form',
    path: '/v1/audio/transcriptions',
    init: {
      body: (() => {
        const form = new FormData()
        form.append('model', 'whisper-1')
        form.append('file', new Blob([new Uint8Array([0, 255, 1])], { type: 'audio/wav' }), 'a.wav')
        return form
      })(),
    },
    answer: (_request, response) => void response.setHeader('content-type', 'application/json').end('{"text":"Hi"}'),
  },
]

it.each(cases)('relays, records and replays $name', async ({ answer, init = {}, path = '/v1/anything?b=2&a=1' }) => {
  await using upstream = await startUpstream(answer)
  await using recorder = await startRecorder(upstream)
  const send = (url: string) => fetch(url + path, { method: 'POST', body: '{"a":1}', ...init })
  const direct = await observe(await send(upstream.url))
  const relayed = await observe(await send(recorder.url))
  expect(relayed).toEqual(direct)
  await using replayer = await startReplayer()
  expect(await observe(await send(replayer.url))).toEqual(direct)
  expect(await observe(await send(replayer.url))).toEqual(direct)
})

it('passes method, path, query, headers and body on, and the key of the caller', async () => {
  await using upstream = await startUpstream((_request, response) => void response.end('ok'))
  await using recorder = await startRecorder(upstream, [], { target: `${upstream.url}/base/v1` })
  const headers = { authorization: 'Bearer caller-key', 'x-own': '1', 'content-type': 'text/plain' }
  await (await fetch(`${recorder.url}/v1/files/a%20b?x=%2F`, { method: 'PUT', body: 'raw', headers })).text()
  const [received] = upstream.requests
  expect(received).toMatchObject({ method: 'PUT', url: '/base/v1/files/a%20b?x=%2F', headers })
  expect(received!.headers.host).toBe(new URL(upstream.url).host)
  expect(received!.body.toString()).toBe('raw')
})

it('sends its own key to the upstream for callers with a key of the server only', async () => {
  await using upstream = await startUpstream((_request, response) => void response.end('ok'))
  await using recorder = await startRecorder(upstream, [], { apiKey: 'sk-of-the-upstream-1234567890' })
  expect((await fetch(`${recorder.url}/v1/models`)).status).toBe(401)
  expect(upstream.requests).toEqual([])
  expect(await (await recorder.post('/v1/chat/completions', {})).text()).toBe('ok')
  expect(upstream.requests[0]!.headers.authorization).toBe('Bearer sk-of-the-upstream-1234567890')
  expect(await readRecorded()).not.toMatch(/sk-of-the-upstream-1234567890|sk-mira-[0-9a-f]{40}/)
})

it('masks keys, cookies, addresses and the signatures of links', async () => {
  const secret = 'abcdefghij0123456789'
  await using upstream = await startUpstream((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': [`a=${secret}`, 'b=2'] })
    const url = `https://files.example/x?expires=1&X-Amz-Signature=${secret}\\u0026sig=${secret}`
    response.write(`{"url":"${url}","key":"sk-${secret.slice(0, 10)}`)
    setImmediate(() => response.end(`${secret.slice(10)}"}`))
  })
  await using recorder = await startRecorder(upstream)
  const headers = {
    authorization: `Bearer ${secret}`,
    cookie: `session=${secret}`,
    'x-api-key': secret,
    'openai-organization': secret,
    'x-forwarded-for': '198.51.100.7',
    'x-caller': 'Ada <ada.lovelace@example.org>',
  }
  const body = JSON.stringify({ image: `https://files.example/y?token=${secret}`, api: `sk-${secret}` })
  const send = (url: string) =>
    fetch(`${url}/v1/images/generations?api_key=${secret}`, { method: 'POST', headers, body })
  const relayed = await (await send(recorder.url)).text()
  expect(relayed).toContain(secret)
  const recorded = await readRecorded()
  expect(recorded).not.toMatch(new RegExp(`${secret}|198\\.51|lovelace|${secret.slice(0, 10)}|${secret.slice(10)}`))
  expect(recorded).toContain('authorization: Bearer ***')
  await using replayer = await startReplayer()
  const replayed = await (await send(replayer.url)).text()
  expect(replayed).toHaveLength(relayed.length)
  expect(JSON.parse(replayed)).toEqual({
    url: `https://files.example/x?expires=1&X-Amz-Signature=${'*'.repeat(20)}&sig=${'*'.repeat(20)}`,
    key: `sk-${'*'.repeat(20)}`,
  })
})

it('replays the states of a job over its polls, and then the last one, for each test', async () => {
  const states = ['queued', 'running', 'succeeded']
  let polls = 0
  await using upstream = await startUpstream((_request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ status: states[Math.min(polls++, 2)] }))
  })
  await using recorder = await startRecorder(upstream, [folder])
  const poll = async (url: string, testId: string) => {
    const response = await fetch(`${url}/v1/video/j1`, { headers: { 'x-mira-test-id': testId } })
    return ((await response.json()) as { readonly status: string }).status
  }
  for (const state of states) expect(await poll(recorder.url, 'x')).toBe(state)
  await using replayer = await startReplayer()
  for (const state of [...states, 'succeeded']) expect(await poll(replayer.url, 'one')).toBe(state)
  expect(await poll(replayer.url, 'two')).toBe('queued')
  await control(replayer, 'POST', 'reset', { testId: 'one' })
  expect(await poll(replayer.url, 'one')).toBe('queued')
  expect(await poll(replayer.url, 'two')).toBe('running')
})

it('matches JSON by value and forms by their parts, whatever their order and boundary', async () => {
  await using upstream = await startUpstream(({ body }, response) => void response.end(String(body.length)))
  await using recorder = await startRecorder(upstream)
  const json = (url: string, body: string) => fetch(`${url}/v1/chat/completions`, { method: 'POST', body })
  const form = (url: string, bytes: number[]) => {
    const parts = new FormData()
    parts.append('file', new Blob([new Uint8Array(bytes)]), 'a.wav')
    return fetch(`${url}/v1/audio/transcriptions`, { method: 'POST', body: parts })
  }
  await (await json(recorder.url, '{"model":"m","n":1}')).text()
  await (await form(recorder.url, [1, 2, 3])).text()
  await using replayer = await startReplayer()
  expect((await json(replayer.url, '{ "n": 1.0, "model": "m" }')).status).toBe(200)
  expect((await form(replayer.url, [1, 2, 3])).status).toBe(200)
  const other = await json(replayer.url, '{"model":"m","n":2}')
  expect([other.status, (await other.json()).detail]).toEqual([
    404,
    expect.stringMatching(
      /^No recording matches POST \/v1\/chat\/completions\. Nearest recordings:\n- .*0001-post-v1-chat-completions\.yaml:\d+: json\.n: expected 1, received 2$/,
    ),
  ])
  expect((await form(replayer.url, [1, 2, 4])).status).toBe(404)
})

it('leaves to the server what a fixture answers, and counts the calls that it does not', async () => {
  await using upstream = await startUpstream((_request, response) => void response.end('{"upstream":true}'))
  const fixtures: Fixture[] = [
    { match: { user: 'weather', tool: 'look' }, answer: { text: 'sunny' } },
    { match: { user: 'twice', occurrence: 2 }, answer: { text: 'second' } },
  ]
  await using recorder = await startRecorder(upstream, fixtures)
  const ask = async (content: string, fields: object = {}) => {
    const body = { model: 'mira', messages: [{ role: 'user', content }], ...fields }
    const answer = await (await recorder.post('/v1/chat/completions', body)).json()
    return answer.upstream === true ? 'upstream' : answer.choices[0].message.content
  }
  const tools = [{ type: 'function', function: { name: 'look' } }]
  expect(await ask('the weather', { tools })).toBe('sunny')
  expect(await ask('the weather')).toBe('upstream')
  expect(await ask('twice')).toBe('upstream')
  expect(await ask('twice')).toBe('second')
  expect(upstream.requests).toHaveLength(2)
})

it('lets pages of allowed origins read a replayed response', async () => {
  await using upstream = await startUpstream((_request, response) => void response.end('ok'))
  await using recorder = await startRecorder(upstream)
  await (await fetch(`${recorder.url}/v1/a`)).text()
  await using replayer = await startEmulator([], {
    emulator: { fixtures: folder },
    allowedOrigins: ['https://app.example'],
  })
  const response = await fetch(`${replayer.url}/v1/a`, { headers: { origin: 'https://app.example' } })
  expect([await response.text(), response.headers.get('access-control-allow-origin')]).toEqual([
    'ok',
    'https://app.example',
  ])
})

it('replays what was recorded before, and records only the rest', async () => {
  await using upstream = await startUpstream((_request, response) => void response.end('ok'))
  for (const paths of [['/v1/a'], ['/v1/a', '/v1/b'], ['/v1/a', '/v1/b']]) {
    await using recorder = await startRecorder(upstream, [folder])
    for (const path of paths) expect(await (await fetch(recorder.url + path)).text()).toBe('ok')
  }
  expect(upstream.requests.map(({ url }) => url)).toEqual(['/v1/a', '/v1/b'])
  expect((await readdir(folder)).toSorted()).toEqual(['0001-get-v1-a.yaml', '0002-get-v1-b.yaml'])
})

it('records nothing of a client that disconnects, and ends the request to the upstream', async () => {
  let onClose = () => {}
  const closed = new Promise<void>((resolve) => {
    onClose = resolve
  })
  await using upstream = await startUpstream((_request, response) => {
    response.on('close', onClose)
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('data: 1\n\n')
  })
  await using recorder = await startRecorder(upstream)
  const controller = new AbortController()
  const response = await fetch(`${recorder.url}/v1/stream`, { signal: controller.signal })
  await response.body!.getReader().read()
  controller.abort()
  await closed
  expect(await readdir(folder)).toEqual([])
})

it('has written what it began to write when the server has closed', async () => {
  const bytes = Buffer.alloc(16 * 1024 * 1024, 'mira')
  await using upstream = await startUpstream((_request, response) => {
    response.writeHead(200, { 'content-type': 'audio/mpeg' }).end(bytes)
  })
  const recorder = await startRecorder(upstream)
  const hasBegun = watch(folder)[Symbol.asyncIterator]().next()
  const received = fetch(`${recorder.url}/v1/a`).then((response) => response.arrayBuffer())
  received.catch(() => undefined)
  await hasBegun
  await recorder.close({ graceMs: 0 })
  const names = ['0001-get-v1-a.mp3', '0001-get-v1-a.yaml']
  expect((await readdir(folder)).toSorted()).toEqual(names)
  expect((await stat(join(folder, names[0]!))).size).toBe(bytes.byteLength)
  await using replayer = await startReplayer()
  expect(Buffer.from(await (await fetch(`${replayer.url}/v1/a`)).arrayBuffer()).equals(bytes)).toBe(true)
})

it.each([
  { name: 'events', headers: { 'content-type': 'text/event-stream' } },
  { name: 'JSON of known length', headers: { 'content-type': 'application/json', 'content-length': '20' } },
])('replays the end of an upstream that drops the connection within $name', async ({ headers }) => {
  await using upstream = await startUpstream((_request, response) => {
    response.writeHead(200, headers)
    response.write('data: 1\n\n', () => response.destroy())
  })
  await using recorder = await startRecorder(upstream)
  const read = async (url: string) => (await fetch(`${url}/v1/stream`)).text()
  await expect(read(recorder.url)).rejects.toThrow()
  await expect.poll(() => readdir(folder)).toEqual(['0001-get-v1-stream.yaml'])
  await using replayer = await startReplayer()
  await expect(read(replayer.url)).rejects.toThrow()
})

it('reports an upstream that cannot be reached, and records nothing', async () => {
  const upstream = await startUpstream(() => undefined)
  await upstream[Symbol.asyncDispose]()
  await using recorder = await startRecorder(upstream)
  const response = await fetch(`${recorder.url}/v1/models`)
  expect([response.status, (await response.json()).detail]).toEqual([
    502,
    `Cannot reach ${upstream.url} (ECONNREFUSED), the target that is being recorded. Is it running?`,
  ])
  expect(await readdir(folder)).toEqual([])
})

it('answers even if the exchange cannot be written', async () => {
  await using upstream = await startUpstream((_request, response) => void response.end('ok'))
  await using recorder = await startRecorder(upstream)
  await writeFile(join(folder, '0001-get-v1-a.yaml'), 'of another process')
  expect(await (await fetch(`${recorder.url}/v1/a`)).text()).toBe('ok')
  expect(await readRecorded()).toBe('of another process')
})

it.each([
  { speed: 1, times: [10, 30, 30, 75] },
  { speed: 2, times: [5, 15, 15, 37.5] },
])('replays at $speed times the speed, exactly on a virtual clock', async ({ speed, times }) => {
  const chunk = (atMs: number, text: string) => `          - { atMs: ${atMs}, text: ${JSON.stringify(text)} }\n`
  const head = '      response:\n        status: 200\n        headAtMs: 10\n        endAtMs: 75\n        chunks:\n'
  await writeFile(
    join(folder, 'x.yaml'),
    `exchanges:\n    - request: { method: GET, path: /v1/s }\n${head}${chunk(30, 'a')}${chunk(30, 'b')}${chunk(75, 'c')}`,
  )
  const clock = createManualClock()
  await using replayer = await startReplayer({ replay: { speed, clock } })
  const seen: number[] = []
  const read = async () => {
    const response = await fetch(`${replayer.url}/v1/s`)
    for await (const bytes of response.body!) for (const _ of Buffer.from(bytes).toString()) seen.push(clock.now())
  }
  let isDone = false
  const reading = read().then(() => {
    isDone = true
  })
  const due: number[] = []
  for (;;) {
    await expect.poll(() => isDone || clock.pending.length > 0).toBe(true)
    if (isDone) break
    due.push(clock.pending[0]!)
    clock.advance()
  }
  await reading
  expect(seen).toHaveLength(3)
  expect(due).toEqual([...new Set(times)])
})

it.each([
  { name: 'a field', from: 'status: 200', to: 'status: 99', error: '.yaml:13: exchange 1: response.status: ' },
  { name: 'a chunk', from: 'text: ok', to: 'txt: ok', error: 'exchange 1: response.chunks[0]' },
  { name: 'a time', from: /endAtMs: .*/, to: 'endAtMs: 0', error: 'exchange 1: response.endAtMs: expected ' },
  { name: 'its end', from: /chunks:[\s\S]*/, to: 'chunks: [', error: '.yaml:1' },
])('names file, line and field of a recording with damage to $name', async ({ from, to, error }) => {
  await using upstream = await startUpstream((_request, response) => void response.setHeader('x-a', '1').end('ok'))
  await using recorder = await startRecorder(upstream)
  await (await fetch(`${recorder.url}/v1/a`)).text()
  const path = join(folder, '0001-get-v1-a.yaml')
  const text = await readFile(path, 'utf8')
  expect(text).toMatch(from)
  await writeFile(path, text.replace(from, to))
  await expect(startReplayer()).rejects.toThrow(error)
})

it('notices a changed or missing binary', async () => {
  await using upstream = await startUpstream((_request, response) => {
    response.setHeader('content-type', 'image/png').end('\x89PNG')
  })
  await using recorder = await startRecorder(upstream)
  await (await fetch(`${recorder.url}/v1/a`)).arrayBuffer()
  const binary = join(folder, '0001-get-v1-a.png')
  await writeFile(binary, 'other')
  await expect(startReplayer()).rejects.toThrow(/yaml:\d+: exchange 1: response\.file: .* has changed/)
  await rm(binary)
  await expect(startReplayer()).rejects.toThrow(/yaml:\d+: response\.file: cannot read .*ENOENT/)
})

it('injects faults into replayed responses, and records them in the journal', async () => {
  await using upstream = await startUpstream((_request, response) => void response.end('0123456789'))
  await using recorder = await startRecorder(upstream)
  await (await fetch(`${recorder.url}/v1/a`)).text()
  await using replayer = await startReplayer()
  await control(replayer, 'POST', 'faults', {
    faults: [
      { fault: { status: 503 }, times: 1 },
      { fault: { endAfterBytes: 4 }, times: 1 },
    ],
  })
  const bodies = []
  for (let count = 0; count < 3; count++) {
    const response = await fetch(`${replayer.url}/v1/a`)
    bodies.push([response.status, (await response.text()).slice(0, 10)])
  }
  expect(bodies).toEqual([
    [503, '{"detail":'],
    [200, '0123'],
    [200, '0123456789'],
  ])
  const { body } = await control(replayer, 'GET', 'requests')
  const replayed = { status: 200, fixture: expect.stringContaining('0001-get-v1-a.yaml') }
  expect(body.data).toMatchObject([{ status: 503 }, replayed, replayed])
})

it.each([
  { record: { target: 'ftp://x' }, error: 'must be an http: or https: URL' },
  { record: { target: 'https://a:b@x' }, error: 'no credentials' },
])('rejects the target $record.target', async ({ record, error }) => {
  await expect(startEmulator([], { emulator: { record } })).rejects.toThrow(error)
})

it('rejects a speed that is none', async () => {
  await expect(startReplayer({ replay: { speed: 0 } })).rejects.toThrow('emulator.replay.speed: ')
})
