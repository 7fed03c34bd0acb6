import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { spoolForm } from './spooled-form.ts'

const megabyte = 1024 * 1024
const limits = { maxBytes: 512 * megabyte, maxFiles: 2 }

function toBody(pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>) {
  return Readable.toWeb(Readable.from(pieces)) as ReadableStream<Uint8Array>
}

async function spool(form: FormData, bounds = limits) {
  const encoded = new Response(form)
  const contentType = encoded.headers.get('content-type')!
  return spoolForm(toBody([await encoded.bytes()]), { 'content-type': contentType }, bounds)
}

it('receives fields and files, in whatever order, and removes them', async () => {
  const data = randomBytes(100_000)
  const form = new FormData()
  form.append('model', 'mira')
  form.append('file', new Blob([data]), '../../evil.wav')
  form.append('granularity[]', 'word')
  form.append('granularity[]', 'segment')
  const spooled = await spool(form)
  const [file] = spooled.files
  expect(Object.fromEntries(spooled.fields)).toEqual({ model: ['mira'], granularity: ['word', 'segment'] })
  expect(file).toMatchObject({ field: 'file', bytes: 100_000, sha256: createHash('sha256').update(data).digest('hex') })
  expect((await readFile(file!.path)).equals(data)).toBe(true)
  await spooled[Symbol.asyncDispose]()
  await expect(readFile(file!.path)).rejects.toThrow('ENOENT')
})

it('distinguishes forms by their content', async () => {
  const prints = []
  for (const [name, value] of [
    ['a', '1'],
    ['a', '1'],
    ['a', '2'],
    ['b', '1'],
  ] as const) {
    const form = new FormData()
    form.append(name, value)
    form.append('file', new Blob(['same']), 'a')
    await using spooled = await spool(form)
    prints.push(spooled.fingerprint)
  }
  expect(prints[1]).toBe(prints[0])
  expect(new Set(prints).size).toBe(3)
})

it('refuses more than the limits', async () => {
  const form = new FormData()
  for (const name of ['a', 'b', 'c']) form.append(name, new Blob([name]), name)
  await expect(spool(form)).rejects.toThrow('more than 2 files')
  await expect(spool(form, { maxBytes: 100, maxFiles: 9 })).rejects.toThrow('The body exceeds 100 bytes')
  const wordy = new FormData()
  wordy.append('prompt', 'a'.repeat(65_537))
  await expect(spool(wordy)).rejects.toThrow('prompt: the field exceeds 65536 bytes')
})

it('does not grow in memory with a file', async () => {
  const length = 300
  const piece = Buffer.alloc(megabyte, 'x')
  let most = 0
  const start = process.memoryUsage().rss
  async function* body() {
    yield Buffer.from('--b\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n')
    for (let sent = 0; sent < length; sent += 1) {
      most = Math.max(most, process.memoryUsage().rss - start)
      yield piece
    }
    yield Buffer.from('\r\n--b--\r\n')
  }
  await using spooled = await spoolForm(toBody(body()), { 'content-type': 'multipart/form-data; boundary=b' }, limits)
  expect(spooled.files[0]?.bytes).toBe(length * megabyte)
  // A third of the file; memory actually grows by some ten megabytes.
  expect(most / megabyte).toBeLessThan(100)
})

it('refuses a form that breaks off', async () => {
  const pieces = [Buffer.from('--b\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nabc')]
  await expect(
    spoolForm(toBody(pieces), { 'content-type': 'multipart/form-data; boundary=b' }, limits),
  ).rejects.toThrow('Malformed multipart form')
})

it.skipIf(process.platform !== 'linux')('closes the files of a form whose sender leaves', async () => {
  const openFiles = async () => {
    const links = (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => ''))
    return (await Promise.all(links)).filter((path) => path.includes('mira-form'))
  }
  async function* leave() {
    yield Buffer.from('--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n')
    yield randomBytes(megabyte)
    throw new Error('gone')
  }
  const form = spoolForm(toBody(leave()), { 'content-type': 'multipart/form-data; boundary=b' }, limits)
  await expect(form).rejects.toMatchObject({ status: 400, cause: { message: 'gone' } })
  expect(await openFiles()).toEqual([])
})
