import { startTestServer } from '@mira/test-server'
import { afterEach, expect, it, vi } from 'vitest'
import { createClient } from './client.ts'
import { callThing, failureOf } from './pipeline.test-support.ts'

afterEach(() => vi.unstubAllGlobals())

it.each([
  { where: 'a page, whose proxy has the key', globals: { window: {}, document: {} }, hint: false },
  { where: 'a server', globals: {}, hint: true },
])('a 401 in $where names the remedy that applies there', async ({ globals, hint }) => {
  await using server = await startTestServer({ 'GET /v1/thing': { status: 401, json: { detail: 'Sign in' } } })
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value)
  const { message } = await failureOf(callThing(createClient({ baseUrl: server.url, apiKey: null })))
  expect(message).toContain('Sign in')
  expect(message.includes('pass apiKey to createClient')).toBe(hint)
})
