import type { ServerResponse } from 'node:http'
import type { Connection } from './connection.ts'
import type { RecordedRequest } from './recorded-request.ts'

/** One request and where its reply goes. */
export interface Exchange {
  request: RecordedRequest
  response: ServerResponse
  connection: Connection
}
