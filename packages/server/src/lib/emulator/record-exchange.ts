import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import type { AppEnv } from '../context.ts'
import { toHeaderRecord } from '../http/fault-plan.ts'
import { bodyOf, bodyResponseOf } from '../http/json-response.ts'
import { streamOf } from '../http/stream-of.ts'
import { type Journal, maxBodyCharacters, toValue } from './journal.ts'
import { maskHeaders, maskSecrets } from './mask-secrets.ts'

/** Records the body of a request that has been handled, as far as it was read or has arrived. */
export async function recordRequestBody(journal: Journal, c: Context<AppEnv>): Promise<void> {
  const form = c.get('form')
  if (form !== undefined) {
    const fields = Object.fromEntries([...form.fields].map(([name, values]) => [name, values.map(maskSecrets)]))
    const files = form.files.map(({ field, bytes, sha256 }) => ({ field, bytes, sha256 }))
    return journal.update(c.get('requestId'), { body: { fields, files } }, JSON.stringify(fields).length)
  }
  const text = (await c.req.bodyCache.text) ?? readArrived(c)
  if (text === undefined) return
  const recorded = maskSecrets(text.slice(0, maxBodyCharacters))
  journal.update(c.get('requestId'), { body: toValue(recorded) }, recorded.length)
}

/** Returns the body of a request that was answered without reading it, if it has arrived completely. */
function readArrived(c: Context<AppEnv>): string | undefined {
  const { incoming } = c.env as HttpBindings
  const bytes = incoming.readableLength
  if (bytes === 0 || incoming.readableDidRead || Number(incoming.headers['content-length']) !== bytes) return undefined
  return (incoming.read() as Buffer | null)?.toString()
}

const textTypes = /^(?:text\/|application\/(?:json|x-subrip))/

/** Records a response as it is sent; `onEnd` is called when it has ended. */
export async function recordResponse(
  journal: Journal,
  c: Context<AppEnv>,
  onEnd: (isComplete: boolean) => void,
): Promise<void> {
  const { res: response } = c
  const id = c.get('requestId')
  const headers = toHeaderRecord(response.headers)
  journal.update(id, { status: response.status, responseHeaders: maskHeaders(headers) })
  const sent = bodyOf(response)
  if (sent === undefined && response.body === null) return onEnd(true)
  const isText = textTypes.test(headers['content-type'] ?? '')
  // A body of known length is complete, unless it is sent at a pace of its own.
  if (isText && headers['content-length'] !== undefined && c.get('isSentAsIs') !== true) {
    const text = typeof sent === 'string' ? sent : await response.text()
    const recorded = maskSecrets(text.slice(0, maxBodyCharacters))
    const responseBytes = Number(headers['content-length'])
    journal.update(id, { responseBytes, response: toValue(recorded) }, recorded.length)
    if (text !== sent) replaceResponse(c, bodyResponseOf(text, { status: response.status, headers: response.headers }))
    return onEnd(true)
  }
  const body = streamOf(tap(response.body!, { isText, onEnd, journal, id }))
  replaceResponse(c, new Response(body, { status: response.status, headers: response.headers }))
}

/** Replaces the response of a request; Hono would otherwise add the headers of the previous one again. */
export function replaceResponse(c: Context<AppEnv>, response: Response): void {
  ;(c as { res: Response | undefined }).res = undefined
  c.res = response
}

interface TapOptions {
  readonly journal: Journal
  readonly id: string
  readonly isText: boolean
  readonly onEnd: (isComplete: boolean) => void
}

async function* tap(
  body: ReadableStream<Uint8Array>,
  { isText, onEnd, journal, id }: TapOptions,
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder()
  let text = ''
  let responseBytes = 0
  let isComplete = false
  try {
    for await (const chunk of body) {
      responseBytes += chunk.byteLength
      if (isText && text.length < maxBodyCharacters) text += decoder.decode(chunk, { stream: true })
      yield chunk
    }
    isComplete = true
  } finally {
    const recorded = maskSecrets(text.slice(0, maxBodyCharacters))
    journal.update(id, { responseBytes, ...(isText ? { response: toValue(recorded) } : {}) }, recorded.length)
    onEnd(isComplete)
  }
}
