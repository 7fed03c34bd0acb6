import { describe, expect, it } from 'vitest'
import { type FileSource, readFileSource } from './file-source.ts'
import { collect } from './files.test-support.ts'
import { extensionOf, mediaTypeOf } from './media-type.ts'

const bytes = new TextEncoder().encode('hello, wörld')
const stream = (): ReadableStream<Uint8Array> => new Blob([bytes]).stream()
async function* chunks(): AsyncGenerator<Uint8Array> {
  yield bytes.subarray(0, 3)
  yield bytes.subarray(3)
}
const response = (headers: Record<string, string> = {}): Response => new Response(bytes, { headers })
const octets = 'application/octet-stream'
const { length } = bytes

describe('readFileSource', () => {
  it.each<
    [string, () => FileSource, { name: string; type: string; length: number | undefined; isReplayable: boolean }]
  >([
    ['bytes', () => bytes, { name: 'file', type: octets, length, isReplayable: true }],
    ['a Buffer', () => Buffer.from(bytes), { name: 'file', type: octets, length, isReplayable: true }],
    ['a buffer', () => bytes.slice().buffer, { name: 'file', type: octets, length, isReplayable: true }],
    ['a view', () => new DataView(bytes.buffer), { name: 'file', type: octets, length, isReplayable: true }],
    [
      'a Blob',
      () => new Blob([bytes], { type: 'audio/webm;codecs=opus' }),
      { name: 'file.webm', type: 'audio/webm;codecs=opus', length, isReplayable: true },
    ],
    ['a File', () => new File([bytes], 'a.mp3'), { name: 'a.mp3', type: 'audio/mpeg', length, isReplayable: true }],
    ['a stream', stream, { name: 'file', type: octets, length: undefined, isReplayable: false }],
    ['an async iterable', chunks, { name: 'file', type: octets, length: undefined, isReplayable: false }],
    [
      'a response',
      () => response({ 'content-type': 'image/png', 'content-length': String(length) }),
      { name: 'file.png', type: 'image/png', length, isReplayable: false },
    ],
    [
      'a compressed response',
      () => response({ 'content-encoding': 'gzip', 'content-length': '3' }),
      { name: 'file', type: octets, length: undefined, isReplayable: false },
    ],
    ['a factory', () => () => stream(), { name: 'file', type: octets, length: undefined, isReplayable: true }],
    [
      'an async factory',
      () => async () => response(),
      { name: 'file', type: octets, length: undefined, isReplayable: true },
    ],
    [
      'a named stream',
      () => ({ source: chunks(), name: 'ü.wav', size: length }),
      { name: 'ü.wav', type: 'audio/wav', length, isReplayable: false },
    ],
    [
      'a named factory',
      () => ({ source: () => bytes, name: 'x.bin', type: 'text/plain' }),
      { name: 'x.bin', type: 'text/plain', length: undefined, isReplayable: true },
    ],
  ])('takes %s', async (_, create, expected) => {
    const file = readFileSource(create())
    const { name, type, isReplayable } = file
    expect({ name, type, length: file.length, isReplayable }).toEqual(expected)
    expect(await collect(file.open())).toEqual(bytes)
    if (isReplayable) expect(await collect(file.open())).toEqual(bytes)
    else expect(() => file.open()).toThrow('can be read only once')
  })

  it.each([['/tmp/a.wav'], [null], [{}], [5], [['a']]])('refuses %j', (value) => {
    expect(() => readFileSource(value as unknown as FileSource)).toThrow(TypeError)
  })

  it('points to the way out when it is given a path', () => {
    expect(() => readFileSource('a.wav' as never)).toThrow('fromPath of @mira/core/node')
  })

  it.each(['a/b\r\nX-Evil: 1', 'a/b\n', 'a/\0', 'ü/b'])('refuses the media type %j', (type) => {
    expect(() => readFileSource({ source: bytes, type })).toThrow(TypeError)
  })

  it.each<[string, FileSource, string]>([
    ['is shorter than declared', { source: chunks(), size: 20 }, 'it ended after 13 of the declared 20 bytes'],
    ['is longer than declared', { source: () => bytes, size: 5 }, 'it is longer than the declared 5 bytes'],
    ['fails', () => Promise.reject(new Error('gone')), 'the source failed: gone'],
    ['is a failed response', () => new Response('no', { status: 404 }), 'has status 404'],
    [
      'gives text',
      (async function* () {
        yield 'text' as never
      })(),
      'it yielded string instead of bytes',
    ],
  ])('fails while it is read when the source %s', async (_, source, message) => {
    const error = await collect(readFileSource(source).open()).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'body_failed', retryable: false, message: expect.stringContaining(message) })
  })

  it('closes what feeds a stream that is left early', async () => {
    const reasons: unknown[] = []
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(bytes),
      cancel: (reason) => void reasons.push(reason),
    })
    for await (const chunk of readFileSource(endless).open()) {
      expect(chunk).toEqual(bytes)
      break
    }
    expect(reasons).toHaveLength(1)
  })
})

describe('media types', () => {
  it.each([
    ['song.MP3', 'audio/mpeg'],
    ['a.b.png', 'image/png'],
    ['noextension', undefined],
    ['x.constructor', undefined],
    ['', undefined],
  ])('the type of %j is %j', (name, type) => expect(mediaTypeOf(name)).toBe(type))

  it.each([
    ['audio/webm; codecs=opus', '.webm'],
    ['audio/mpeg', '.mp3'],
    ['IMAGE/JPEG', '.jpeg'],
    ['image/svg+xml', '.svg'],
    ['application/x-unknown', ''],
    ['toString', ''],
  ])('the extension of %j is %j', (type, extension) => expect(extensionOf(type)).toBe(extension))
})
