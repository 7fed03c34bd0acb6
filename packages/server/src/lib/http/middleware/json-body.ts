import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import { ApiError } from '../../api-error.ts'
import type { AppEnv } from '../../context.ts'
import type { ServerLimits } from '../../server-limits.ts'
import { guardJsonText } from '../../wire/json-guard.ts'
import { type BodyPace, bodyTooLarge } from './read-steadily.ts'
import { type BodyLimits, receiveBody } from './receive-body.ts'
import type { Step } from './steps.ts'

const jsonMediaType = /^(?:application\/(?:[\w.-]+\+)?|text\/)json\s*(?:;|$)/i

/** Bodies of up to this size, in bytes, are bounded by the number of requests alone. */
const smallBytes = 64 * 1024

/**
 * Reads a JSON body. Rejects one that is not JSON, is too large, arrives too slowly, is nested too deeply or contains a
 * null character, before parsing. A large body waits for a share of the memory for bodies, which it holds until the
 * response starts.
 */
export function jsonBody(limits: Pick<ServerLimits, 'maxBodyBytes' | 'maxJsonDepth'> & BodyPace): Step {
  const { maxBodyBytes, maxJsonDepth } = limits
  return (c) => {
    const contentType = c.req.header('content-type') ?? ''
    const sentBytes = Number(c.req.header('content-length') ?? maxBodyBytes)
    if (sentBytes > maxBodyBytes) throw bodyTooLarge(maxBodyBytes)
    const maxBytes = c.get('coding') === undefined ? sentBytes : maxBodyBytes
    if (!jsonMediaType.test(contentType)) {
      throw new ApiError(
        415,
        `Content-Type must be application/json, received ${contentType === '' ? 'none' : contentType}`,
      )
    }
    // The validator accepts the registered type only.
    if (/^text\//i.test(contentType)) c.req.raw.headers.set('content-type', 'application/json')
    const provide = (text: string) => {
      guardJsonText(text, maxJsonDepth)
      // The validator and the handler read the text from this cache; the stream has ended.
      Object.assign(c.req.bodyCache, { text: Promise.resolve(text) })
    }
    const received = readReceived(c, maxBytes)
    if (received === undefined) return readText(c, { ...limits, maxBytes }).then(provide)
    provide(received)
    return undefined
  }
}

const wholeText = /* @__PURE__ */ new TextDecoder()

/**
 * Returns a small body of known length that has arrived while the caller was authenticated, as most have: the streams
 * between a connection and a reader cost more than all else that a small request does. Returns undefined for any other.
 */
function readReceived(c: Context<AppEnv>, maxBytes: number): string | undefined {
  if (c.get('coding') !== undefined) return undefined
  const { incoming } = c.env as HttpBindings
  const bytes = incoming.readableLength
  if (bytes === 0 || bytes > Math.min(smallBytes, maxBytes) || incoming.readableDidRead) return undefined
  if (Number(incoming.headers['content-length']) !== bytes) return undefined
  const body: Buffer = incoming.read()
  // Lets the stream end.
  incoming.resume()
  return wholeText.decode(body)
}

async function readText(c: Context<AppEnv>, limits: BodyLimits): Promise<string> {
  const { body } = c.req.raw
  if (body === null) return ''
  const { traffic, hold } = c.get('resources')
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of receiveBody(c, body, limits)) {
    const isSmall = bytes <= smallBytes
    bytes += chunk.byteLength
    if (isSmall && bytes > smallBytes) await hold(traffic.bodyMemory, c.get('principal').userId, limits.maxBytes)
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}
