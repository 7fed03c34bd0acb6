import { readdir } from 'node:fs/promises'
import { createClient, download } from '@mira/core'
import { startTestServer } from '@mira/test-server'
import { expect, it } from 'vitest'
import { createDirectory } from '../mcp.test-support.ts'
import { SavedFiles } from './saved-files.ts'

it.each([
  { sizeBytes: 100, maxBytes: 100, names: ['song.mp3'] },
  { sizeBytes: 101, maxBytes: 100, names: [] },
])('limits a file of $sizeBytes bytes to $maxBytes', async ({ sizeBytes, maxBytes, names }) => {
  await using api = await startTestServer({ 'GET /song': { chunks: [Buffer.alloc(60), Buffer.alloc(sizeBytes - 60)] } })
  await using directory = await createDirectory()
  const client = createClient({ baseUrl: api.url })
  const files = new SavedFiles(directory.path, maxBytes)
  const saving = files.save(download(client, `${api.url}/song`), { name: 'song', mediaType: 'audio/mpeg' })
  if (names.length > 0) expect(await saving).toMatchObject({ sizeBytes, mediaType: 'audio/mpeg' })
  else await expect(saving).rejects.toMatchObject({ code: 'limit_exceeded' })
  expect(await readdir(directory.path)).toEqual(names)
  expect(files.list()).toHaveLength(names.length)
})

it('lists the latest 1 000 files', async () => {
  await using api = await startTestServer({ 'GET /note': { text: 'x' } })
  await using directory = await createDirectory()
  const client = createClient({ baseUrl: api.url })
  const files = new SavedFiles(directory.path)
  for (let count = 0; count < 1_002; count += 1)
    await files.save(download(client, `${api.url}/note`), { name: `n${count}`, mediaType: 'text/plain' })
  expect(files.list()).toHaveLength(1_000)
  expect(files.savedCount).toBe(1_002)
  expect([files.find('mira://output/n1.txt'), files.list()[0]?.name]).toEqual([undefined, 'n1001.txt'])
})
