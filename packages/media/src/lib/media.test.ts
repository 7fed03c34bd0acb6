import { createClient } from '@mira/core'
import { startTestServer } from '@mira/test-server'
import { expect, it } from 'vitest'
import { media } from './media.ts'

it('binds every operation to the client', async () => {
  await using server = await startTestServer({
    'POST /v1/images/generate': { json: { data: [{ url: '/1.png' }] } },
    'POST /v1/images/edit': { json: { data: [{ url: '/2.png' }] } },
    'POST /v1/audio/transcribe': { json: { text: 'Hello' } },
    'POST /v1/audio/speech': { bytes: new Uint8Array(3), headers: { 'content-type': 'audio/wav' } },
    'GET /v1/audio/voices': { json: ['aria'] },
    'POST /v1/vision/locate': { json: { found: false } },
  })
  const mira = createClient({ baseUrl: server.url }).extend(media)
  const image = 'https://example.com/1.png'
  expect((await mira.images.generate({ prompt: 'x' })).data).toEqual([{ url: '/1.png' }])
  expect((await mira.images.edit({ prompt: 'x', reference_images: [image] })).data).toEqual([{ url: '/2.png' }])
  expect(await mira.audio.transcribe({ file: new Blob(['x']) }, { partName: 'audio' })).toEqual({ text: 'Hello' })
  expect(await (await mira.audio.speech({ input: 'x' })).bytes()).toHaveLength(3)
  expect(await mira.audio.voices()).toEqual({ data: [{ id: 'aria' }] })
  expect((await mira.vision.locate({ image, target: 'x' })).found).toBe(false)
  expect(server.unexpected).toEqual([])
})
