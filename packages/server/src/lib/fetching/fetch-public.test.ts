import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { type FetchPolicy, fetchPublic } from './fetch-public.ts'

const open: FetchPolicy = { allowHttp: true, allowPrivate: true }
const strict: FetchPolicy = { allowHttp: true, allowPrivate: false }
const options = { field: 'image', maxBytes: 1_000, signal: new AbortController().signal }

let server: Server | undefined
afterEach(async () => {
  server?.closeAllConnections()
  await new Promise((resolve) => (server === undefined ? resolve(0) : server.close(resolve)))
  server = undefined
})

/** Starts a server that records the paths of its requests. */
async function serve(listener: RequestListener): Promise<{ url: string; paths: string[] }> {
  const paths: string[] = []
  server = createServer((request, response) => {
    paths.push(request.url ?? '')
    listener(request, response)
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, paths }
}

it('fetches bytes, through a few redirects', async () => {
  const { url, paths } = await serve((request, response) => {
    const hop = Number(request.url?.slice(1))
    if (hop < 3) response.writeHead(302, { location: `/${hop + 1}` }).end()
    else response.end('picture')
  })
  expect(Buffer.from(await fetchPublic(`${url}/0`, open, options)).toString()).toBe('picture')
  expect(paths).toEqual(['/0', '/1', '/2', '/3'])
})

it.each([
  {
    what: 'too many redirects',
    listener: (_: unknown, response) => response.writeHead(302, { location: '/' }).end(),
    detail: 'redirects more than 3 times',
  },
  {
    what: 'a redirect to a file',
    listener: (_: unknown, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    detail: 'only http and https',
  },
  { what: 'a failure', listener: (_: unknown, response) => response.writeHead(404).end(), detail: 'status 404' },
  {
    what: 'an encoding',
    listener: (_: unknown, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('x'),
    detail: 'encoding',
  },
  {
    what: 'a long file that says so',
    listener: (_: unknown, response) => response.writeHead(200, { 'content-length': 1_001 }).end(Buffer.alloc(1_001)),
    detail: 'larger than 1000 bytes',
  },
  {
    what: 'a broken connection',
    listener: (_: unknown, response) => response.destroy(),
    detail: 'failed to fetch the URL (ECONNRESET)',
  },
] as { what: string; listener: RequestListener; detail: string }[])('refuses $what', async ({ listener, detail }) => {
  const { url } = await serve(listener)
  await expect(fetchPublic(url, open, options)).rejects.toThrow(detail)
})

it('stops reading a file without an end, and waiting for one that does not come', async () => {
  const { url } = await serve((request, response) => {
    if (request.url === '/silent') return response.flushHeaders()
    const send = (): void => void (response.write(Buffer.alloc(400)) && setImmediate(send))
    response.on('drain', send)
    send()
  })
  await expect(fetchPublic(`${url}/endless`, open, options)).rejects.toThrow('larger than 1000 bytes')
  await expect(fetchPublic(`${url}/silent`, open, { ...options, timeoutMs: 50 })).rejects.toThrow(
    'timed out after 50 ms',
  )
})

it('ends with its caller', async () => {
  const { url } = await serve((_, response) => response.flushHeaders())
  const caller = new AbortController()
  const fetched = fetchPublic(url, open, { ...options, signal: caller.signal })
  caller.abort(new Error('the caller left'))
  await expect(fetched).rejects.toThrow('the caller left')
})

it.each(['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1', '0'])(
  'reaches nothing at %s',
  async (host) => {
    const { url, paths } = await serve((_, response) => response.end('secret'))
    await expect(fetchPublic(`http://${host}:${new URL(url).port}/`, strict, options)).rejects.toThrow(
      'image: the URL does not point to the public internet',
    )
    expect(paths).toEqual([])
  },
)

it.each([
  { url: 'http://example.com/a.png', detail: 'image: only https URLs are allowed' },
  { url: 'https://user:password@example.com/a.png', detail: 'image: URLs with credentials are not allowed' },
  { url: 'ftp://example.com/a.png', detail: 'image: only https URLs are allowed' },
  { url: 'https://', detail: 'image: failed to fetch the URL (ERR_INVALID_URL)' },
])('refuses $url', async ({ url, detail }) => {
  await expect(fetchPublic(url, { allowHttp: false, allowPrivate: false }, options)).rejects.toThrow(detail)
})
