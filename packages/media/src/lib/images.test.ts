import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient, isMiraError, metadataOf } from '@mira/core'
import { fromPath } from '@mira/core/node'
import { countAbortListeners, type Reply, startTestServer } from '@mira/test-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { editImages } from './edit-images.ts'
import { generateImages } from './generate-images.ts'
import { save } from './save.ts'

/** An image of one pixel. */
const base64 = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const png = new Uint8Array(Buffer.from(base64, 'base64'))
const dataUri = `data:image/png;base64,${base64}`
const reply: Reply = {
  json: { created: 1, data: [{ url: 'https://cdn.vmira.ai/img/1.png', revised_prompt: 'A cat' }] },
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mira-media-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function* inChunks(): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < png.length; offset += 9) yield png.subarray(offset, offset + 9)
}

describe('generateImages', () => {
  it('sends the parameters as they are, and keeps what the server sends', async () => {
    await using server = await startTestServer({
      'POST /v1/images/generate': { ...reply, headers: { 'x-request-id': 'r' } },
    })
    const params = { prompt: 'Кошка', size: '1024x1536', n: 2, quality: 'high', style: 'vivid' }
    const result = await generateImages(createClient({ baseUrl: server.url }), params)
    expect(server.requests[0]?.json()).toEqual(params)
    expect(result).toEqual(reply.json)
    expect(JSON.parse(JSON.stringify(result))).toEqual(reply.json)
    expect(metadataOf(result)?.requestId).toBe('r')
  })

  it.each([
    ['a bare list', [{ url: '/1.png' }]],
    ['images', { images: [{ url: '/1.png' }] }],
    ['bare addresses', { data: ['/1.png'] }],
  ])('reads %s', async (_, json) => {
    await using server = await startTestServer({ 'POST /v1/images/generate': { json }, 'GET /1.png': { bytes: png } })
    const { data } = await generateImages(createClient({ baseUrl: server.url }), { prompt: 'cat' })
    expect(data).toEqual([{ url: '/1.png' }])
    expect(new Uint8Array(await data[0]!.bytes())).toEqual(png)
  })

  it('reads nothing as no images', async () => {
    await using server = await startTestServer({ 'POST /v1/images/generate': { json: {} } })
    expect(await generateImages(createClient({ baseUrl: server.url }), { prompt: 'cat' })).toEqual({ data: [] })
  })

  it.each([
    ['b64_json', { b64_json: base64 }],
    ['b64_json, a data URI', { b64_json: dataUri }],
    ['url, a data URI', { url: dataUri }],
    ['url, a data URI without a type', { url: `data:;base64,${base64}` }],
    ['url, a data URI without base64', { url: `data:image/png,${encodeURIComponent('\t')}` }, new Uint8Array([9])],
    ['fields that have the names of ours', { b64_json: base64, bytes: 5, blob: null }],
  ])('gives the content of %s', async (_, image, expected = png) => {
    await using server = await startTestServer({ 'POST /v1/images/generate': { json: { data: [image] } } })
    const { data } = await generateImages(createClient({ baseUrl: server.url }), { prompt: 'cat' })
    const blob = await data[0]!.blob()
    expect(blob.type).toBe('image/png')
    expect(new Uint8Array(await blob.arrayBuffer())).toEqual(expected)
    expect(await data[0]!.bytes()).toEqual(expected)
    expect(new Uint8Array(await new Response(data[0]!.content().stream()).arrayBuffer())).toEqual(expected)
  })

  it.each([
    ['nothing', {}],
    ['an address of another kind', { url: 'ftp://x/1.png' }],
    ['what is no base64', { b64_json: '§§§' }],
    ['a broken data URI', { url: 'data:image/png;base64' }],
  ])('names an image with %s when it is read, not before', async (_, image) => {
    await using server = await startTestServer({ 'POST /v1/images/generate': { json: { data: [image] } } })
    const { data } = await generateImages(createClient({ baseUrl: server.url }), { prompt: 'cat' })
    await expect(data[0]!.bytes()).rejects.toMatchObject({ code: 'invalid_response', operation: 'images.download' })
    await expect(data[0]!.blob()).rejects.toSatisfy(isMiraError)
  })

  it('reports the reason of the server why an image is missing', async () => {
    const json = { data: [{ error: { message: 'Blocked for sk-mira-secret', code: 'content_blocked' } }] }
    await using server = await startTestServer({ 'POST /v1/images/generate': { json } })
    const client = createClient({ baseUrl: server.url, apiKey: 'sk-mira-secret' })
    const { data } = await generateImages(client, { prompt: 'cat' })
    await expect(data[0]!.bytes()).rejects.toMatchObject({
      code: 'content_blocked',
      message: expect.stringContaining('Blocked for [redacted]'),
    })
  })

  it('sends the key to no other server, and resumes a picture whose connection breaks twice', async () => {
    const picture = new Uint8Array(300_000).map((_, index) => index % 251)
    const bytes: Reply = { bytes: picture, ranges: true, etag: '"1"', headers: { 'content-type': 'image/png' } }
    await using media = await startTestServer({
      'GET /1.png': [{ ...bytes, dropAt: 100_000 }, { ...bytes, dropAt: 100_000 }, bytes],
    })
    await using server = await startTestServer({
      'POST /v1/images/generate': { json: { data: [{ url: `${media.url}/1.png` }] } },
    })
    const client = createClient({ baseUrl: server.url, apiKey: 'sk-mira-secret', retry: { baseDelayMs: 1 } })
    const { data } = await generateImages(client, { prompt: 'cat' })
    const saved = await save(data[0]!, join(folder, 'resumed.png'))
    expect(saved).toMatchObject({ sizeBytes: picture.length, mediaType: 'image/png' })
    expect(new Uint8Array(await readFile(saved.path))).toEqual(picture)
    expect(media.requests.map(({ headers }) => headers.range)).toEqual([undefined, 'bytes=100000-', 'bytes=200000-'])
    expect(media.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined, undefined])
    expect(server.requests[0]?.headers.authorization).toBe('Bearer sk-mira-secret')
  })

  it('saves a picture that came in the reply, and says when it did not', async () => {
    const json = { data: [{ b64_json: base64 }, { url: '/gone.png' }] }
    await using server = await startTestServer({
      'POST /v1/images/generate': { json },
      'GET /gone.png': { status: 404, json: { detail: 'gone' } },
    })
    const { data } = await generateImages(createClient({ baseUrl: server.url }), { prompt: 'cat' })
    const path = join(folder, 'inline.png')
    const seen: number[] = []
    const saved = await save(data[0]!, path, { onProgress: ({ receivedBytes }) => seen.push(receivedBytes) })
    expect(saved).toEqual({ path, sizeBytes: png.length, mediaType: 'image/png' })
    expect(seen).toEqual([png.length])
    expect(new Uint8Array(await readFile(path))).toEqual(png)
    await expect(save(data[1]!, join(folder, 'gone.png'))).rejects.toMatchObject({ code: 'not_found' })
    await expect(save(data[0]!, path, { overwrite: false })).rejects.toMatchObject({ code: 'file_exists' })
  })

  it('is not repeated after a lost reply, which would bill twice', async () => {
    await using server = await startTestServer({ 'POST /v1/images/generate': [{ ...reply, dropAt: 5 }, reply] })
    const client = createClient({ baseUrl: server.url, retry: { baseDelayMs: 1 } })
    await expect(generateImages(client, { prompt: 'cat' })).rejects.toMatchObject({ code: 'connection_failed' })
    expect(server.requests).toHaveLength(1)
    expect(server.requests[0]?.headers['idempotency-key']).toMatch(/^\d+(-\d+){3}$/)
  })

  it.each([
    [{ prompt: '' }, TypeError],
    [{}, TypeError],
    [{ prompt: 'cat', reference_images: Array(5).fill(dataUri) }, RangeError],
    [{ prompt: 'cat', reference_images: dataUri }, TypeError],
    [{ prompt: 'cat', reference_images: ['photo.png'] }, TypeError],
    [{ prompt: 'cat', reference_images: [7] }, TypeError],
    [{ prompt: 'cat', reference_images: [new Blob(['text'])] }, TypeError],
  ])('refuses %o', async (params, errorClass) => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:9' })
    await expect(generateImages(client, params as never)).rejects.toThrow(errorClass)
  })
})

