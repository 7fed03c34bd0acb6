import { channel } from 'node:diagnostics_channel'
import { chat } from '@mira/chat'
import { createClient } from '@mira/core'
import { startTestServer } from '@mira/test-server'
import { afterAll, expect, it } from 'vitest'
import { MiraInstrumentation } from './mira-instrumentation.ts'
import { startSdk } from './sdk.test-support.ts'

const sdk = startSdk()
afterAll(() => sdk[Symbol.asyncDispose]())

const isObserved = () => channel('mira:request').hasSubscribers

it('traces with the providers that are set after its creation, once, until it is disabled', async () => {
  await using server = await startTestServer({ 'POST /v1/chat/completions': { json: { id: 'c1', choices: [] } } })
  const mira = createClient({ baseUrl: server.url }).extend(chat)
  const ask = () => mira.chat.create({ messages: [{ role: 'user', content: 'Hi' }] })
  const instrumentation = new MiraInstrumentation()
  instrumentation.setTracerProvider(sdk.tracerProvider)
  instrumentation.setMeterProvider(sdk.meterProvider)
  instrumentation.enable()
  await ask()
  expect(sdk.spans().map(({ name }) => name)).toEqual(['chat mira'])
  instrumentation.disable()
  expect(isObserved()).toBe(false)
})

it('starts when it is enabled, and refuses unknown options', () => {
  const instrumentation = new MiraInstrumentation({ enabled: false })
  expect(isObserved()).toBe(false)
  instrumentation.enable()
  instrumentation.setConfig({ captureContent: true })
  expect([isObserved(), instrumentation.getConfig()]).toEqual([true, { captureContent: true }])
  instrumentation.disable()
  expect(() => new MiraInstrumentation({ captureContents: true } as object)).toThrow('captureContents is unknown')
  expect(isObserved()).toBe(false)
})
