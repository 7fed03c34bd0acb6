import {
  createGrayImageEngine,
  createSquareVisionEngine,
  createWordModerationEngine,
} from './image-engines.test-support.ts'
import {
  type AccountServer,
  type AccountServerOptions,
  startAccountServer,
} from './start-account-server.test-support.ts'
import { createWordChatEngine } from './word-chat-engine.test-support.ts'

/** Server with small image engines, whose user pays from a balance. */
export interface MediaServer extends AccountServer {
  readonly images: ReturnType<typeof createGrayImageEngine>
  /** Sends a form with the user's key. */
  send(path: string, form: FormData): Promise<Response>
  /** Returns the total charged so far, in kopecks. */
  chargedKopecks(): Promise<number>
}

/** Starts a server on its own temporary directory, which is removed when it closes. */
export async function startMediaServer({ engines, ...options }: AccountServerOptions = {}): Promise<MediaServer> {
  const images = createGrayImageEngine()
  const server = await startAccountServer({
    engines: {
      chat: createWordChatEngine(),
      embeddings: null,
      images,
      vision: createSquareVisionEngine(),
      moderation: createWordModerationEngine(),
      imageModeration: createWordModerationEngine(),
      ...engines,
    },
    balanceKopecks: 100_000,
    plan: 'local',
    ...options,
  })
  const headers = { authorization: `Bearer ${server.key}` }
  return {
    ...server,
    images,
    send: (path, body) => fetch(server.url + path, { method: 'POST', headers, body }),
    async chargedKopecks() {
      const lines = await server.ledger()
      return lines.filter(({ type }) => type === 'charge').reduce((sum, { amountKopecks }) => sum - amountKopecks, 0)
    },
  }
}
