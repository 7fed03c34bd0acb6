import { execFileSync } from 'node:child_process'
import { link, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createClient } from '@mira/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InputError } from '../input-error.ts'
import { createDirectory } from '../mcp.test-support.ts'
import { createContext, type ServerContext } from '../server-context.ts'
import { readAudioInput, readImageInput } from './read-input.ts'

const png = Buffer.from('\x89PNG\r\n\x1a\n0000', 'latin1')
const wav = Buffer.from('RIFF0000WAVEfmt ', 'latin1')

/** Directories as a user has them: one that is allowed, and one beside it that is not. */
async function layOut() {
  const directory = await createDirectory()
  const allowed = join(directory.path, 'allowed')
  const secret = join(directory.path, 'secret')
  for (const path of [allowed, secret, join(allowed, 'Фото'), join(allowed, '.cache')]) await mkdir(path)
  await writeFile(join(allowed, 'cat.png'), png)
  await writeFile(join(allowed, 'Фото', 'кот №1.png'), png)
  await writeFile(join(allowed, 'voice.wav'), wav)
  await writeFile(join(allowed, 'notes.png'), 'These notes are not an image')
  await writeFile(join(allowed, '.env.png'), png)
  await writeFile(join(allowed, '.cache', 'cat.png'), png)
  await writeFile(join(secret, 'cat.png'), png)
  await symlink(join(secret, 'cat.png'), join(allowed, 'link.png'))
  await symlink(secret, join(allowed, 'folder'))
  await symlink(join(allowed, 'cat.png'), join(allowed, 'inside.png'))
  await symlink(join(allowed, '.env.png'), join(allowed, 'visible.png'))
  const context = createContext(createClient({ baseUrl: 'http://127.0.0.1:9' }), {
    outputDirectory: join(directory.path, 'output'),
    roots: [allowed],
    maxInputBytes: 64,
  })
  return { directory, allowed, secret, context, [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose]() }
}

async function readName(context: ServerContext, source: string): Promise<string> {
  const file = await readImageInput(context, source)
  return typeof file === 'string' ? file : `${file.name} ${file.type} ${file.size}`
}

describe('a path', () => {
  it.each([
    ['cat.png', 'cat.png'],
    ['./Фото/кот №1.png', 'кот №1.png'],
    ['Фото/../cat.png', 'cat.png'],
    ['inside.png', 'cat.png'],
  ])('is read within the allowed directories: %s', async (path, name) => {
    await using files = await layOut()
    for (const source of [path, join(files.allowed, path), pathToFileURL(join(files.allowed, path)).href])
      expect(await readName(files.context, source)).toBe(`${name} image/png ${png.length}`)
  })

  it.each([
    '../secret/cat.png',
    'Фото/../../secret/cat.png',
    'link.png',
    'folder/cat.png',
    'visible.png',
    '.env.png',
    '.cache/cat.png',
    '.',
    '/etc/passwd',
    'file:///etc/passwd',
    'file://server/share/cat.png',
    'FILE:///etc/passwd',
    '~/cat.png',
    '//etc/passwd',
    'cat.png\0.txt',
    'ftp://example.com/cat.png',
    'mira://output/cat.png',
    'mira://output/../allowed/cat.png',
    'mira://output/%',
    '',
  ])('is refused elsewhere: %j', async (path) => {
    await using files = await layOut()
    await expect(readImageInput(files.context, path)).rejects.toThrow(InputError)
    await expect(readAudioInput(files.context, path)).rejects.toThrow(InputError)
  })

  it('outside is refused in the same words whether or not it exists', async () => {
    await using files = await layOut()
    const refusals = ['cat.png', 'dog.png'].map(async (name) => {
      const path = join(files.secret, name)
      const error: Error = await readImageInput(files.context, path).catch((reason) => reason)
      return error.message.replace(path, '')
    })
    const [existing, missing] = await Promise.all(refusals)
    expect(existing).toBe(missing)
  })

  it('is never followed out of the allowed directories, however it is written', async () => {
    await using files = await layOut()
    const part = fc.constantFrom('..', '.', 'secret', 'allowed', 'folder', 'Фото', '.cache', 'cat.png', 'link.png', '')
    const inside = new Set(['cat.png', 'inside.png', 'кот №1.png'])
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 6 }), fc.boolean(), async (parts, isAbsolute) => {
        const path = parts.join('/')
        const source = isAbsolute ? `${files.allowed}/${path}` : path
        const file = await readImageInput(files.context, source).catch((error) => error)
        expect(file instanceof File ? inside.has(file.name) : file instanceof InputError).toBe(true)
        if (file instanceof File)
          expect(relative(files.allowed, join(files.allowed, path))).not.toMatch(/^\.\.|secret|folder/)
      }),
    )
  })
})

describe('a file', () => {
  it.each([
    ['notes.png', 'not an image'],
    ['voice.wav', 'not an image'],
    ['missing.png', 'does not exist'],
    ['Фото', 'not a file'],
    ['big.png', '64 bytes'],
    ['pipe.png', 'not a file'],
  ])('%s is refused as an image: %s', async (name, words) => {
    await using files = await layOut()
    await writeFile(join(files.allowed, 'big.png'), Buffer.concat([png, Buffer.alloc(64)]))
    execFileSync('mkfifo', [join(files.allowed, 'pipe.png')])
    await expect(readImageInput(files.context, name)).rejects.toThrow(words)
  })

  it('is audio by its content', async () => {
    await using files = await layOut()
    await link(join(files.allowed, 'voice.wav'), join(files.allowed, 'voice'))
    expect((await readAudioInput(files.context, 'voice')).type).toBe('audio/wav')
    await expect(readAudioInput(files.context, 'cat.png')).rejects.toThrow('not an audio file')
  })
})

describe('a URL', () => {
  it('of an image is left to the API', async () => {
    await using files = await layOut()
    expect(await readImageInput(files.context, 'https://example.com/cat.png')).toBe('https://example.com/cat.png')
    await expect(readImageInput(files.context, 'http://127.0.0.1:8787/')).rejects.toThrow('public')
    await expect(readAudioInput(files.context, 'https://example.com/voice.wav')).rejects.toThrow('download it')
  })

  it('with data is decoded', async () => {
    await using files = await layOut()
    const uri = (bytes: Buffer) => `data:application/octet-stream;base64,${bytes.toString('base64')}`
    expect(await readName(files.context, uri(png))).toBe(`data image/png ${png.length}`)
    expect((await readAudioInput(files.context, uri(wav))).type).toBe('audio/wav')
    await expect(readImageInput(files.context, uri(Buffer.from('text')))).rejects.toThrow('not an image')
    await expect(readImageInput(files.context, uri(Buffer.alloc(70)))).rejects.toThrow('64 bytes')
    await expect(readImageInput(files.context, 'data:image/png,text')).rejects.toThrow('base64')
  })
})
