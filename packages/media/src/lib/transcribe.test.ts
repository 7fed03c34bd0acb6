import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createClient, metadataOf } from '@mira/core'
import { createGate, startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { transcribe } from './transcribe.ts'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

const file = new File(['RIFF....WAVE'], 'hello.wav', { type: 'audio/wav' })
const segments = [{ id: 0, start: 0, end: 1.5, text: ' Hello' }]
const words = [{ word: 'Hello', start: 0.1, end: 0.5 }]
const cue = { start: 1, end: 2.5, text: 'Hello\nthere' }

describe('transcribe', () => {
  it.each([
    [{}, 'file'],
    [{ partName: 'audio' }, 'audio'],
  ])('sends a form with %o', async (options, partName) => {
    await using server = await startTestServer({ 'POST /v1/audio/transcribe': { json: { text: 'Hello' } } })
    const params = { file, language: 'en-US', temperature: 0, timestamp_granularities: ['word', 'segment'], x: 'y' }
    const transcript = await transcribe(createClient({ baseUrl: server.url }), params, options)
    expect(transcript).toEqual({ text: 'Hello' })
    expect(metadataOf(transcript)?.status).toBe(200)
    const form = [...(await server.requests[0]!.formData())]
    expect(form.slice(0, -1)).toEqual([
      ['language', 'en-US'],
      ['temperature', '0'],
      ['timestamp_granularities[]', 'word'],
      ['timestamp_granularities[]', 'segment'],
      ['x', 'y'],
    ])
    const [name, sent] = form.at(-1)!
    expect([name, (sent as File).name, (sent as File).type]).toEqual([partName, 'hello.wav', 'audio/wav'])
    expect(await (sent as File).text()).toBe('RIFF....WAVE')
  })

  it.each([
    [
      'all fields',
      { json: { text: 'Hello', language: 'en', duration: 1.5, segments, words, task: 't' } },
      { text: 'Hello', language: 'en', duration: 1.5, segments, words, task: 't' },
    ],
    [
      'nulls',
      { json: { text: 'Hi', language: null, duration: null, segments: null } },
      { text: 'Hi', language: null, duration: null },
    ],
    ['data around it', { json: { data: { text: 'Hi' } } }, { text: 'Hi' }],
    ['another name', { json: { transcript: 'Hi' } }, { transcript: 'Hi', text: 'Hi' }],
    [
      'segments alone',
      { json: { segments: [...segments, null, { text: 5, start: '2', end: 'x' }] } },
      { text: 'Hello ', segments: [...segments, { text: '', start: 2, end: 0 }] },
    ],
    ['silence', { json: { text: '' } }, { text: '' }],
    ['plain text', { text: ' Hello there.\n' }, { text: 'Hello there.', raw: ' Hello there.\n' }],
    ['text that is JSON', { text: '{}' }, { text: '{}', raw: '{}' }],
    [
      'SubRip as plain text',
      { text: '1\n00:00:01,000 --> 00:00:02,500\nHello\nthere\n' },
      { text: 'Hello\nthere', segments: [cue] },
    ],
    [
      'SubRip by its type',
      {
        text: '1\r\n00:00:01,000 --> 00:00:02,500\r\nHello\r\nthere\r\n',
        headers: { 'content-type': 'application/x-subrip' },
      },
      { text: 'Hello\nthere', segments: [cue] },
    ],
    [
      'WebVTT',
      {
        text: 'WEBVTT\n\n00:01.000 --> 00:02.500\nHello\nthere',
        headers: { 'content-type': 'text/vtt; charset=utf-8' },
      },
      { text: 'Hello\nthere', segments: [cue] },
    ],
    ['a WebVTT of nothing', { text: 'WEBVTT\n' }, { text: '', segments: [] }],
  ])('reads %s', async (_, reply, expected) => {
    await using server = await startTestServer({ 'POST /v1/audio/transcribe': reply })
    expect(await transcribe(createClient({ baseUrl: server.url }), { file })).toMatchObject(expected)
  })

  it.each([
    ['a web page', { html: '<title>Welcome</title>' }],
    ['a number', { json: 5 }],
    ['nothing', { bytes: new Uint8Array() }],
  ])('takes %s for no transcript', async (_, reply) => {
    await using server = await startTestServer({ 'POST /v1/audio/transcribe': reply })
    const call = transcribe(createClient({ baseUrl: server.url }), { file })
    await expect(call).rejects.toMatchObject({ code: 'invalid_response', operation: 'audio.transcribe' })
  })

  it.each([undefined, 'hello.wav', 5, {}, null])('refuses %o as a file', async (value) => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:9' })
    await expect(transcribe(client, { file: value as never })).rejects.toThrow(TypeError)
  })

  it('can be aborted in mid-upload', async () => {
    await using server = await startTestServer({ 'POST /v1/audio/transcribe': { json: { text: '' } } })
    const gate = createGate()
    const source = async function* (): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(1_000_000)
      await gate.arrive()
    }
    const controller = new AbortController()
    const call = transcribe(createClient({ baseUrl: server.url }), { file: source }, { signal: controller.signal })
    await gate.reached
    controller.abort('enough')
    await expect(call).rejects.toBe('enough')
    await server.waitForClose()
    gate.open()
  })

  it('sends 300 MB in constant memory, and reports progress', async () => {
    const sizeBytes = 300_000_000
    let receivedBytes = 0
    const server = createServer(async (request, response) => {
      for await (const chunk of request) receivedBytes += chunk.length
      response.setHeader('content-type', 'application/json').end('{"text":"long"}')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    let peakBytes = 0
    const source = async function* (): AsyncGenerator<Uint8Array> {
      const chunk = new Uint8Array(1_000_000)
      for (let sent = 0; sent < sizeBytes; sent += chunk.length) {
        // Chunks that were sent but not collected depend on what else is in the process.
        if (sent % 30_000_000 === 0) collectGarbage()
        peakBytes = Math.max(peakBytes, process.memoryUsage().arrayBuffers)
        yield chunk
      }
    }
    collectGarbage()
    const startBytes = process.memoryUsage().arrayBuffers
    const sent: number[] = []
    const client = createClient({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
    const recording = { source, name: 'long.wav', size: sizeBytes }
    const onUploadProgress = ({ sentBytes }: { sentBytes: number }): void => void sent.push(sentBytes)
    expect(await transcribe(client, { file: recording }, { onUploadProgress })).toEqual({ text: 'long' })
    server.close()
    expect(receivedBytes).toBeGreaterThan(sizeBytes)
    expect(sent).toEqual(sent.toSorted((one, other) => one - other))
    expect(sent.at(-1)).toBe(receivedBytes)
    // The complete upload would be 300 MB; memory that is not yet collected is a fraction of that.
    expect(peakBytes - startBytes).toBeLessThan(100_000_000)
  })
})
