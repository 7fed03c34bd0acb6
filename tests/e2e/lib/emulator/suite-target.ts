/** Server that the suite runs against, as its workers receive it. */
export interface SuiteServer {
  readonly kind: 'mira' | 'aimock'
  readonly url: string
  readonly apiKey: string
  /** Token of the control API. */
  readonly token: string
}

/** Fixture of a test in the terms of both servers. */
export interface SuiteFixture {
  readonly endpoint: 'chat' | 'embeddings' | 'video' | 'realtime'
  readonly prompt: string
  readonly text?: string | undefined
  readonly embedding?: readonly number[] | undefined
}

/** Server within one test. */
export interface SuiteTarget {
  readonly testId: string
  readonly server: SuiteServer
  /** Headers of the requests of the test. */
  readonly headers: Readonly<Record<string, string>>
  addFixture(fixture: SuiteFixture): Promise<void>
  /** Lets all requests of the test fail, or none again. */
  setFailing(isFailing: boolean): Promise<void>
  /** Returns the bodies of the requests of the test as text. */
  listBodies(): Promise<readonly string[]>
  /** Forgets what belongs to the test. */
  reset(): Promise<void>
}

/** Creates the target of a test. */
export function createTarget(server: SuiteServer, testId: string): SuiteTarget {
  return server.kind === 'mira' ? createMiraTarget(server, testId) : createMockTarget(server, testId)
}

async function send(
  url: string,
  method: string,
  init: { readonly headers: Record<string, string>; readonly body?: object },
) {
  const body = init.body === undefined ? null : JSON.stringify(init.body)
  const response = await fetch(url, { method, headers: { ...init.headers, 'content-type': 'application/json' }, body })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`)
  return JSON.parse(text)
}

function createMiraTarget(server: SuiteServer, testId: string): SuiteTarget {
  const headers = { authorization: `Bearer ${server.token}` }
  const control = (method: string, path: string, body?: object) =>
    send(`${server.url}/__mira/${path}`, method, { headers, ...(body === undefined ? {} : { body }) })
  return {
    testId,
    server,
    headers: { authorization: `Bearer ${server.apiKey}`, 'x-mira-test-id': testId },
    async addFixture({ endpoint, text, embedding }) {
      const answer = {
        text,
        embeddings: embedding && [embedding],
        job: endpoint === 'video' ? { steps: [] } : undefined,
        description: text,
      }
      // All tests send the same prompts: only their ids distinguish them.
      await control('POST', 'fixtures', { testId, fixtures: [{ match: { endpoint }, answer }] })
    },
    async setFailing(isFailing) {
      if (isFailing) await control('POST', 'faults', { testId, faults: [{ fault: { status: 500 } }] })
      else await control('DELETE', `faults?testId=${encodeURIComponent(testId)}`)
    },
    async listBodies() {
      const { data } = await control('GET', `requests?testId=${encodeURIComponent(testId)}`)
      return data.map((entry: object) => JSON.stringify(entry))
    },
    async reset() {
      await control('POST', 'reset', { testId })
    },
  }
}

/** The mock has no fixtures by test, so its prompts are unique, and it can forget a test's faults only. */
function createMockTarget(server: SuiteServer, testId: string): SuiteTarget {
  const headers = { 'x-test-id': testId }
  const control = (method: string, path: string, body?: object) =>
    send(`${server.url}/__aimock/${path}`, method, { headers, ...(body === undefined ? {} : { body }) })
  return {
    testId,
    server,
    headers: { ...headers, authorization: `Bearer ${server.apiKey}` },
    async addFixture({ endpoint, prompt, text, embedding }) {
      const answers = {
        chat: { content: text },
        realtime: { content: text },
        embeddings: { embedding },
        video: { video: { id: `video-${testId}`, status: 'completed', url: `https://x.example/${text}` } },
      }
      const field = endpoint === 'embeddings' ? { inputText: prompt } : { userMessage: prompt }
      await control('POST', 'fixtures', { fixtures: [{ match: field, response: answers[endpoint] }] })
    },
    async setFailing(isFailing) {
      if (isFailing) await control('POST', 'chaos', { dropRate: 1 })
      else await control('DELETE', 'chaos')
    },
    async listBodies() {
      const entries = await control('GET', `journal?testId=${encodeURIComponent(testId)}`)
      return entries.map((entry: object) => JSON.stringify(entry))
    },
    reset: async () => undefined,
  }
}
