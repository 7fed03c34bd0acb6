import { streamChatCompletion } from '@mira/chat'
import { createClient, isMiraError, request } from '@mira/core'
import type { Verdict } from './judge.ts'
import type { ProxyHost, Upstream } from './proxy-hosts.ts'

const messages = [{ role: 'user' as const, content: 'What is 6 times 7?' }]

/** Visits the proxy and returns everything received, to be searched for the key. */
async function visit(url: string): Promise<string> {
  const seen: string[] = []
  const keep: typeof fetch = async (input, init) => {
    const response = await fetch(input, init)
    seen.push(JSON.stringify([...response.headers]), await response.clone().text())
    return response
  }
  const options = { apiKey: null, baseUrl: `${url}/api/mira`, fetch: keep, retry: false } as const
  const visitor = createClient({ ...options, headers: { cookie: 'session=anna' } })
  let answer = ''
  for await (const { text } of streamChatCompletion(visitor, { messages })) answer += text
  if (!answer.includes('42')) throw new Error(`answered "${answer}"`)
  await expectStatus(401, streamChatCompletion(createClient(options), { messages }).final())
  await expectStatus(
    404,
    request(visitor, { operation: 'keys', path: '/v1/api-keys', read: () => Promise.resolve('') }),
  )
  return seen.join('\n')
}

async function expectStatus(status: number, call: Promise<unknown>): Promise<void> {
  const error = await call.then(
    () => 'nothing was thrown',
    (reason: unknown) => reason,
  )
  if (!isMiraError(error) || error.status !== status) throw new Error(`expected ${status}, got ${error}`)
}

/** Checks that a page can chat through the proxy on a runtime, sees no key, and can do nothing else. */
export async function checkProxy(host: ProxyHost, project: string, upstream: Upstream): Promise<Verdict> {
  const check = 'proxy'
  const startedAtMs = Date.now()
  try {
    await using running = await host.start(project, upstream)
    const seen = await visit(running.url)
    const problem = seen.includes(upstream.apiKey) ? 'the key reaches the visitor' : undefined
    return { check, cell: problem ? 'FAILED' : `${Date.now() - startedAtMs} ms`, problem }
  } catch (error) {
    return { check, cell: 'FAILED', problem: String(error) }
  }
}
