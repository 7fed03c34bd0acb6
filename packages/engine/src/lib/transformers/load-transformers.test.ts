import { describe, expect, it } from 'vitest'
import { EngineUnavailableError } from '../engine.ts'
import { loadTransformers, type TransformersModule } from './load-transformers.ts'

describe('loadTransformers', () => {
  it.each([
    [
      'ERR_MODULE_NOT_FOUND',
      'not_installed',
      'which is not installed: add it with `npm install @huggingface/transformers`',
    ],
    ['ERR_DLOPEN_FAILED', 'failed', 'which could not be loaded'],
  ])('explains %s in one sentence', async (code, engineCode, sentence) => {
    const reason = Object.assign(new Error('a long\nreason'), { code })
    const failure = await loadTransformers(() => Promise.reject(reason)).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(EngineUnavailableError)
    expect(failure).toMatchObject({ code: engineCode, status: 503, cause: reason })
    expect(String(failure)).toMatch(new RegExp(`^EngineUnavailableError: An ONNX model .*${sentence}$`))
  })

  it('keeps the package off the network, and silent', async () => {
    const env = { allowRemoteModels: true, useBrowserCache: true, useFSCache: true, useWasmCache: true, logLevel: 30 }
    const { env: set } = await loadTransformers(
      async () => ({ env, LogLevel: { NONE: 50 } }) as unknown as TransformersModule,
    )
    expect(set).toMatchObject({
      allowRemoteModels: false,
      useBrowserCache: false,
      useFSCache: false,
      useWasmCache: false,
      logLevel: 50,
    })
    await expect(set.fetch('https://example.com/config.json')).rejects.toThrow('engines do not use the network')
  })
})
