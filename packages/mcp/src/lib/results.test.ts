import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startTestServer, type TestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { connectHost, createDirectory, textOf } from './mcp.test-support.ts'

const png = Buffer.from(`\x89PNG\r\n\x1a\n${'0'.repeat(92)}`, 'latin1')
const inline = { b64_json: png.toString('base64') }
const drawing = 'POST /v1/images/generate'
const speaking = 'POST /v1/audio/speech'

const draw = (count = 1): Promise<TestServer> =>
  startTestServer({ [drawing]: { json: { data: Array.from({ length: count }, () => inline) } } })

describe('results', () => {
  it('are saved beside the files of the user, with names of any script', async () => {
    await using api = await draw()
    await using test = await connectHost(api.url)
    await mkdir(test.directory)
    await writeFile(join(test.directory, 'Кот.png'), 'a drawing of the user')
    const calls = Array.from({ length: 4 }, () => test.call('generate_image', { prompt: 'Кот' }))
    await Promise.all(calls)
    const names = ['Кот-2.png', 'Кот-3.png', 'Кот-4.png', 'Кот-5.png', 'Кот.png']
    expect((await readdir(test.directory)).toSorted()).toEqual(names)
    expect(await readFile(join(test.directory, 'Кот.png'), 'utf8')).toBe('a drawing of the user')
    expect(await readFile(join(test.directory, 'Кот-5.png'))).toEqual(png)
    // The file of the user is not a resource.
    const { resources } = await test.host.listResources()
    expect(resources.map(({ name }) => name).toSorted()).toEqual(names.slice(0, 4))
  })

  it('are announced', async () => {
    await using api = await draw()
    await using test = await connectHost(api.url)
    const changed = new Promise<void>((resolve) =>
      test.host.setNotificationHandler('notifications/resources/list_changed', () => resolve()),
    )
    await test.call('generate_image', { prompt: 'A cat' })
    await changed
  })

  it.each([
    {
      maxInlineBytes: 250,
      types: ['text', 'resource_link', 'image', 'text', 'resource_link', 'image', 'text', 'resource_link'],
    },
    { maxInlineBytes: 99, types: ['text', 'resource_link', 'text', 'resource_link', 'text', 'resource_link'] },
    { maxInlineBytes: 0, types: ['text', 'resource_link', 'text', 'resource_link', 'text', 'resource_link'] },
  ])('are content up to $maxInlineBytes bytes', async ({ maxInlineBytes, types }) => {
    await using api = await draw(3)
    await using test = await connectHost(api.url, { maxInlineBytes })
    const { content, structuredContent } = await test.call('generate_image', { prompt: 'Cats', n: 3 })
    expect(content.map(({ type }) => type)).toEqual(types)
    expect(structuredContent).toMatchObject({ images: Array(3).fill({ media_type: 'image/png', size_bytes: 100 }) })
  })

  it('that cannot be saved are an error that says so', async () => {
    await using api = await draw()
    await using directory = await createDirectory()
    await writeFile(join(directory.path, 'file'), '')
    await using test = await connectHost(api.url, { outputDirectory: join(directory.path, 'file', 'output') })
    const result = await test.call('generate_image', { prompt: 'A cat' })
    expect(result.isError && textOf(result)).toMatch(/cannot be written.*--output/s)
  })

  it('that are interrupted leave no file', async () => {
    await using api = await startTestServer({
      [speaking]: { bytes: Buffer.from('ID3 half'), contentLength: 100, headers: { 'content-type': 'audio/mpeg' } },
    })
    await using test = await connectHost(api.url)
    const result = await test.call('generate_speech', { input: 'Good morning' })
    expect(result.isError && textOf(result)).toContain('stream_interrupted')
    expect(await readdir(test.directory)).toEqual([])
  })
})

describe('a resource', () => {
  it.each([
    'mira://output/other.png',
    'mira://output/..%2F..%2Fetc%2Fpasswd',
    'mira://output/%2Fetc%2Fpasswd',
    'mira://output/',
    'mira://other/cat.png',
    'file:///etc/passwd',
  ])('is not found at %s', async (uri) => {
    await using api = await draw()
    await using test = await connectHost(api.url)
    await test.call('generate_image', { prompt: 'A cat' })
    await expect(test.host.readResource({ uri })).rejects.toThrow()
  })

  it('is not read through a link, or when it was deleted', async () => {
    await using api = await draw()
    await using test = await connectHost(api.url)
    await test.call('generate_image', { prompt: 'A cat', file_name: 'cat.png' })
    const uri = 'mira://output/cat.png'
    expect((await test.host.readResource({ uri })).contents).toMatchObject([{ blob: inline.b64_json }])
    await rm(join(test.directory, 'cat.png'))
    await expect(test.host.readResource({ uri })).rejects.toThrow()
    await symlink('/etc/passwd', join(test.directory, 'cat.png'))
    await expect(test.host.readResource({ uri })).rejects.toThrow()
  })

  it('that is too large says where the file is', async () => {
    await using api = await draw()
    await using test = await connectHost(api.url, { maxResourceBytes: 99 })
    await test.call('generate_image', { prompt: 'A cat' })
    await expect(test.host.readResource({ uri: 'mira://output/A-cat.png' })).rejects.toThrow(test.directory)
  })
})
