import type { ImageEngine } from '@mira/engine'
import { imageSize } from 'image-size'
import { describe, expect, it } from 'vitest'
import { createGrayImageEngine } from '../../test-support/image-engines.test-support.ts'
import { createPng, createPngHead, toDataUri } from '../../test-support/png.test-support.ts'
import { readEvents } from '../../test-support/read-events.test-support.ts'
import { startMediaServer } from '../../test-support/start-media-server.test-support.ts'

const picture = createPng()
const pictureUri = toDataUri(picture)

it.each(['/v1/images/generate', '/v1/images/generations'])('%s makes pictures that their URLs give', async (path) => {
  await using server = await startMediaServer({ now: () => 1_700_000_000_999 })
  const answer = await server.call('POST', path, { prompt: 'a cat', n: 2, size: '1536x1024', seed: 7, quality: 'auto' })
  expect(answer.status).toBe(200)
  const { created, data } = await answer.json()
  expect(created).toBe(1_700_000_000)
  expect(data).toHaveLength(2)
  expect(data[0]).toEqual({ url: expect.stringContaining(`${server.url}/media/`), revised_prompt: 'gray: a cat' })
  const file = await fetch(data[1].url)
  expect(file.headers.get('content-type')).toBe('image/png')
  expect(imageSize(new Uint8Array(await file.arrayBuffer()))).toMatchObject({
    width: 1_536,
    height: 1_024,
    type: 'png',
  })
  expect(server.images.requests).toEqual([
    { prompt: 'a cat', count: 2, seed: 7, quality: 'medium', size: { width: 1_536, height: 1_024 } },
  ])
  expect(await server.chargedKopecks()).toBe(800)
})

it('gives pictures in base64 when asked to, and keeps no file of them', async () => {
  await using server = await startMediaServer()
  const answer = await server.call('POST', '/v1/images/generate', { prompt: 'a cat', response_format: 'b64_json' })
  const [image] = (await answer.json()).data
  expect(image.url).toBeUndefined()
  expect(imageSize(Buffer.from(image.b64_json, 'base64'))).toMatchObject({ width: 1_024, height: 1_024 })
  expect(await server.store.media.listStale({ expiredAt: Infinity, startedBefore: 0, limit: 9 })).toEqual([])
})

it.each([
  { name: 'reference_images', body: { reference_images: [pictureUri, pictureUri] }, count: 2 },
  { name: 'bare base64', body: { reference_images: [picture.toString('base64')] }, count: 1 },
  { name: 'image', body: { image: pictureUri }, count: 1 },
  { name: 'a list in image', body: { image: [pictureUri, pictureUri, pictureUri] }, count: 3 },
  { name: 'images of objects', body: { images: [{ image_url: pictureUri }] }, count: 1 },
])('edits pictures given as $name', async ({ body, count }) => {
  await using server = await startMediaServer()
  for (const path of ['/v1/images/edit', '/v1/images/edits', '/v1/images/generate']) {
    const answer = await server.call('POST', path, { prompt: 'make it blue', mask: pictureUri, ...body })
    expect(answer.status).toBe(200)
  }
  const references = Array<Buffer>(count).fill(picture)
  for (const request of server.images.requests)
    expect(request).toMatchObject({ references, mask: picture, size: undefined })
  expect(server.images.requests).toHaveLength(3)
})

it.each(['image', 'image[]'])('edits pictures that come in the parts %s of a form', async (name) => {
  await using server = await startMediaServer()
  const form = new FormData()
  form.append('prompt', 'make it blue')
  form.append(name, new Blob([picture]), 'a.png')
  form.append(name, new Blob([picture]), 'b.png')
  form.append('mask', new Blob([picture]), 'mask.png')
  form.append('n', '2')
  form.append('size', '512x512')
  const answer = await server.send('/v1/images/edits', form)
  expect((await answer.json()).data).toHaveLength(2)
  expect(server.images.requests).toMatchObject([
    { prompt: 'make it blue', count: 2, references: [picture, picture], mask: picture, size: { width: 512 } },
  ])
})

