import { createClient } from '@mira/core'
import { startTestServer } from '@mira/test-server'
import { expect, it } from 'vitest'
import { listModels } from './list-models.ts'

const mira = { id: 'mira', object: 'model', created: 1_714_867_200, owned_by: 'vmira' }

it.each([
  {
    form: 'the documented form',
    body: { object: 'list', data: [mira] },
    list: { object: 'list', data: [mira] },
  },
  {
    form: 'the older form',
    body: { default: 'mira', models: [{ id: 'mira', context_window: 32_768 }] },
    list: { default: 'mira', data: [{ id: 'mira', context_window: 32_768 }] },
  },
  { form: 'a bare list', body: [mira], list: { data: [mira] } },
  { form: 'nothing', body: {}, list: { data: [] } },
])('reads $form', async ({ body, list }) => {
  await using server = await startTestServer({ 'GET /v1/models': { json: body } })
  expect(await listModels(createClient({ baseUrl: server.url }))).toEqual(list)
  expect(server.requests[0]?.headers).not.toHaveProperty('authorization')
})
