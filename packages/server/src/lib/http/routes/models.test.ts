import { expect, it } from 'vitest'
import { createLetterEmbeddingEngine } from '../../test-support/letter-embedding-engine.test-support.ts'
import { noMediaEngines } from '../../test-support/no-media-engines.test-support.ts'
import { startWordServer } from '../../test-support/start-word-server.test-support.ts'

it.each([
  { story: 'its engine knows it', contextWindow: 512, stated: 512 },
  { story: 'its engine does not know it', contextWindow: undefined, stated: 0 },
])('states the context window $stated of an embedding model when $story', async ({ contextWindow, stated }) => {
  const embeddings = { ...createLetterEmbeddingEngine(), contextWindow }
  await using server = await startWordServer({ engines: { ...noMediaEngines, embeddings } })
  const model = await (await fetch(`${server.url}/v1/models/mira-embed`)).json()
  expect(model.context_window).toBe(stated)
})