const path = '/v1/images/edit'
it.each([
  { body: {}, status: 422, detail: 'prompt: ' },
  { body: { prompt: '   ' }, status: 422, detail: 'prompt: ' },
  { body: { prompt: 'a', n: 5 }, status: 422, detail: 'n: expected 1 to 4 images' },
  { body: { prompt: 'a', size: '1x1' }, status: 422, detail: 'size: ' },
  {
    body: { prompt: 'a', model: 'easel-2', image: pictureUri },
    status: 400,
    detail: 'model: unknown model "easel-2"',
  },
  { body: { prompt: 'a' }, status: 400, detail: 'reference_images: expected 1 to 4 images' },
  {
    body: { prompt: 'a', image: Array(5).fill(pictureUri) },
    status: 400,
    detail: 'reference_images: expected at most 4 images',
  },
  {
    body: { prompt: 'a', image: 'data:image/png,abc' },
    status: 400,
    detail: 'reference_images[0]: data URIs must be base64-encoded',
  },
  { body: { prompt: 'a', image: 'not a picture' }, status: 400, detail: 'reference_images[0]: expected a PNG' },
  {
    body: { prompt: 'a', image: 'http://example.com/a.png' },
    status: 400,
    detail: 'reference_images[0]: only https URLs',
  },
  { body: { prompt: 'a', image: 'https://127.0.0.1/a.png' }, status: 400, detail: 'not point to the public internet' },
  {
    body: { prompt: 'a', image: toDataUri(Buffer.from('GIF')) },
    status: 400,
    detail: 'reference_images[0]: expected a PNG',
  },
  {
    body: { prompt: 'a', image: toDataUri(createPngHead(50_000, 50_000)) },
    status: 413,
    detail: '50000 x 50000 pixels',
  },
  { body: { prompt: 'a', image: toDataUri(Buffer.alloc(20 * 2 ** 20 + 1)) }, status: 413, detail: 'larger than' },
  {
    body: { prompt: 'forbidden', image: pictureUri },
    status: 400,
    detail: 'The prompt was rejected by the safety check: extremism',
  },
  {
    body: { prompt: 'a', image: toDataUri(createPng({ comment: 'forbidden' })) },
    status: 400,
    detail: 'An image was rejected',
  },
])('refuses case %# with $status and charges nothing', async ({ body, status, detail }) => {
  await using server = await startMediaServer()
  const answer = await server.call('POST', path, body)
  expect(answer.status).toBe(status)
  expect((await answer.json()).detail).toContain(detail)
  expect(server.images.requests).toEqual([])
  expect(await server.chargedKopecks()).toBe(0)
})

it('refuses bodies that are no such thing', async () => {
  await using server = await startMediaServer({ limits: { maxImageBodyBytes: 10_000 } })
  const send = (body: string | Buffer<ArrayBuffer>, headers: Record<string, string>) =>
    fetch(server.url + path, { method: 'POST', body, headers: { authorization: `Bearer ${server.key}`, ...headers } })
  const form = { 'content-type': 'multipart/form-data; boundary=x' }
  const json = { 'content-type': 'application/json' }
  const statuses = [
    [await send('{', json), 400],
    [await send('a=1', { 'content-type': 'application/x-www-form-urlencoded' }), 415],
    [await send('{}', { ...json, 'content-encoding': 'compress' }), 415],
    [await send('--x\r\ncontent-disposition: form-data; name="image"; filename="a"\r\n\r\nabc', form), 400],
    [await send('no form at all', form), 400],
    [await send(Buffer.alloc(10_001), form), 413],
    [await send(Buffer.alloc(10_001), json), 413],
  ] as const
  for (const [answer, status] of statuses) {
    expect([answer.status, await answer.json()]).toMatchObject([status, { detail: expect.any(String) }])
  }
})

it('replays an edit under its idempotency key, whatever the boundary of its form', async () => {
  await using server = await startMediaServer()
  const send = async () => {
    const form = new FormData()
    form.append('prompt', 'make it blue')
    form.append('image', new Blob([picture]), 'a.png')
    const headers = { authorization: `Bearer ${server.key}`, 'idempotency-key': 'edit-1' }
    return fetch(server.url + path, { method: 'POST', body: form, headers })
  }
  const [first, second] = [await send(), await send()]
  expect(second.headers.get('idempotency-replayed')).toBe('true')
  expect(await second.json()).toEqual(await first.json())
  expect(await server.chargedKopecks()).toBe(400)
})

