import { afterEach, describe, expect, it, vi } from 'vitest'
import { binaryBody } from './binary-body.ts'
import { toFetchBody } from './fetch-body.ts'
import { collect, createBytes, hashOf } from './files.test-support.ts'
import { multipartBody } from './multipart.ts'

const bytes = createBytes(6 * 1024 * 1024)
const content = (): ReadableStream<Uint8Array> => new Blob([bytes]).stream()
const options = { headers: { authorization: 'Bearer x' } }

describe('toFetchBody', () => {
  it('hands on what is at hand', async () => {
    const blob = new Blob(['abc'])
    expect(await toFetchBody(binaryBody(blob), options)).toEqual({ body: blob })
  })

  it('reads a small body as a whole', async () => {
    const { body } = await toFetchBody(multipartBody({ file: new Blob(['abc']) }), options)
    expect(new TextDecoder().decode(body as ArrayBuffer)).toContain('abc')
  })

  it('streams a large one, and adds its length to the headers', async () => {
    const init = await toFetchBody(binaryBody({ source: content, size: bytes.length }), options)
    expect(init.headers).toEqual({ ...options.headers, 'content-length': String(bytes.length) })
    const sent = new Uint8Array(await new Response(init.body).arrayBuffer())
    expect(hashOf(sent)).toBe(hashOf(bytes))
  })

  it('streams one of unknown length, and leaves the headers alone', async () => {
    const init = await toFetchBody(binaryBody(content), options)
    expect(init.body).toBeInstanceOf(ReadableStream)
    expect(init).not.toHaveProperty('headers')
  })

  const endings: { ending: string; end(reader: ReadableStreamDefaultReader, controller: AbortController): unknown }[] =
    [
      { ending: 'the stream is cancelled', end: (reader) => reader.cancel() },
      {
        ending: 'the call is aborted',
        end: (reader, controller) => {
          controller.abort('mine')
          return reader.read().catch((reason: unknown) => expect(reason).toBe('mine'))
        },
      },
    ]
  it.each(endings)('closes the source when $ending', async ({ end }) => {
    let isClosed = false
    const source = async function* (): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield bytes
      } finally {
        isClosed = true
      }
    }
    const controller = new AbortController()
    const { body } = await toFetchBody(binaryBody(source), { signal: controller.signal })
    const reader = (body as ReadableStream<Uint8Array>).getReader()
    await reader.read()
    await end(reader, controller)
    expect(isClosed).toBe(true)
  })
})

describe('in a web page, which cannot stream a request', () => {
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  const enterPage = (): void => {
    vi.stubGlobal('window', {})
    vi.stubGlobal('document', {})
  }

  it('a form of Blobs goes out as a Blob', async () => {
    enterPage()
    const body = multipartBody({ a: 'b', file: new Blob(['abc']) })
    expect(body.content).toBeInstanceOf(Blob)
    expect((body.content as Blob).size).toBe(body.length)
    expect((await toFetchBody(body)).body).toBe(body.content)
  })

  it('a form with a stream is gathered', async () => {
    enterPage()
    const body = multipartBody({ file: content })
    const { body: blob } = await toFetchBody(body)
    expect(blob).toBeInstanceOf(Blob)
    expect(hashOf(new Uint8Array(await (blob as Blob).arrayBuffer()))).toBe(hashOf(await collect(body.open())))
  })
})
