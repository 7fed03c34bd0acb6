import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sendFile, startTestHub, type TestHub, testCommit } from '../test-support/hub.test-support.ts'
import { CachedRepository, hubCacheDirectory } from './hub-cache.ts'
import { type CatalogEntry, checkBytes } from './model-catalog.ts'
import { ModelRecords } from './model-records.ts'
import { parseHubSource } from './model-source.ts'
import { type PullEvent, type PullOptions, pullModel } from './pull-model.ts'

const weights = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 31) % 251))
const config = Buffer.from('{"model_type":"tiny"}')
const files = [
  { path: 'tiny-Q4_K_M.gguf', content: weights },
  { path: 'README.md', content: Buffer.from('# Tiny'), isLarge: false },
]
const onnxFiles = [
  { path: 'onnx/model.onnx', content: weights },
  { path: 'onnx/model_quantized.onnx', content: weights.subarray(0, 1_000) },
  { path: 'config.json', content: config, isLarge: false },
]
const source = parseHubSource('hf:tiny/model')!
const sha256 = createHash('sha256').update(weights).digest('hex')

let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mira-models-'))
  vi.stubEnv('HF_HOME', join(directory, 'cache'))
  vi.stubEnv('HF_HUB_CACHE', '')
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(directory, { recursive: true })
})

const recordsOf = () => new ModelRecords(join(directory, 'data'))

function pull(hub: Pick<TestHub, 'url'>, options: Partial<PullOptions> & { readonly from?: string } = {}) {
  const chosen = options.from === undefined ? source : parseHubSource(options.from)!
  return pullModel(chosen, { records: recordsOf(), access: { endpoint: hub.url, token: 'hf_secret' }, ...options })
}

const downloads = (hub: TestHub) => hub.requests.filter(({ url }) => url.includes('/resolve/'))

