import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import type { SuiteTarget } from './suite-target.ts'

/** Test of the suite. */
export interface SuiteTest {
  readonly name: string
  run(target: SuiteTarget): Promise<void>
}

type Kind = (target: SuiteTarget, prompt: string) => Promise<number>

/** Kinds of tests. Each adds its own fixture and returns the number of its requests. */
const kinds: Readonly<Record<string, Kind>> = { chat, stream, embeddings, job, realtime }

/** Returns a number of tests, an equal share of each kind. */
export function listTests(count: number): SuiteTest[] {
  const names = Object.keys(kinds)
  return Array.from({ length: count }, (_, index) => {
    const kind = names[index % names.length]!
    return { name: `${kind} ${index}`, run: (target) => runTest(target, kinds[kind]!) }
  })
}

/** Runs a test between two failing requests, and checks that only its own requests were recorded. */
async function runTest(target: SuiteTarget, kind: Kind): Promise<void> {
  // The mock finds its fixtures by the prompt alone.
  const prompt = target.server.kind === 'mira' ? 'the same prompt in all tests' : `prompt of ${target.testId}.`
  await target.setFailing(true)
  assert.equal((await post(target, '/v1/embeddings', { model: 'mira-embed', input: prompt })).status, 500)
  await target.setFailing(false)
  const requests = await kind(target, prompt)
  const bodies = await target.listBodies()
  assert.equal(bodies.length, requests + 1, `expected ${requests + 1} requests, received ${bodies.length}`)
  for (const body of bodies) assert.ok(body.includes(target.testId), `a request of another test: ${body}`)
}

function post({ server, headers }: SuiteTarget, path: string, body: object): Promise<Response> {
  const all = { ...headers, 'content-type': 'application/json' }
  return fetch(server.url + path, { method: 'POST', headers: all, body: JSON.stringify(body) })
}

function answerOf({ testId }: SuiteTarget): string {
  return `answer-of-${testId}`
}

async function chat(target: SuiteTarget, prompt: string): Promise<number> {
  const text = answerOf(target)
  await target.addFixture({ endpoint: 'chat', prompt, text })
  const messages = [{ role: 'user', content: prompt }]
  for (let count = 0; count < 2; count++) {
    const response = await post(target, '/v1/chat/completions', { model: 'mira', messages })
    assert.equal((await response.json()).choices[0].message.content, text)
  }
  return 2
}

async function stream(target: SuiteTarget, prompt: string): Promise<number> {
  const text = Array.from({ length: 40 }, () => answerOf(target)).join(' ')
  await target.addFixture({ endpoint: 'chat', prompt, text })
  const messages = [{ role: 'user', content: prompt }]
  const response = await post(target, '/v1/chat/completions', { model: 'mira', stream: true, messages })
  const events = (await response.text()).split('\n\n').filter((event) => event.startsWith('data: {'))
  const deltas = events.map((event) => JSON.parse(event.slice('data: '.length)).choices[0]?.delta?.content ?? '')
  assert.equal(deltas.join(''), text)
  return 1
}

async function embeddings(target: SuiteTarget, prompt: string): Promise<number> {
  const embedding = [0.25, target.testId.length, 0.5]
  await target.addFixture({ endpoint: 'embeddings', prompt, embedding })
  const response = await post(target, '/v1/embeddings', {
    model: 'mira-embed',
    input: prompt,
    encoding_format: 'float',
  })
  assert.deepEqual((await response.json()).data[0].embedding, embedding)
  return 1
}

const pollIntervalMs = 25

async function job(target: SuiteTarget, prompt: string): Promise<number> {
  const { server, headers } = target
  const isMira = server.kind === 'mira'
  const text = answerOf(target)
  await target.addFixture({ endpoint: 'video', prompt, text })
  const [create, read] = isMira ? ['/v1/video/generate', '/v1/video'] : ['/v1/videos', '/v1/videos']
  const created = await post(target, create, { model: 'sora-2', prompt })
  assert.ok(created.ok, await created.clone().text())
  const { id } = await created.json()
  for (let polls = 1; ; polls++) {
    // The mock ignores the preference: its jobs have ended at once.
    const polled = await fetch(`${server.url}${read}/${id}`, { headers: { ...headers, prefer: 'wait=5' } })
    const state = await polled.json()
    if (['succeeded', 'completed'].includes(state.status)) {
      if (isMira) assert.equal(state.description, text)
      return polls + 1
    }
    assert.ok(['queued', 'running', 'in_progress'].includes(state.status), JSON.stringify(state))
    await sleep(pollIntervalMs)
  }
}

async function realtime(target: SuiteTarget, prompt: string): Promise<number> {
  const text = answerOf(target)
  await target.addFixture({ endpoint: 'realtime', prompt, text })
  const url = `${target.server.url.replace('http', 'ws')}/v1/realtime?model=gpt-realtime`
  const socket = new WebSocket(url, { headers: target.headers })
  const send = (event: object) => socket.send(JSON.stringify(event))
  let heard = ''
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject)
    socket.on('message', (data) => {
      const event = JSON.parse(data.toString())
      if (event.type === 'session.created') {
        send({ type: 'session.update', session: { type: 'realtime', output_modalities: ['text'] } })
        const content = [{ type: 'input_text', text: prompt }]
        send({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content } })
        send({ type: 'response.create' })
      }
      if (event.type === 'response.output_text.delta') heard += event.delta
      if (event.type === 'error') reject(new Error(data.toString()))
      if (event.type === 'response.done') resolve()
    })
  }).finally(() => socket.close())
  assert.equal(heard, text)
  // The mock records a message of the socket as a request.
  return 1
}
