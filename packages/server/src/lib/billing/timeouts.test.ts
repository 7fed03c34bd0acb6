import { expect, it } from 'vitest'
import { generateApiKey } from '../accounts/api-keys.ts'
import { ownerId } from '../accounts/owner.ts'
import { startServer } from '../start-server.ts'
import { openPostgresStore } from '../store/open-postgres-store.ts'
import { createLetterEmbeddingEngine } from '../test-support/letter-embedding-engine.test-support.ts'
import { noMediaEngines } from '../test-support/no-media-engines.test-support.ts'
import { usePostgres } from '../test-support/postgres.test-support.ts'
import { createWordChatEngine } from '../test-support/word-chat-engine.test-support.ts'

const postgres = await usePostgres()

const messages = [{ role: 'user', content: 'hi' }]

it.runIf(postgres).each([
  { path: '/v1/embeddings', body: { model: 'mira-embed', input: 'a b' } },
  { path: '/v1/chat/completions', body: { model: 'mira', messages } },
  { path: '/v1/responses', body: { model: 'mira', input: 'hi' } },
])('does not charge for $path when it times out while its charge waits for the database', async ({ path, body }) => {
  const databaseUrl = await postgres!.createDatabase()
  const apiKey = generateApiKey()
  const store = await openPostgresStore(databaseUrl)
  let unlock = () => {}
  const gate = new Promise<void>((resolve) => {
    unlock = resolve
  })
  let locking: Promise<void> | undefined
  /** Locks the user from another connection until the gate opens; every charge waits for it. */
  const lockUser = () =>
    new Promise<void>((onLocked) => {
      locking = store.transaction(async ({ users }) => {
        await users.lock(ownerId)
        onLocked()
        await gate
      })
    })
  const [chat, embeddings] = [createWordChatEngine(), createLetterEmbeddingEngine()]
  const server = await startServer({
    databaseUrl,
    secret: 'x'.repeat(32),
    apiKeys: [apiKey],
    engines: {
      ...noMediaEngines,
      chat: {
        ...chat,
        async *generate(request, options) {
          await lockUser()
          yield* chat.generate(request, options)
        },
      },
      embeddings: {
        ...embeddings,
        async embed(texts, options) {
          await lockUser()
          return embeddings.embed(texts, options)
        },
      },
    },
    limits: { requestTimeoutMs: 1_000 },
  })
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
  const answer = await fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  expect(answer.status).toBe(408)
  unlock()
  await locking
  await server.close({ graceMs: 5_000 })
  expect(await store.ledger.list(ownerId, { limit: 10, offset: 0, type: 'charge' })).toEqual([])
  expect(await store.usage.list(ownerId, 0)).toMatchObject([{ outcome: 'error', costMicroKopecks: 0 }])
  await store.close()
})
