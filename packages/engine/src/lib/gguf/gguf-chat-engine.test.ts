import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collect, describeChatEngine } from '../../../test/chat-conformance.ts'
import { writeTinyGguf } from '../../../test/tiny-gguf.ts'
import { EngineUnavailableError } from '../engine.ts'
import { createGgufChatEngine } from './gguf-chat-engine.ts'
import { loadLlama } from './load-llama.ts'

let folder = ''
let modelPath = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mira-gguf-'))
  modelPath = join(folder, 'tiny.gguf')
  await writeTinyGguf(modelPath)
})
afterAll(() => rm(folder, { recursive: true }))

describeChatEngine('gguf', {
  create: async () => createGgufChatEngine({ modelPath, threads: 1 }),
  model: 'tiny',
  maxTokens: 16,
})

describe('createGgufChatEngine', () => {
  it('counts by the vocabulary of the file and names the model after it', async () => {
    const engine = createGgufChatEngine({ modelPath, threads: 1 })
    expect(await engine.countTokens('hello')).toBe(6)
    expect((await engine.models())[0]).toMatchObject({ id: 'tiny', contextWindow: 1024 })
    await engine.close()
  })

  it('continues a conversation that has a tool result', async () => {
    const engine = createGgufChatEngine({ modelPath, threads: 1 })
    const { finish } = await collect(
      engine.generate({
        model: 'tiny',
        maxTokens: 4,
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'Weather?' },
          {
            role: 'assistant',
            content: null,
            toolCalls: [{ id: 'a', name: 'get_weather', arguments: '{"city":"Rome"}' }],
          },
          { role: 'tool', toolCallId: 'a', content: '{"degrees":21}' },
        ],
      }),
    )
    expect(finish).toMatchObject({ reason: 'length' })
    await engine.close()
  })

  it('names the package to install when the peer dependency is missing', async () => {
    const absent = Object.assign(new Error('not found'), { code: 'ERR_MODULE_NOT_FOUND' })
    const failure = await loadLlama(() => Promise.reject(absent)).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(EngineUnavailableError)
    expect(String(failure)).toContain('npm install node-llama-cpp')
  })

  it('says that a file is no model', async () => {
    const engine = createGgufChatEngine({ modelPath: join(folder, 'absent.gguf') })
    await expect(engine.models()).rejects.toThrow('The GGUF model could not be loaded')
  })
})