/** Paths of all files of the cache that are not links. */
async function listBlobs(): Promise<string[]> {
  const entries = await readdir(hubCacheDirectory(), { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile() && entry.parentPath.endsWith('blobs')).map(({ name }) => name)
}

describe('pullModel', () => {
  it('downloads the chosen files into the shared cache, records them, and then sends no further download', async () => {
    await using hub = await startTestHub(files)
    const events: PullEvent[] = []
    const record = await pull(hub, { onEvent: (event) => events.push(event) })
    expect(record).toMatchObject({ source: 'hf:tiny/model', commit: testCommit, license: 'mit' })
    expect(record.files).toEqual([{ path: 'tiny-Q4_K_M.gguf', size: weights.length, sha256 }])
    const { paths } = await recordsOf().locate(source)
    expect(await readFile(paths[0]!)).toEqual(weights)
    expect(await listBlobs()).toEqual([sha256])
    expect(events[0]).toMatchObject({ event: 'model', bytes: weights.length, license: 'mit' })
    expect(events.findLast(({ event }) => event === 'progress')).toMatchObject({ done: weights.length })
    expect(events.at(-1)).toMatchObject({ event: 'done', commit: testCommit })
    await pull(hub)
    expect(downloads(hub)).toHaveLength(1)
  })

  it('checks the Git object ID of small files, and chooses one precision with the configuration', async () => {
    await using hub = await startTestHub(onnxFiles)
    const paths = (await pull(hub)).files.map(({ path }) => path)
    expect(paths.sort()).toEqual(['config.json', 'onnx/model_quantized.onnx'])
    expect((await pull(hub, { from: 'hf:tiny/model:fp32' })).files.map(({ path }) => path).sort()).toEqual([
      'config.json',
      'onnx/model.onnx',
    ])
  })

  it('goes on where a cut connection ended, within a run and in the next', async () => {
    await using hub = await startTestHub(files)
    let cuts = 0
    hub.intercept = (request, response) => {
      if (!request.url!.includes('/resolve/') || cuts >= 8) return false
      cuts += 1
      const from = Number(/\d+/.exec(request.headers.range ?? '')?.[0] ?? 0)
      const rest = weights.subarray(from)
      const headers = {
        'content-length': rest.length,
        'content-range': `bytes ${from}-${weights.length - 1}/${weights.length}`,
      }
      response.writeHead(from > 0 ? 206 : 200, headers)
      response.write(rest.subarray(0, 20_000), () => response.destroy())
      return true
    }
    const pauses = { pauseMs: 1 }
    await expect(pull(hub, pauses)).rejects.toThrow('run the command again to go on')
    expect(await recordsOf().list()).toEqual([])
    await pull(hub, pauses)
    const ranges = downloads(hub).map(({ range }) => range)
    expect(ranges).toEqual([undefined, ...Array.from({ length: 8 }, (_, index) => `bytes=${(index + 1) * 20_000}-`)])
    expect(await readFile((await recordsOf().locate(source)).paths[0]!)).toEqual(weights)
  })

  it.each([200, 416])('starts again if the hub answers a range with %d', async (status) => {
    await using hub = await startTestHub(files)
    const cache = new CachedRepository(hubCacheDirectory(), 'tiny/model')
    await pull(hub)
    await rm(cache.blobPath(sha256))
    await writeFile(`${cache.blobPath(sha256)}.mira.part`, 'other bytes')
    hub.intercept = (request, response) => {
      if (request.headers.range === undefined) return false
      if (status === 416) response.writeHead(416).end()
      else sendFile(response, weights, undefined)
      return true
    }
    await pull(hub)
    expect(await readFile(cache.blobPath(sha256))).toEqual(weights)
  })

  it('removes a file with a wrong hash, and names both hashes', async () => {
    await using hub = await startTestHub(files)
    const wrong = Buffer.from(weights).fill(0, 10, 20)
    hub.intercept = (request, response) => {
      if (!request.url!.includes('/resolve/')) return false
      response.end(wrong)
      return true
    }
    const got = createHash('sha256').update(wrong).digest('hex')
    await expect(pull(hub)).rejects.toThrow(`has a wrong hash: expected ${sha256}, got ${got}`)
    expect(await listBlobs()).toEqual([])
    expect(downloads(hub)).toHaveLength(1)
  })

  it('refuses more bytes than the hub lists', async () => {
    await using hub = await startTestHub(files)
    hub.intercept = (request, response) => {
      if (!request.url!.includes('/resolve/')) return false
      response.end(Buffer.concat([weights, weights]))
      return true
    }
    await expect(pull(hub)).rejects.toThrow('is longer than the 300000 bytes')
    expect(await listBlobs()).toEqual([])
  })

  it.each([
    { status: 401, advice: 'does not accept the token in HF_TOKEN' },
    { status: 403, advice: 'accept the conditions of the model on its page' },
    { status: 404, advice: 'check the spelling' },
    { status: 429, advice: 'try again in 7 s' },
  ])('explains the status $status', async ({ status, advice }) => {
    await using hub = await startTestHub(files)
    hub.intercept = (_request, response) => {
      response.writeHead(status, { 'retry-after': '7' }).end()
      return true
    }
    const failure = await pull(hub).catch((error: Error) => error)
    expect(String(failure)).toContain(advice)
    expect(String(failure)).not.toContain('hf_secret')
  })

  it('keeps the token from another host that it is redirected to', async () => {
    await using store = await startTestHub(files)
    await using hub = await startTestHub(files)
    hub.intercept = (request, response) => {
      if (!request.url!.includes('/resolve/')) return false
      response.writeHead(302, { location: `${store.url.replace('127.0.0.1', 'localhost')}${request.url}` }).end()
      return true
    }
    await pull(hub)
    expect(hub.requests.map(({ authorization }) => authorization)).toEqual(['Bearer hf_secret', 'Bearer hf_secret'])
    expect(store.requests.map(({ authorization }) => authorization)).toEqual([undefined])
  })

  it('ends after too many redirects', async () => {
    await using hub = await startTestHub(files)
    hub.intercept = (request, response) => {
      response.writeHead(302, { location: request.url! }).end()
      return true
    }
    await expect(pull(hub)).rejects.toThrow('redirects more than 5 times')
  })

  it.each(['../../evil', '/etc/passwd', 'a\\..\\b', 'C:/x', 'a//b', 'a/./b'])('refuses the path %s', async (path) => {
    await using hub = await startTestHub([...files, { path, content: config, isLarge: false }])
    await expect(pull(hub)).rejects.toThrow('is not a path within the repository')
  })

  it('downloads once for two simultaneous pulls', async () => {
    await using hub = await startTestHub(files)
    const events: PullEvent[] = []
    await Promise.all([pull(hub), pull(hub, { onEvent: (event) => events.push(event) })])
    expect(downloads(hub)).toHaveLength(1)
    expect(await listBlobs()).toEqual([sha256])
  })

  it('asks for consent before the first byte', async () => {
    await using hub = await startTestHub(files, 'llama3')
    const confirm = ({ license }: { readonly license: string | undefined }) => {
      throw new Error(`No: ${license}`)
    }
    await expect(pull(hub, { confirm })).rejects.toThrow('No: llama3')
    expect(downloads(hub)).toEqual([])
  })

  it('uses what another tool left in the cache, without any request', async () => {
    await using hub = await startTestHub(files)
    await pull(hub)
    await recordsOf().remove('hf:tiny/model')
    const before = hub.requests.length
    const record = await pull(hub, { isOffline: true })
    expect(record.files).toEqual([{ path: 'tiny-Q4_K_M.gguf', size: weights.length, sha256 }])
    expect(hub.requests).toHaveLength(before)
    await expect(pull(hub, { isOffline: true, from: 'hf:other/model' })).rejects.toThrow('HF_HUB_OFFLINE')
  })

  it('ends when it is aborted, and keeps what has arrived', async () => {
    await using hub = await startTestHub(files)
    const aborting = new AbortController()
    const onEvent = (event: PullEvent) => event.event === 'progress' && aborting.abort(new Error('stop'))
    await expect(pull(hub, { signal: aborting.signal, onEvent })).rejects.toThrow('stop')
    expect(await listBlobs()).toEqual([`${sha256}.mira.part`])
  })
})

describe('a model of the catalog', () => {
  const from = `hf:tiny/model/tiny-Q4_K_M.gguf@${testCommit}`
  const entry: CatalogEntry = {
    name: 'tiny',
    title: 'Tiny',
    capability: 'chat',
    source: from,
    files: [{ path: 'tiny-Q4_K_M.gguf', size: weights.length, sha256 }],
    license: 'Apache-2.0',
    package: { name: 'node-llama-cpp', range: '*' },
    languages: ['en'],
    memoryMegabytes: 1,
    quality: {},
  }
  const catalog = [entry]
  const other = Buffer.from(weights).fill(0, 10, 20)
  const otherHash = createHash('sha256').update(other).digest('hex')

  it('is pulled when its bytes are right, and then needs no request', async () => {
    await using hub = await startTestHub(files, null)
    const licenses: (string | undefined)[] = []
    const confirm = ({ license }: { readonly license: string | undefined }) => void licenses.push(license)
    const record = await pull(hub, { from, catalog, confirm })
    expect(record).toMatchObject({ source: from, commit: testCommit, license: 'Apache-2.0', files: entry.files })
    expect(licenses).toEqual(['Apache-2.0'])
    const before = hub.requests.length
    expect((await pull(hub, { from, catalog, isOffline: true })).files).toEqual(entry.files)
    expect((await recordsOf().locate(parseHubSource(from)!)).record.files).toEqual(entry.files)
    expect(hub.requests).toHaveLength(before)
  })

  it.each([
    { story: 'lists another hash', content: other, problem: `has 300000 bytes with the SHA-256 ${otherHash}` },
    { story: 'lists another size', content: weights.subarray(1), problem: 'has 299999 bytes with the SHA-256' },
  ])('is not downloaded from a hub that $story', async ({ content, problem }) => {
    await using hub = await startTestHub([{ path: 'tiny-Q4_K_M.gguf', content }])
    const failure = await pull(hub, { from, catalog }).catch((error: Error) => error)
    expect(String(failure)).toContain("These are not the bytes of the catalog's tiny: tiny-Q4_K_M.gguf should have")
    expect(String(failure)).toContain(`300000 bytes with the SHA-256 ${sha256}, and ${problem}`)
    expect(String(failure).split('\n')).toHaveLength(1)
    expect([downloads(hub), await recordsOf().list()]).toEqual([[], []])
  })

  it('is removed when only the download reveals other bytes', async () => {
    // The hub names a small file by its Git object ID, which the catalog does not have.
    await using hub = await startTestHub([{ path: 'tiny-Q4_K_M.gguf', content: other, isLarge: false }])
    await expect(pull(hub, { from, catalog })).rejects.toThrow(`has 300000 bytes with the SHA-256 ${otherHash}`)
    expect([await listBlobs(), await recordsOf().list()]).toEqual([[], []])
  })

  it('is removed when the cache has other bytes under its hash', async () => {
    await using hub = await startTestHub(files)
    await pull(hub, { from, catalog })
    await writeFile(new CachedRepository(hubCacheDirectory(), 'tiny/model').blobPath(sha256), other)
    await expect(pull(hub, { from, catalog })).rejects.toThrow("not the bytes of the catalog's tiny")
    await pull(hub, { from, catalog })
    expect(await readFile((await recordsOf().locate(parseHubSource(from)!)).paths[0]!)).toEqual(weights)
  })

  it('goes on where a cut connection ended', async () => {
    await using hub = await startTestHub(files)
    let cuts = 0
    hub.intercept = (request, response) => {
      if (!request.url!.includes('/resolve/') || cuts++ > 0) return false
      response.writeHead(200, { 'content-length': weights.length })
      response.write(weights.subarray(0, 20_000), () => response.destroy())
      return true
    }
    expect((await pull(hub, { from, catalog, pauseMs: 1 })).files).toEqual(entry.files)
    expect(downloads(hub).map(({ range }) => range)).toEqual([undefined, 'bytes=20000-'])
  })

  it.each([
    { story: 'a missing file', content: [], problem: 'a.gguf is missing' },
    {
      story: 'a further file',
      content: [
        { path: 'a.gguf', size: 1, sha256: 'a' },
        { path: 'b.gguf', size: 1, sha256: 'b' },
      ],
      problem: 'b.gguf is not one of its files',
    },
  ])('is not accepted with $story', ({ content, problem }) => {
    const files = [{ path: 'a.gguf', size: 1, sha256: 'a' }]
    expect(() => checkBytes({ ...entry, files }, content)).toThrow(problem)
  })
})

describe('locate', () => {
  it.each([
    {
      story: 'was not pulled',
      spoil: async () => {},
      problem: 'is not downloaded: run "mira-server pull hf:tiny/model"',
    },
    {
      story: 'has lost a file',
      spoil: async (hub: TestHub) => {
        await pull(hub)
        await rm(new CachedRepository(hubCacheDirectory(), 'tiny/model').blobPath(sha256))
      },
      problem: 'is incomplete: tiny-Q4_K_M.gguf is missing; run "mira-server pull hf:tiny/model"',
    },
  ])('names the command for a model that $story', async ({ spoil, problem }) => {
    await using hub = await startTestHub(files)
    await spoil(hub)
    await expect(recordsOf().locate(source)).rejects.toThrow(problem)
  })
})
