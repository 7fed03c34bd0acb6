import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApiKeys } from '../accounts/api-keys.ts'
import { createUser, topUp } from '../accounts/users.ts'
import type { PlanId } from '../billing/plans.ts'
import { openDataDirectory } from '../data-directory.ts'
import type { ServerOptions } from '../options.ts'
import { type RunningServer, startServer } from '../start-server.ts'
import { openSqliteStore } from '../store/open-sqlite-store.ts'
import type { Store, TransactionRecord } from '../store/store.ts'
import { createLetterEmbeddingEngine } from './letter-embedding-engine.test-support.ts'
import { noMediaEngines } from './no-media-engines.test-support.ts'
import { createWordChatEngine, type WordChatEngine } from './word-chat-engine.test-support.ts'

/** Options of {@link startAccountServer}: those of its user, and those passed on to the server. */
export interface AccountServerOptions extends Omit<ServerOptions, 'dataDir' | 'databaseUrl'> {
  readonly plan?: PlanId
  readonly balanceKopecks?: number
  readonly hasOverage?: boolean
  readonly subscriptionEndsAt?: number
  /** Populates the store before the server starts, since two connections of one thread must never both write. */
  readonly prepare?: (prepared: Pick<AccountServer, 'store' | 'userId' | 'keyId'>) => Promise<void>
}

/** Server whose caller is a user on a plan, with its store. */
export interface AccountServer extends RunningServer {
  readonly chat: WordChatEngine
  readonly dataDir: string
  /** Second connection to the server's store. */
  readonly store: Store
  readonly userId: string
  readonly key: string
  readonly keyId: string
  /** Sends a request with the user's key. */
  call(method: string, path: string, body?: unknown, init?: CallInit): Promise<Response>
  /** Returns the user's ledger, oldest transaction first. */
  ledger(): Promise<TransactionRecord[]>
}

/** Options of {@link AccountServer.call}. */
export interface CallInit {
  readonly headers?: Record<string, string>
  readonly signal?: AbortSignal
}

/** Starts a server on its own temporary directory, which is removed when it closes. */
export async function startAccountServer(options: AccountServerOptions = {}): Promise<AccountServer> {
  const {
    plan = 'local',
    balanceKopecks = 0,
    hasOverage,
    subscriptionEndsAt,
    prepare,
    engines,
    ...serverOptions
  } = options
  const { now = Date.now } = serverOptions
  const dataDir = await mkdtemp(join(tmpdir(), 'mira-account-'))
  const { databasePath, secret } = await openDataDirectory(dataDir)
  const store = await openSqliteStore(databasePath)
  const user = await createUser(store, { name: 'Ada', plan: 'local', hasOverage, subscriptionEndsAt }, now())
  const userId = user.id
  if (balanceKopecks > 0) await topUp(store, { userId, amountKopecks: balanceKopecks, paymentMethod: 'card' }, now())
  await store.users.setPlan(userId, plan)
  const { secret: key, record } = await createApiKeys(store, secret, now).issue(userId, 'test')
  await prepare?.({ store, userId, keyId: record.id })
  const chat = createWordChatEngine()
  // A local engine that is not named would load its models, the moderation of prompts included.
  const small = { ...noMediaEngines, chat, embeddings: createLetterEmbeddingEngine() }
  const server = await startServer({ ...serverOptions, engines: { ...small, ...engines }, dataDir })
  return {
    ...server,
    chat,
    dataDir,
    store,
    userId,
    key,
    keyId: record.id,
    call: (method, path, body, { headers, signal } = {}) =>
      fetch(server.url + path, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        body: body === undefined || typeof body === 'string' ? (body ?? null) : JSON.stringify(body),
        signal: signal ?? null,
      }),
    ledger: async () => (await store.ledger.list(userId, { limit: 1_000_000, offset: 0 })).toReversed(),
    async [Symbol.asyncDispose]() {
      await server.close({ graceMs: 0 })
      await store.close()
      await rm(dataDir, { recursive: true })
    },
  }
}
