import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { imageFilePart } from './image-file-part.ts'
import { imagePart } from './image-part.ts'

const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))
const png = bytesOf('\x89PNG\r\n\x1a\n\0\0\0\r')
const toUri = (mediaType: string, bytes: Uint8Array) =>
  `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`

describe('imagePart', () => {
  it.each(['https://example.com/cat.png', 'http://localhost/cat', 'data:image/png;base64,AAAA'])(
    'takes %s as it is',
    async (url) => {
      expect(await imagePart(url)).toEqual({ type: 'image_url', image_url: { url } })
    },
  )

  it('takes a URL object, and how closely to look', async () => {
    const url = 'https://example.com/cat.png'
    expect(await imagePart(new URL(url), { detail: 'low' })).toEqual({
      type: 'image_url',
      image_url: { url, detail: 'low' },
    })
  })

  it.each([
    ['image/jpeg', bytesOf('\xff\xd8\xff\xe0abc')],
    ['image/png', png],
    ['image/gif', bytesOf('GIF89a..')],
    ['image/webp', bytesOf('RIFF\x10\n\0\0WEBPVP8 ')],
  ])('knows %s by its first bytes', async (mediaType, bytes) => {
    const part = { type: 'image_url', image_url: { url: toUri(mediaType, bytes) } }
    expect(await imagePart(bytes)).toEqual(part)
    expect(await imagePart(bytes.slice().buffer)).toEqual(part)
    expect(await imagePart(new Blob([bytes], { type: 'application/octet-stream' }))).toEqual(part)
  })

  it('believes a Blob about kinds it does not know', async () => {
    const { image_url } = await imagePart(new Blob(['<svg/>'], { type: 'image/svg+xml' }))
    expect(image_url.url).toBe(toUri('image/svg+xml', bytesOf('<svg/>')))
  })

  it.each(['cat.png', '/tmp/cat.png', 'file:///cat.png', 'javascript:alert(1)', bytesOf('%PDF-1.7'), new Uint8Array()])(
    'refuses %j',
    async (source) => {
      await expect(imagePart(source)).rejects.toThrow(TypeError)
    },
  )
})

it('imageFilePart reads a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mira-'))
  try {
    await writeFile(join(folder, 'cat'), png)
    expect((await imageFilePart(join(folder, 'cat'))).image_url.url).toBe(toUri('image/png', png))
    await expect(imageFilePart(join(folder, 'dog'))).rejects.toMatchObject({ code: 'ENOENT' })
  } finally {
    await rm(folder, { recursive: true })
  }
})
