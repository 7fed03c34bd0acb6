import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { generateApiKey } from '../accounts/api-keys.ts'
import { ownerId } from '../accounts/owner.ts'
import { startServer } from '../start-server.ts'
import { openSqliteStore } from '../store/open-sqlite-store.ts'
import { createLetterEmbeddingEngine } from '../test-support/letter-embedding-engine.test-support.ts'
import { createWordChatEngine } from '../test-support/word-chat-engine.test-support.ts'

it('records what each request consumed, and adds it up by key', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'mira-usage-'))
  const key = generateApiKey()
  const engines = { chat: createWordChatEngine(), embeddings: createLetterEmbeddingEngine() }
  const server = await startServer({ dataDir, apiKeys: [key], engines, now: () => 1_000 })
  const messages = [{ role: 'user', content: 'hi' }]
  for (const [path, body] of [
    ['/v1/chat/completions', { model: 'mira', messages }],
    ['/v1/chat/completions', { model: 'mira', messages, stream: true }],
    ['/v1/embeddings', { model: 'mira-embed', input: 'a b c' }],
    ['/v1/responses', { model: 'mira-thinking', input: 'hi' }],
    ['/v1/chat/completions', { model: 'unknown', messages }],
  ] as const) {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const answer = await fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
    await answer.text()
  }
  await server.close()

  const store = await openSqliteStore(join(dataDir, 'mira.db'))
  const records = await store.usage.list(ownerId, 0)
  const used = records.map(({ endpoint, model, inputTokens, outputTokens }) => [
    endpoint,
    model,
    inputTokens,
    outputTokens,
  ])
  expect(used.sort()).toEqual([
    ['/v1/chat/completions', 'mira', 1, 3],
    ['/v1/chat/completions', 'mira', 1, 3],
    ['/v1/embeddings', 'mira-embed', 3, 0],
    ['/v1/responses', 'mira-thinking', 1, 3],
  ])
  const [record] = await store.apiKeys.listActive(ownerId)
  expect(record).toMatchObject({ totalRequests: 4, totalTokens: 15, lastUsedAt: 1_000 })
  await store.close()
  await rm(dataDir, { recursive: true })
})
