import type { JobBody } from '../wire/job.ts'
import {
  type BoxVideoEngine,
  createBoxVideoEngine,
  createScaleMusicEngine,
  type ScaleMusicEngine,
} from './job-engines.test-support.ts'
import {
  type AccountServer,
  type AccountServerOptions,
  startAccountServer,
} from './start-account-server.test-support.ts'
import { createWordChatEngine } from './word-chat-engine.test-support.ts'

/** Server with the music and video engines of the tests. */
export interface JobServer extends AccountServer {
  readonly music: ScaleMusicEngine
  readonly video: BoxVideoEngine
  /** Waits until the job at a path has settled, with `Prefer: wait`. */
  settled(path: string): Promise<JobBody>
}

/** Starts a server whose user pays from the balance. */
export async function startJobServer(options: AccountServerOptions = {}): Promise<JobServer> {
  const engines = { chat: createWordChatEngine(), music: createScaleMusicEngine(), video: createBoxVideoEngine() }
  const server = await startAccountServer({ plan: 'pro', balanceKopecks: 10_000, engines, ...options })
  return {
    ...server,
    ...engines,
    async settled(path) {
      for (;;) {
        const answer = await server.call('GET', path, undefined, { headers: { prefer: 'wait=20' } })
        const job = (await answer.json()) as JobBody
        if (job.finished_at !== undefined) return job
      }
    },
  }
}
