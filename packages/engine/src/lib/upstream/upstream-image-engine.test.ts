import { describe, expect, it } from 'vitest'
import { discImage } from '../../../../engine-vision/test/images/pixels.ts'
import { serve } from '../../../test/openai-server.ts'
import { createUpstreamImageEngine } from './upstream-image-engine.ts'

/** Starts a server that responds to every request with these rows and records the requests. */
async function answering(data: unknown) {
  const asked: Request[] = []
  const server = await serve(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    asked.push(
      new Request(`http://test${request.url}`, {
        method: 'POST',
        headers: request.headers as Record<string, string>,
        body: Buffer.concat(chunks),
      }),
    )
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data }))
  })
  return { ...server, asked, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

const request = { prompt: 'a fox', size: { width: 1024, height: 1536 }, quality: 'high', count: 1, seed: 9 } as const

describe('createUpstreamImageEngine', () => {
  it('sends the request and reads the image with its actual size', async () => {
    const file = await discImage(80, '#ff0000', '#ffffff')
    await using server = await answering([
      { b64_json: Buffer.from(file).toString('base64'), revised_prompt: 'a red fox' },
    ])
    const engine = createUpstreamImageEngine({ baseUrl: server.baseUrl, model: 'flux', apiKey: 'secret' })
    const [image] = await engine.generate(request)
    expect(image).toEqual({
      width: 80,
      height: 80,
      data: file,
      mediaType: 'image/png',
      seed: 9,
      revisedPrompt: 'a red fox',
    })
    const [sent] = server.asked
    expect(sent?.url).toBe('http://test/v1/images/generations')
    expect(sent?.headers.get('authorization')).toBe('Bearer secret')
    expect(await sent?.json()).toEqual({
      model: 'flux',
      prompt: 'a fox',
      n: 1,
      quality: 'high',
      response_format: 'b64_json',
      seed: 9,
      size: '1024x1536',
    })
  })

  it('asks for a format in both kinds of request', async () => {
    const file = await discImage(40, '#ff0000', '#ffffff')
    await using server = await answering([{ b64_json: Buffer.from(file).toString('base64') }])
    const engine = createUpstreamImageEngine({ baseUrl: server.baseUrl })
    const format = { format: 'webp', compression: 40 } as const
    await engine.generate({ ...request, ...format })
    await engine.edit({ ...request, ...format, references: [file] })
    const fields = { output_format: 'webp', output_compression: 40 }
    expect(await server.asked[0]?.json()).toMatchObject(fields)
    const form = await server.asked[1]?.formData()
    expect([form?.get('output_format'), form?.get('output_compression')]).toEqual(['webp', '40'])
  })

  it('sends references and mask as files', async () => {
    const [one, two] = [await discImage(40, '#ff0000', '#ffffff'), await discImage(50, '#00ff00', '#ffffff')]
    await using server = await answering([{ b64_json: Buffer.from(two).toString('base64') }])
    const engine = createUpstreamImageEngine({ baseUrl: server.baseUrl })
    const { size: _size, ...edit } = request
    await engine.edit({ ...edit, references: [one, two], mask: one })
    const form = await server.asked[0]?.formData()
    const files = form?.getAll('image[]') as File[]
    expect(files.map(({ type }) => type)).toEqual(['image/png', 'image/png'])
    expect(new Uint8Array((await files[1]?.arrayBuffer()) ?? new ArrayBuffer())).toEqual(two)
    expect(form?.get('mask')).toBeInstanceOf(File)
    expect(form?.get('prompt')).toBe('a fox')
  })

  it.each([
    { data: [], message: 'returned 0 images' },
    { data: [{ b64_json: 'bm8=' }], message: 'no PNG, JPEG or WebP' },
  ])('rejects an answer that is none: $message', async ({ data, message }) => {
    await using server = await answering(data)
    await expect(createUpstreamImageEngine({ baseUrl: server.baseUrl }).generate(request)).rejects.toThrow(message)
  })

  it('rejects a reference that is not an image without a request', async () => {
    const engine = createUpstreamImageEngine({
      baseUrl: 'http://127.0.0.1:9/v1',
      fetch: () => Promise.reject(new Error('asked')),
    })
    await expect(engine.edit({ ...request, references: [new Uint8Array([1, 2, 3])] })).rejects.toThrow('not an image')
  })
})