describe('a stream', () => {
  const listen = async (answer: Response) => (await readEvents(answer)).map(({ data }) => JSON.parse(data))
  const completed = {
    b64_json: expect.any(String),
    created_at: 1_700_000_000,
    background: 'auto',
    output_format: 'png',
    quality: 'medium',
    size: '512x512',
    usage: {
      input_tokens: 0,
      input_tokens_details: { image_tokens: 0, text_tokens: 0 },
      output_tokens: 0,
      total_tokens: 0,
    },
  }

  it.each([0, 2, undefined])('has no partial images of %s, and a last event per image', async (partial_images) => {
    await using server = await startMediaServer({ now: () => 1_700_000_000_999 })
    const body = { prompt: 'a cat', n: 2, size: '512x512', stream: true, partial_images }
    const answer = await server.call('POST', '/v1/images/generations', body)
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    const events = await listen(answer)
    expect(events).toEqual(Array(2).fill({ type: 'image_generation.completed', ...completed }))
    expect(imageSize(Buffer.from(events[0].b64_json, 'base64'))).toMatchObject({ width: 512, height: 512 })
    expect(await server.chargedKopecks()).toBe(800)
    expect(await server.store.media.listStale({ expiredAt: Infinity, startedBefore: 0, limit: 9 })).toEqual([])
  })

  it('of an edit, by a form as the library of OpenAI sends it', async () => {
    await using server = await startMediaServer({ now: () => 1_700_000_000_999 })
    const form = new FormData()
    const fields = { prompt: 'blue', stream: 'true', partial_images: '1', size: '512x512', quality: 'auto', model: '' }
    for (const [name, value] of Object.entries(fields)) form.append(name, value)
    for (const name of ['image[]', 'image[]', 'mask']) form.append(name, new Blob([picture]), 'a.png')
    const events = await listen(await server.send('/v1/images/edits', form))
    expect(events).toEqual([{ type: 'image_edit.completed', ...completed }])
    expect(server.images.requests).toMatchObject([{ references: [picture, picture], mask: picture, count: 1 }])
  })

  it('is rejected with its status when there is nothing to stream', async () => {
    await using server = await startMediaServer()
    const answer = await server.call('POST', '/v1/images/generate', { prompt: 'forbidden', stream: true })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'application/json'])
    expect(await server.chargedKopecks()).toBe(0)
  })
})

describe('the format of images', () => {
  /** Creates an engine that says what it was asked for, or always the same. */
  const createEngine = (formats: ImageEngine['formats'], always?: 'png'): ImageEngine => {
    const gray = createGrayImageEngine()
    return {
      ...gray,
      formats,
      generate: async (request) => {
        const mediaType = `image/${always ?? request.format ?? 'png'}` as const
        return (await gray.generate(request)).map((image) => ({ ...image, mediaType }))
      },
    }
  }

  it.each(['png', 'jpeg', 'webp'])(
    'is %s where the engine makes it, and named in the answer',
    async (output_format) => {
      const images = createEngine(['png', 'jpeg', 'webp'])
      await using server = await startMediaServer({ engines: { images } })
      const body = { prompt: 'a cat', output_format, quality: 'high', background: 'opaque', size: '512x512' }
      const { data, created: _, ...described } = await (await server.call('POST', '/v1/images/generate', body)).json()
      expect(described).toEqual({ output_format, quality: 'high', background: 'opaque', size: '512x512' })
      expect((await fetch(data[0].url)).headers.get('content-type')).toBe(`image/${output_format}`)
    },
  )

  it('reaches the engine with its compression', async () => {
    const gray = createGrayImageEngine()
    await using server = await startMediaServer({ engines: { images: { ...gray, formats: ['webp'] } } })
    const body = { prompt: 'a', output_format: 'webp', output_compression: 40 }
    await server.call('POST', '/v1/images/generate', body)
    expect(gray.requests).toMatchObject([{ format: 'webp', compression: 40 }])
  })

  it.each([
    { formats: undefined, status: 400, detail: 'output_format: the engine does not make webp; available formats: png' },
    { formats: ['webp'] as const, status: 502, detail: 'the engine returned image/png instead of image/webp' },
  ])('is not replaced by another one: $detail', async ({ formats, status, detail }) => {
    await using server = await startMediaServer({ engines: { images: createEngine(formats, 'png') } })
    const answer = await server.call('POST', '/v1/images/generate', { prompt: 'a', output_format: 'webp' })
    expect([answer.status, (await answer.json()).detail]).toEqual([status, expect.stringContaining(detail)])
    expect(await server.chargedKopecks()).toBe(0)
  })
})