describe('editImages', () => {
  it.each([
    ['an address', () => 'https://example.com/cat.png', 'https://example.com/cat.png'],
    ['a URL', () => new URL('https://example.com/cat.png'), 'https://example.com/cat.png'],
    ['a data URI', () => dataUri, dataUri],
    ['bytes', () => png, dataUri],
    ['a buffer', () => png.buffer.slice(png.byteOffset, png.byteOffset + png.length), dataUri],
    ['a Blob without a type', () => new Blob([png]), dataUri],
    ['a Blob with a wrong type', () => new Blob([png], { type: 'image/jpeg' }), dataUri],
    [
      'a file of a kind not known here',
      () => new File(['heic'], '1.heic', { type: 'image/heic' }),
      'data:image/heic;base64,aGVpYw==',
    ],
    ['a stream', () => new Blob([png]).stream(), dataUri],
    ['an iterable', inChunks, dataUri],
    ['a function', () => inChunks, dataUri],
    ['a named source', () => ({ source: inChunks, name: 'cat.png' }), dataUri],
    ['a response', () => new Response(png), dataUri],
  ])('sends %s', async (_, give, expected) => {
    await using server = await startTestServer({ 'POST /v1/images/edit': reply })
    const params = { prompt: 'add a hat', reference_images: [give()], size: '1024x1024' }
    expect(await editImages(createClient({ baseUrl: server.url }), params)).toEqual(reply.json)
    expect(server.requests[0]?.json()).toEqual({ ...params, reference_images: [expected] })
  })

  it('sends a large picture as it is', async () => {
    const picture = new Uint8Array(3_000_001).map((_, index) => (index * 7919) % 256)
    await using server = await startTestServer({ 'POST /v1/images/edit': reply })
    const file = new Blob([picture], { type: 'image/webp' })
    const { signal } = new AbortController()
    const params = { prompt: 'x', reference_images: [file], mask: png }
    await editImages(createClient({ baseUrl: server.url }), params, { signal })
    expect(countAbortListeners(signal)).toBe(0)
    const { reference_images, mask } = server.requests[0]!.json() as { reference_images: string[]; mask: string }
    expect(reference_images[0]).toBe(`data:image/webp;base64,${Buffer.from(picture).toString('base64')}`)
    expect(mask).toBe(dataUri)
  })

  it('sends a form when asked, with every picture as it was given', async () => {
    await using server = await startTestServer({ 'POST /v1/images/edit': reply })
    const client = createClient({ baseUrl: server.url })
    const sent: number[] = []
    await editImages(
      client,
      {
        prompt: 'add a hat',
        n: 2,
        reference_images: [inChunks(), dataUri, 'https://example.com/1.png', new File([png], 'cat.png')],
        mask: png,
        ...{ tags: ['a', 'b'], extra: { deep: true }, nothing: null, style: new File(['style'], 'style.txt') },
      },
      { encoding: 'multipart', onUploadProgress: ({ sentBytes }) => sent.push(sentBytes) },
    )
    const form = await server.requests[0]!.formData()
    const entries = [...form].filter(([, value]) => typeof value === 'string')
    expect(entries).toEqual([
      ['prompt', 'add a hat'],
      ['n', '2'],
      ['tags[]', 'a'],
      ['tags[]', 'b'],
      ['extra', '{"deep":true}'],
      ['image[]', 'https://example.com/1.png'],
    ])
    expect(await (form.get('style') as File).text()).toBe('style')
    const files = [...form.getAll('image[]'), form.get('mask')].filter((value) => value instanceof File)
    expect(files.map(({ name }) => name)).toEqual(['file.png', 'file.png', 'cat.png', 'file.png'])
    for (const file of files) expect(new Uint8Array(await file.arrayBuffer())).toEqual(png)
    expect(sent.at(-1)).toBe(server.requests[0]?.body.length)
  })

  it('calls a single picture of a form image', async () => {
    await using server = await startTestServer({ 'POST /v1/images/edit': reply })
    const params = { prompt: 'x', reference_images: [await fromPath(import.meta.filename)] }
    await editImages(createClient({ baseUrl: server.url }), params, { encoding: 'multipart' })
    expect((await server.requests[0]!.formData()).get('image')).toMatchObject({ name: 'images.test.ts' })
  })

  it.each([[[]], [undefined], [Array(5).fill(dataUri)]])('refuses %o as references', async (references) => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:9' })
    const params = { prompt: 'x', reference_images: references as never }
    await expect(editImages(client, params)).rejects.toThrow(RangeError)
    await expect(editImages(client, params, { encoding: 'multipart' })).rejects.toThrow(RangeError)
  })

  it('can be aborted while a picture is read that never ends', async () => {
    const controller = new AbortController()
    const reason = new Error('changed my mind')
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      yield png
      controller.abort(reason)
      await new Promise(() => {})
    }
    const client = createClient({ baseUrl: 'http://127.0.0.1:9' })
    const params = { prompt: 'x', reference_images: [endless] }
    await expect(editImages(client, params, { signal: controller.signal })).rejects.toBe(reason)
    expect(countAbortListeners(controller.signal)).toBe(0)
    await expect(editImages(client, params, { signal: controller.signal })).rejects.toBe(reason)
  })
})
