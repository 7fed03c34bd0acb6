import { type Client, path } from '@mira/core'
import { sendToEither } from './send-to-either.ts'

/** A kind of job: its name and endpoints. */
export interface JobKind {
  /** Name of the kind, and prefix of the names of its operations. */
  readonly name: 'music' | 'video'
  /** Path of the endpoint that starts jobs. */
  readonly path: string
  /** Sends a request to the path of a job. */
  atJob<Result>(client: Client, id: string, send: (path: string) => Promise<Result>): Promise<Result>
}

/** Music jobs. @see docs/protocol.md#jobs */
export const music: JobKind = {
  name: 'music',
  path: '/v1/audio/music',
  atJob: (_client, id, send) => send(path`/v1/audio/music/${id}`),
}

/** Video jobs. @see docs/protocol.md#jobs */
export const video: JobKind = {
  name: 'video',
  path: '/v1/video/generate',
  atJob: (client, id, send) => sendToEither(client, [path`/v1/video/${id}`, path`/v1/video/jobs/${id}`], send),
}

/** Job kinds by name. */
export const jobKinds: Readonly<Record<JobKind['name'], JobKind>> = { music, video }
