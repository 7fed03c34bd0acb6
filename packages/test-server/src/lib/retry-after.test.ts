import { expect, it } from 'vitest'
import { retryAfterDate, retryAfterMs, retryAfterSeconds } from './retry-after.ts'
import { startTestServer } from './start-test-server.ts'

it.each([
  { headers: retryAfterSeconds(120), name: 'retry-after', value: '120' },
  {
    headers: retryAfterDate(new Date(Date.UTC(2030, 0, 1))),
    name: 'retry-after',
    value: 'Tue, 01 Jan 2030 00:00:00 GMT',
  },
  { headers: retryAfterMs(250), name: 'retry-after-ms', value: '250' },
])('sends $name: $value', async ({ headers, name, value }) => {
  await using server = await startTestServer({ 'GET /': { status: 429, headers } })
  expect((await fetch(server.url)).headers.get(name)).toBe(value)
})
