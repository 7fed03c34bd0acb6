import type { IncomingMessage } from 'node:http'
import type { Dialect } from '../wire/realtime-dialect.ts'

/** Credentials and protocol of a connecting client. */
export interface Credentials {
  /** Authorization for the key guard: `Bearer` and the key. */
  readonly authorization: string | undefined
  /** Accepted subprotocol; never the one that contains the key. */
  readonly subprotocol: string | undefined
  readonly dialect: Dialect
  /** Whether the form of the first settings may still change the dialect. */
  readonly mayChangeDialect: boolean
}

/** Documented subprotocol of the API. */
export const realtimeProtocol = 'mira-realtime.v1'
const openAiProtocol = 'realtime'
const keyPrefix = 'openai-insecure-api-key.'
const betaProtocol = 'openai-beta.realtime-v1'

/**
 * Reads the key and the dialect of an upgrade; the order of its subprotocols does not matter. OpenAI clients offer
 * `realtime` or name a model; clients of its beta are identified by a header or a subprotocol.
 */
export function readCredentials({ headers }: IncomingMessage, query: URLSearchParams): Credentials {
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
  const key = offered.find((name) => name.startsWith(keyPrefix))?.slice(keyPrefix.length)
  const authorization = headers.authorization ?? (key === undefined ? undefined : `Bearer ${key}`)
  if (offered.includes(realtimeProtocol)) {
    return { authorization, subprotocol: realtimeProtocol, dialect: 'documented', mayChangeDialect: false }
  }
  const subprotocol = offered.includes(openAiProtocol) ? openAiProtocol : undefined
  if (headers['openai-beta'] === 'realtime=v1' || offered.includes(betaProtocol)) {
    return { authorization, subprotocol, dialect: 'documented', mayChangeDialect: false }
  }
  const isNewer = subprotocol !== undefined || query.has('model')
  return { authorization, subprotocol, dialect: isNewer ? 'newer' : 'documented', mayChangeDialect: true }
}
