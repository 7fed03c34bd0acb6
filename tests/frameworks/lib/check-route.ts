import { once } from 'node:events'
import type { PausingEngine } from './pausing-engine.ts'

/** Bounds a hang only, however busy the machine is. */
const limitMs = 60_000

/** Sends a chat through the route, as the page does. */
export function postChat(origin: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${origin}/api/mira/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: 'session=ada', origin },
    body: JSON.stringify({ model: 'mira', stream: true, messages: [{ role: 'user', content: 'Count from 1 to 20' }] }),
    signal: AbortSignal.timeout(limitMs),
    ...init,
  })
}

/** Checks that the first chunk of an answer arrives before the second exists: nothing buffers the stream. */
export async function checkStream(origin: string, engine: PausingEngine): Promise<string[]> {
  const [{ goOn }, response] = await Promise.all([engine.pauseNext(), postChat(origin)])
  let text = ''
  for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
    text += piece
    if (/"content":"[^"]/.test(text)) goOn() // without this there is no second chunk, and the request times out
  }
  return /20[\s\S]*\[DONE\]/.test(text) ? [] : [`answered ${text}`]
}

/** Checks that the API is notified when the visitor disconnects. */
export async function checkLeaving(origin: string, engine: PausingEngine): Promise<string[]> {
  const leave = new AbortController()
  const [answer] = await Promise.all([engine.pauseNext(), postChat(origin, { signal: leave.signal })])
  leave.abort()
  await untilAbandoned(answer.signal)
  return []
}

/** Waits until an answer is aborted. */
export async function untilAbandoned(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort', { signal: AbortSignal.timeout(limitMs) })
}

/** Checks that the route rejects requests it must not forward. */
export async function checkRefusals(origin: string): Promise<string[]> {
  const api = `${origin}/api/mira/v1`
  const elsewhere = { headers: { origin: 'https://elsewhere.example' } }
  const answers = [
    { what: 'a listed path', answer: await fetch(`${api}/models`), status: 200 },
    { what: 'an unlisted path', answer: await fetch(`${api}/api-keys`), status: 404 },
    { what: 'a page of another origin', answer: await postChat(origin, elsewhere), status: 403 },
  ]
  return answers
    .filter(({ answer, status }) => answer.status !== status)
    .map(({ what, answer, status }) => `${what} is answered ${answer.status}, not ${status}`)
}
