import type { ChatEngine } from '@mira/engine'
import { expect, it } from 'vitest'
import { createWordChatEngine } from '../test-support/word-chat-engine.test-support.ts'
import { addMiraModels } from './add-mira-models.ts'

const window = { contextWindow: 8_192, maxOutputTokens: 1_024 }

function engineWith(...ids: string[]) {
  const words = createWordChatEngine()
  const engine: ChatEngine = { ...words, models: async () => ids.map((id) => ({ id, ...window })) }
  return { engine: addMiraModels(engine), requests: words.requests }
}

async function askFor(engine: ChatEngine, model: string): Promise<void> {
  for await (const event of engine.generate({ model, messages: [{ role: 'user', content: 'hi' }] })) {
    if (event.type === 'finish') return
  }
}

it('adds the names that the engine does not have', async () => {
  const { engine } = engineWith('llama', 'qwen')
  expect(await engine.models()).toEqual(['mira', 'mira-thinking', 'llama', 'qwen'].map((id) => ({ id, ...window })))
  const { engine: own } = engineWith('mira', 'qwen')
  expect((await own.models()).map(({ id }) => id)).toEqual(['mira-thinking', 'mira', 'qwen'])
  expect(await engineWith().engine.models()).toEqual([])
})

it.each([
  { asked: 'mira', answers: 'llama' },
  { asked: 'mira-thinking', answers: 'llama' },
  { asked: 'qwen', answers: 'qwen' },
])('lets $answers answer for $asked', async ({ asked, answers }) => {
  const { engine, requests } = engineWith('llama', 'qwen')
  await askFor(engine, asked)
  expect(requests.map(({ model }) => model)).toEqual([answers])
})
