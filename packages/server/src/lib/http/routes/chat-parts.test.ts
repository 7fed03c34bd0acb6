import { wavHeader } from '@mira/engine/audio'
import { describe, expect, it } from 'vitest'
import { createDurationEngine } from '../../test-support/audio-engines.test-support.ts'
import { startAccountServer } from '../../test-support/start-account-server.test-support.ts'
import { startWordServer } from '../../test-support/start-word-server.test-support.ts'

const path = '/v1/chat/completions'
const ask = (...content: object[]) => ({ model: 'mira', messages: [{ role: 'user', content }] })
const text = (value: string) => ({ type: 'text', text: value })

/** Audio of a duration, as WAV. */
function audio(seconds: number, format = 'wav') {
  const bytes = seconds * 16_000 * 2
  const data = Buffer.concat([wavHeader(16_000, bytes), Buffer.alloc(bytes, 1)]).toString('base64')
  return { type: 'input_audio', input_audio: { data, format } }
}

const prices = {
  models: { 'mira-transcribe': { per_second: '0.10' } },
  default: { input_per_million_tokens: '10000', output_per_million_tokens: '10000' },
}
const start = (options = {}) =>
  startAccountServer({
    plan: 'enterprise',
    balanceKopecks: 10_000,
    prices,
    engines: { transcription: createDurationEngine() },
    ...options,
  })

describe('audio in a chat', () => {
  it.each(['wav', 'mp3', null])('reaches the engine as its transcript (%s)', async (format) => {
    await using server = await start()
    const answer = await server.call('POST', path, ask(text('listen:'), audio(1, format as string), audio(2)))
    const body = await answer.json()
    expect([answer.status, body.choices?.[0].message.content]).toEqual([
      200,
      'You said: listen: heard 1.0 s heard 2.0 s',
    ])
  })

  it.each([false, true])('is charged by the second together with the answer (stream %s)', async (stream) => {
    await using server = await start()
    await (await server.call('POST', path, { ...ask(audio(3)), stream })).text()
    const charges = (await server.ledger()).filter(({ type }) => type === 'charge')
    expect(charges.map(({ model, amountKopecks }) => [model, amountKopecks])).toEqual([
      ['mira', -8],
      ['mira-transcribe', -30],
    ])
  })

  it('is free if the answer fails', async () => {
    await using server = await start()
    expect((await server.call('POST', path, ask(audio(3), text('be-broken')))).status).toBe(500)
    expect((await server.ledger()).filter(({ type }) => type === 'charge')).toEqual([])
  })

  it('is charged if the client leaves a stream', async () => {
    await using server = await start()
    const leaving = new AbortController()
    const answer = await server.call(
      'POST',
      path,
      { ...ask(audio(3), text('wait')), stream: true },
      { signal: leaving.signal },
    )
    await expect.poll(() => server.chat.aborted.length).toBe(1)
    leaving.abort()
    await answer.text().catch(() => undefined)
    const charged = async () =>
      (await server.ledger()).filter(({ type }) => type === 'charge').map(({ model }) => model)
    await expect.poll(charged).toEqual(expect.arrayContaining(['mira', 'mira-transcribe']))
  })

  it('needs a balance, and is charged once under an idempotency key', async () => {
    await using poor = await start({ plan: 'pro', balanceKopecks: 0 })
    expect((await poor.call('POST', path, ask(audio(1)))).status).toBe(402)
    await using server = await start()
    const headers = { 'idempotency-key': 'k' }
    for (let times = 0; times < 2; times++) await (await server.call('POST', path, ask(audio(1)), { headers })).text()
    expect((await server.ledger()).filter(({ type }) => type === 'charge')).toHaveLength(2)
  })

  it.each<[name: string, part: object, status: number, detail: string]>([
    ['no audio', { type: 'input_audio', input_audio: { data: '', format: 'wav' } }, 400, 'messages[0].content[1]: '],
    [
      'other data',
      { type: 'input_audio', input_audio: { data: 'AAAA'.repeat(500), format: 'wav' } },
      400,
      'messages[0].content[1]: ',
    ],
    ['audio that is too long', audio(3), 400, 'messages[0].content[1]: '],
    ['no data', { type: 'input_audio', input_audio: {} }, 422, 'messages[0].content[1].input_audio.data'],
  ])('is rejected if it is %s', async (_name, part, status, detail) => {
    await using server = await start({ limits: { maxAudioSeconds: 2 } })
    const answer = await server.call('POST', path, ask(text('x'), part))
    expect([answer.status, (await answer.json()).detail]).toEqual([status, expect.stringContaining(detail)])
  })

  it('is rejected without an engine, and in large numbers', async () => {
    await using deaf = await startWordServer()
    const answer = await deaf.post(path, ask(audio(1)))
    expect([answer.status, (await answer.json()).detail]).toEqual([
      422,
      expect.stringContaining('messages[0].content[0].type: audio is not supported here'),
    ])
    await using server = await start()
    expect((await server.call('POST', path, ask(...Array.from({ length: 11 }, () => audio(0.1))))).status).toBe(400)
  })
})

describe('a file in a chat', () => {
  const file = (type: string, data: string | Buffer, filename?: string) => ({
    type: 'file',
    file: { filename, file_data: `data:${type};base64,${Buffer.from(data).toString('base64')}` },
  })

  it.each([
    ['text/plain', 'notes.txt', 'notes.txt:\nhello'],
    ['text/markdown;charset=utf-8', undefined, 'hello'],
    ['application/json', 'a.json', 'a.json:\nhello'],
  ])('of %s reaches the engine as text', async (type, filename, content) => {
    await using server = await startWordServer()
    expect((await server.post(path, ask(file(type, 'hello', filename)))).status).toBe(200)
    expect(server.chat.requests[0]!.messages[0]!.content).toEqual([{ type: 'text', text: content }])
  })

  it.each<[name: string, part: object, detail: string]>([
    ['a PDF', file('application/pdf', '%PDF-1.7'), 'such files are not supported'],
    ['an id', { type: 'file', file: { file_id: 'file-1' } }, 'such files are not supported'],
    ['bytes that are not text', file('text/plain', Buffer.of(0xff, 0xfe, 0xfd)), 'expected UTF-8 text in base64'],
    ['a text that is too long', file('text/plain', 'x'.repeat(500_001)), 'at most 500000 characters'],
  ])('is rejected by name if it is %s', async (_name, part, detail) => {
    await using server = await startWordServer()
    const answer = await server.post(path, ask(part))
    expect([answer.status, (await answer.json()).detail]).toEqual([
      422,
      expect.stringMatching(new RegExp(`^messages\\[0\\]\\.content\\[0\\]\\.file\\.file_data: .*${detail}`)),
    ])
  })
})
