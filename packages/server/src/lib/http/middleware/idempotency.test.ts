import { expect, it } from 'vitest'
import { startWordServer, type WordServer } from '../../test-support/start-word-server.test-support.ts'

const path = '/v1/chat/completions'
const ask = (content: string, fields = {}) => ({ model: 'mira', messages: [{ role: 'user', content }], ...fields })

async function send(server: WordServer, body: unknown, key = 'order-7') {
  const answer = await server.post(path, body, { headers: { 'idempotency-key': key } })
  const { status, headers } = answer
  const [echo, replayed] = [headers.get('idempotency-key'), headers.get('idempotency-replayed')]
  return { status, echo, replayed, contentType: headers.get('content-type'), text: await answer.text() }
}

it('replays the reply to a repeated request, and runs it once', async () => {
  await using server = await startWordServer()
  const first = await send(server, ask('hello'))
  const second = await send(server, ask('hello'))
  expect(first).toMatchObject({ status: 200, echo: 'order-7', replayed: null })
  expect(second).toEqual({ ...first, replayed: 'true' })
  expect(server.chat.requests).toHaveLength(1)
  expect((await send(server, ask('hello'), 'order-8')).replayed).toBeNull()
  expect((await server.post(path, ask('hello'))).headers.get('idempotency-key')).toBeNull()
})

it('refuses the key for another body', async () => {
  await using server = await startWordServer()
  await send(server, ask('hello'))
  const other = await send(server, ask('goodbye'))
  expect(other.status).toBe(422)
  expect(JSON.parse(other.text)).toMatchObject({ detail: 'Idempotency-Key: this key was used for a different request' })
})

it('keeps refusals that another attempt would meet again', async () => {
  await using server = await startWordServer()
  const first = await send(server, ask('hello', { n: 0 }))
  expect(first).toMatchObject({ status: 422, echo: 'order-7', replayed: null })
  expect(await send(server, ask('hello', { n: 0 }))).toEqual({ ...first, replayed: 'true' })
})

it('runs again after a failure that may pass', async () => {
  let checks = 0
  const check = async () => {
    checks += 1
    if (checks <= 2) throw new Error('moderator is down')
    return { isBlocked: false } as const
  }
  await using server = await startWordServer({ moderator: { check } })
  const replies = [await send(server, ask('a')), await send(server, ask('a')), await send(server, ask('a'))]
  expect(replies.map(({ status, replayed }) => [status, replayed])).toEqual([
    [500, null],
    [500, null],
    [200, null],
  ])
})

it('makes a repetition wait for the first while it runs', async () => {
  let release = () => {}
  const gate = new Promise<void>((resolve) => {
    release = resolve
  })
  let checks = 0
  const check = async () => {
    checks += 1
    await gate
    return { isBlocked: false } as const
  }
  await using server = await startWordServer({ moderator: { check } })
  const first = send(server, ask('hello'))
  await expect.poll(() => checks).toBe(1)
  const others = [send(server, ask('hello')), send(server, ask('hello'))]
  const different = await send(server, ask('goodbye'))
  expect(different.status).toBe(422)
  release()
  const replies = await Promise.all([first, ...others])
  expect(replies.map(({ status, replayed }) => [status, replayed])).toEqual([
    [200, null],
    [200, 'true'],
    [200, 'true'],
  ])
  expect(server.chat.requests).toHaveLength(1)
})

it('forgets a key after a day', async () => {
  let now = Date.UTC(2026, 0, 1)
  await using server = await startWordServer({ now: () => now })
  await send(server, ask('hello'))
  now += 24 * 60 * 60 * 1_000 - 1
  expect((await send(server, ask('hello'))).replayed).toBe('true')
  now += 1
  expect((await send(server, ask('hello'))).replayed).toBeNull()
})

it('does not claim to honour the key of a stream', async () => {
  await using server = await startWordServer()
  for (let attempt = 1; attempt <= 2; attempt++) {
    const reply = await send(server, ask('hello', { stream: true }))
    expect(reply).toMatchObject({ status: 200, echo: null, replayed: null })
  }
  expect(server.chat.requests).toHaveLength(2)
})

it.each(['', ' ', 'ключ', 'a'.repeat(256)])('refuses the key "%s"', async (key) => {
  await using server = await startWordServer()
  const headers = { 'idempotency-key': Buffer.from(key).toString('latin1') }
  const answer = await server.post(path, ask('hello'), { headers })
  const detail = 'Idempotency-Key: expected 1 to 255 visible ASCII characters'
  expect([answer.status, await answer.json()]).toMatchObject([400, { detail }])
})

it('runs again for the next caller when the first leaves', async () => {
  await using server = await startWordServer()
  const headers = { 'idempotency-key': 'order-7' }
  const callers = [new AbortController(), new AbortController()]
  const [first, second] = callers.map(({ signal }) => server.post(path, ask('wait'), { headers, signal }))
  await expect.poll(() => server.chat.aborted.length).toBe(1)
  for (const [index, call] of [first, second].entries()) {
    callers[index]!.abort()
    await expect(call).rejects.toMatchObject({ name: 'AbortError' })
    if (index === 0) await expect.poll(() => server.chat.requests.length).toBe(2)
  }
})
