import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as account from '@mira/account'
import * as chat from '@mira/chat'
import { type Client, createClient } from '@mira/core'
import * as jobs from '@mira/jobs'
import * as media from '@mira/media'
import * as realtime from '@mira/realtime'
import { startServer } from '@mira/server'
import { describe, expect, it } from 'vitest'
import { sidebar } from '../../docs/site/.vitepress/lib/sidebar.ts'
import { searchSite } from './lib/search-site.ts'

const root = resolve(import.meta.dirname, '../..')

describe('the table of endpoints', () => {
  interface Row {
    readonly endpoint: string
    readonly method: string
    readonly function: string
    readonly package: 'account' | 'chat' | 'jobs' | 'media' | 'realtime'
  }
  const rows: readonly Row[] = JSON.parse(readFileSync(join(root, 'docs/data/endpoints.json'), 'utf8'))
  const packages = { account, chat, jobs, media, realtime }
  const image = new Blob([Uint8Array.of(137, 80, 78, 71)], { type: 'image/png' })
  /** Arguments after the client, where an operation requires any; `id` stands for the parameter of a path. */
  const params: Readonly<Record<string, unknown>> = {
    createChatCompletion: { messages: [{ role: 'user', content: 'Hello' }] },
    createResponse: { input: 'Hello' },
    createEmbeddings: { input: 'Hello' },
    generateImages: { prompt: 'A lighthouse' },
    editImages: { prompt: 'Brighter', reference_images: ['data:image/png;base64,iVBORw=='] },
    transcribe: { file: image },
    createSpeech: { input: 'Hello' },
    locate: { image: 'data:image/png;base64,iVBORw==', target: 'a car' },
    generateMusic: { prompt: 'Rain' },
    generateVideo: { prompt: 'Rain' },
    getMusic: 'id',
    getVideo: 'id',
    createApiKey: { name: 'test' },
    revokeApiKey: 'id',
  }

  it('lists the 22 endpoints, as the API description has them', async () => {
    const server = await startServer({ engines: {} })
    const { paths } = (await (await fetch(`${server.url}/openapi.json`)).json()) as { paths: Record<string, object> }
    await server.close()
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{\w+\}/, '{}')}`),
    )
    const listed = rows.map(({ endpoint }) => endpoint.replace(/\{\w+\}/, '{}'))
    expect(new Set(listed).size).toBe(22)
    // OpenAPI has no WebSockets.
    expect(described).toEqual(expect.arrayContaining(listed.filter((endpoint) => endpoint !== 'WSS /v1/realtime')))
  })

  it.each(rows)('$endpoint is called by $function and by mira.$method', async ({ endpoint, ...row }) => {
    const requests: string[] = []
    const client = createRecordingClient(requests)
    const operation = Reflect.get(packages[row.package], row.function)
    const [area = '', verb = ''] = row.method.split('.')
    const extended = client.extend(Reflect.get(packages[row.package], row.package)) as unknown as Client
    const bound = Reflect.get(Reflect.get(extended, area), verb)
    await settle(operation(client, params[row.function]))
    await settle(bound(params[row.function]))
    expect([...new Set(requests)]).toEqual([endpoint.replace(/\{\w+\}/, 'id')])
    expect(requests.length).toBeGreaterThanOrEqual(2)
  })
})

describe('the tables of realtime sessions', () => {
  const guide = readFileSync(join(root, 'docs/site/guide/realtime.md'), 'utf8')
  const fieldsOf = (file: string) => {
    const source = readFileSync(join(root, 'packages/realtime/src/lib', file), 'utf8')
    const [declared = ''] = source.split(/export type SessionInfo|const default|\/\*\* Settings of a session: its/)
    return [...new Set([...declared.matchAll(/^ {2}(?:readonly )?([a-z]\w+)\??:/gm)].map(([, name = '']) => name))]
  }

  it.each([...fieldsOf('session-config.ts'), ...fieldsOf('settings.ts')])('name %s', (field) => {
    expect(guide).toMatch(new RegExp(`\\b${field}\\b`))
  })
})

describe('the site', () => {
  const pages = globSync('docs/site/guide/*.md', { cwd: root }).map((path) => path.split('/').at(-1)?.slice(0, -3))

  it('lists every guide once, and nothing else', () => {
    const links = JSON.stringify(sidebar['/' as keyof typeof sidebar]).match(/(?<="link":"\/guide\/)[\w-]+/g) ?? []
    expect(links.toSorted()).toEqual(pages.toSorted())
  })

  it.each(pages)('names the client before %s calls it', (page) => {
    const text = readFileSync(join(root, `docs/site/guide/${page}.md`), 'utf8')
    const call = text.search(/\bmira\.\w+\.\w+\(/)
    if (call >= 0) expect(text.slice(0, call)).toContain('createClient(')
  })

  it.each([
    ['structured output', 'guide/structured-output'],
    ['pagination', 'guide/account'],
    ['Lambda', 'guide/production'],
    ['vitest', 'guide/testing'],
    ['Playwright', 'guide/testing'],
    ['function calling', 'guide/function-calling'],
    ['tool calls', 'guide/function-calling'],
    ['JSON schema', 'guide/structured-output'],
    ['rate limit', 'guide/rate-limits'],
    ['429', 'guide/rate-limits'],
    ['timeout', 'guide/retries'],
    ['CORS', 'guide/troubleshooting'],
    ['ECONNREFUSED', 'guide/troubleshooting'],
    ['certificate', 'guide/production'],
    ['HTTPS_PROXY', 'guide/production'],
    ['login', 'guide/production'],
    ['Clerk', 'guide/production'],
    ['Safari', 'guide/compatibility'],
    ['browsers', 'guide/compatibility'],
    ['Node version', 'guide/compatibility'],
    ['versioning', 'guide/support'],
    ['semver', 'guide/support'],
    ['API key', 'guide/plans-and-keys'],
    ['MIRA_API_KEY', 'guide/plans-and-keys'],
    ['G.711', 'guide/realtime'],
    ['Twilio', 'guide/realtime'],
    ['turn detection', 'guide/realtime'],
    ['tutorial', 'guide/tutorial-web'],
    ['upload', 'guide/files'],
    ['cost', 'guide/usage-and-cost'],
    ['Next.js', 'guide/browser'],
    ['Jest', 'guide/testing'],
  ])('finds %s', (query, page) => {
    const results = searchSite(query).slice(0, 5)
    expect(results).toContain(page)
  })
})

/** A client that only notes what it would send. */
function createRecordingClient(requests: string[]): Client {
  return createClient({
    apiKey: 'key',
    baseUrl: 'http://mira.test',
    retry: false,
    fetch: async (url, init) => {
      requests.push(`${init.method ?? 'GET'} ${new URL(url).pathname}`)
      return new Response('{"detail":"recorded"}', { status: 418, headers: { 'content-type': 'application/json' } })
    },
    WebSocket: class {
      constructor(url: string | URL) {
        requests.push(`WSS ${new URL(url).pathname}`)
        throw new TypeError('recorded')
      }
    } as unknown as typeof WebSocket,
  })
}

/** Waits for an operation that fails as recorded. Lists read nothing until they are iterated. */
async function settle(result: unknown): Promise<void> {
  try {
    const value = await result
    if (value && typeof value === 'object' && Symbol.asyncIterator in value) {
      for await (const _ of value as AsyncIterable<unknown>) break
    }
  } catch {}
}
