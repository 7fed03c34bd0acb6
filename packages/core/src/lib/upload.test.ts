import { createGate, startTestServer } from '@mira/test-server'
import { describe, expect, it, vi } from 'vitest'
import { binaryBody } from './binary-body.ts'
import { createClient } from './client.ts'
import type { Client } from './client-state.ts'
import { MiraError } from './error.ts'
import { createBytes, hashOf, listenerCount } from './files.test-support.ts'
import { multipartBody } from './multipart.ts'
import { failureOf, rejectionOf, transports } from './pipeline.test-support.ts'
import { readObject } from './read-body.ts'
import { request } from './request.ts'
import type { UploadProgress } from './upload-progress.ts'
import type { RequestBody } from './wire-types.ts'

const megabyte = 1024 * 1024
const content = createBytes(20 * megabyte)

const upload = (client: Client, body: RequestBody, signal?: AbortSignal): Promise<object> =>
  request(client, { operation: 'file.upload', path: '/v1/upload', body, read: readObject }, { signal })

/** Yields the content in chunks that match no read or write size. */
async function* openContent(): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < content.length; offset += 300_001) yield content.subarray(offset, offset + 300_001)
}

describe.each(transports)('over $transport', ({ fetch }) => {
  it.each([
    ['a Blob', new Blob([content])],
    ['bytes', content],
    ['a factory', openContent],
    ['a factory of known size', { source: openContent, size: content.length }],
  ])('20 MB arrive as they are from %s', async (_, file) => {
    await using server = await startTestServer({ 'POST /v1/upload': { json: {} } })
    const client = createClient({ baseUrl: server.url, fetch })
    await upload(client, multipartBody({ purpose: 'test', file }))
    const form = await server.requests[0]!.formData()
    expect(form.get('purpose')).toBe('test')
    expect(hashOf(new Uint8Array(await (form.get('file') as File).arrayBuffer()))).toBe(hashOf(content))
  })

  it('a body that is one file arrives with its type and length', async () => {
    await using server = await startTestServer({ 'POST /v1/upload': { json: {} } })
    const client = createClient({ baseUrl: server.url, fetch })
    const part = content.subarray(0, 2 * megabyte)
    await upload(client, binaryBody({ source: () => new Blob([part]).stream(), type: 'audio/wav', size: part.length }))
    const { headers, body } = server.requests[0]!
    expect(headers).toMatchObject({ 'content-type': 'audio/wav', 'content-length': String(part.length) })
    expect(hashOf(body)).toBe(hashOf(part))
  })

  it('a factory is opened again for another attempt, and the server sees the whole body twice', async () => {
    await using server = await startTestServer({ 'POST /v1/upload': [{ status: 503 }, { json: {} }] })
    const client = createClient({ baseUrl: server.url, fetch, retry: { baseDelayMs: 1 } })
    await upload(client, multipartBody({ file: openContent }))
    expect(server.requests.map(({ isComplete }) => isComplete)).toEqual([true, true])
    const [first, second] = server.requests
    expect(hashOf(second!.body)).toBe(hashOf(first!.body))
    expect(second!.body.length).toBeGreaterThan(content.length)
  })

  it('a stream is sent once', async () => {
    await using server = await startTestServer({ 'POST /v1/upload': { status: 503, json: { detail: 'busy' } } })
    const client = createClient({ baseUrl: server.url, fetch, retry: { baseDelayMs: 1 } })
    const error = await failureOf(upload(client, multipartBody({ file: new Blob(['abc']).stream() })))
    expect(error).toMatchObject({ code: 'overloaded', attempts: [{ attempt: 1 }] })
    expect(server.requests).toHaveLength(1)
  })

  it('a source that fails ends the call with its own error, and is not tried again', async () => {
    await using server = await startTestServer({ 'POST /v1/upload': { json: {} } })
    const client = createClient({ baseUrl: server.url, fetch, retry: { baseDelayMs: 1 } })
    let openings = 0
    const source = async function* (): AsyncGenerator<Uint8Array> {
      openings += 1
      yield content.subarray(0, 2 * megabyte)
      throw new Error('the disk is gone')
    }
    const error = await failureOf(upload(client, multipartBody({ file: { source, name: 'a.wav' } })))
    expect(error).toMatchObject({
      code: 'body_failed',
      retryable: false,
      message: 'Upload a.wav: the source failed: the disk is gone',
    })
    expect(openings).toBe(1)
    await server.waitForClose()
  })

  it('progress grows to the whole within an attempt, and starts anew with the next', async () => {
    await using server = await startTestServer({ 'POST /v1/upload': [{ status: 503 }, { json: {} }] })
    const client = createClient({ baseUrl: server.url, fetch, retry: { baseDelayMs: 1 } })
    const events: UploadProgress[] = []
    const file = new Blob([content])
    const body = multipartBody({ file }, { onUploadProgress: (event) => events.push(event) })
    await upload(client, body)
    for (const attempt of [1, 2]) {
      const counts = events.filter((event) => event.attempt === attempt).map(({ sentBytes }) => sentBytes)
      expect(counts).toEqual(counts.toSorted((one, other) => one - other))
      expect(counts.length).toBeGreaterThan(1)
      expect(counts.length).toBeLessThan(40)
      expect(counts.at(-1)).toBe(body.length)
    }
    expect(events.map(({ attempt }) => attempt)).toEqual(events.map(({ attempt }) => attempt).toSorted())
    expect(new Set(events.map(({ totalBytes }) => totalBytes))).toEqual(new Set([body.length]))
  })

  it('a listener that throws does not become the failure of the upload', async () => {
    await using server = await startTestServer({ 'POST /v1/upload': { json: { ok: true } } })
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const onUploadProgress = (): never => {
      throw new Error('bug')
    }
    const client = createClient({ baseUrl: server.url, fetch })
    expect(await upload(client, binaryBody(new Blob(['x']), { onUploadProgress }))).toEqual({ ok: true })
    expect(log).toHaveBeenCalled()
    log.mockRestore()
  })

  it('an abort in mid-upload closes the socket and rejects with the reason', async () => {
    await using server = await startTestServer({ 'POST /v1/upload': { json: {} } })
    const client = createClient({ baseUrl: server.url, fetch })
    const controller = new AbortController()
    const gate = createGate()
    const closed = createGate()
    const source = async function* (): AsyncGenerator<Uint8Array> {
      try {
        yield content
        await gate.arrive()
        yield content
      } finally {
        void closed.arrive()
      }
    }
    const outcome = rejectionOf(upload(client, multipartBody({ file: source }), controller.signal))
    await gate.reached
    const reason = new Error('changed my mind')
    controller.abort(reason)
    expect(await outcome).toBe(reason)
    await server.waitForClose()
    expect(server.requests[0]!.isComplete).toBe(false)
    expect(listenerCount(controller.signal)).toBe(0)
    gate.open()
    await closed.reached
  })

  it('a server that answers before it has read the body is heard', async () => {
    await using server = await startTestServer({
      'POST /v1/upload': { early: true, status: 413, json: { detail: 'too big' } },
    })
    const client = createClient({ baseUrl: server.url, fetch, retry: false })
    const error = await failureOf(
      upload(client, multipartBody({ file: { source: openContent, size: content.length } })),
    )
    expect(['payload_too_large', 'connection_failed']).toContain(error.code)
  })
})

it('a body that fails keeps its typed error through whatever wraps it', async () => {
  const failure = new MiraError('Upload x: the source failed', { code: 'body_failed' })
  const fetch = (): never => {
    throw new TypeError('fetch failed', { cause: failure })
  }
  const client = createClient({ baseUrl: 'http://mira.test', fetch, retry: { baseDelayMs: 1 } })
  expect(await failureOf(upload(client, binaryBody(new Blob(['x']))))).toBe(failure)
})
