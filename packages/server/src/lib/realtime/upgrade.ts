import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

/** Upgrade request with its connection, whose errors are handled. */
export interface Upgrade {
  readonly request: IncomingMessage
  readonly socket: Duplex
  /** First bytes after the request. */
  readonly head: Buffer
}
