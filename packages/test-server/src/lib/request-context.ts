import type { ServerResponse } from 'node:http'
import type { Connection } from './connection.ts'
import type { RecordedRequest } from './recorded-request.ts'

/** One request, with its response and connection. */
export interface RequestContext {
  request: RecordedRequest
  response: ServerResponse
  connection: Connection
}
