import { startTestServer } from '@mira/test-server'
import { expect, it } from 'vitest'
import { connectHost, textOf } from './mcp.test-support.ts'
import { toolNames } from './tool-names.ts'

const none = 'http://127.0.0.1:9'

it('offers all tools, with schemas, hints, and the costs in the description', async () => {
  await using test = await connectHost(none)
  const { tools } = await test.host.listTools()
  expect(tools.map(({ name }) => name)).toEqual(toolNames)
  for (const { description, inputSchema, outputSchema, annotations } of tools) {
    expect(inputSchema.additionalProperties).toBe(false)
    expect(outputSchema?.type).toBe('object')
    expect(annotations).toMatchObject({ title: expect.any(String), openWorldHint: true })
    expect(description).toMatch(/Costs (money|nothing)/)
    // Hosts run tools that only read without asking the user.
    if (description?.includes('Costs money')) expect(annotations?.readOnlyHint).toBe(false)
  }
  const hints = (hint: 'readOnlyHint' | 'destructiveHint') =>
    tools.filter(({ annotations }) => annotations?.[hint]).map(({ name }) => name)
  expect(hints('readOnlyHint')).toEqual(['list_voices', 'list_models', 'get_balance'])
  expect(hints('destructiveHint')).toEqual(['cancel_job'])
})

it('offers the selected tools only', async () => {
  await using test = await connectHost(none, { tools: ['chat'] })
  const { tools } = await test.host.listTools()
  expect(tools.map(({ name }) => name)).toEqual(['chat'])
  await expect(test.call('get_balance')).rejects.toThrow('get_balance')
})

it.each([
  ['chat', { message: 'Hi', temprature: 1 }, 'temprature'],
  ['generate_image', { prompt: 'A cat', n: 5 }, 'n'],
  ['generate_image', { prompt: '' }, 'prompt'],
  ['generate_image', { prompt: 'A cat', size: 'large' }, 'size'],
  ['generate_image', { prompt: 'A cat', file_name: '../cat' }, 'file_name'],
  ['edit_image', { prompt: 'Bluer', images: [] }, 'images'],
  ['generate_speech', { input: 'Hi', speed: 9 }, 'speed'],
  ['generate_music', { prompt: 'Rain', wait_seconds: -1 }, 'wait_seconds'],
  ['get_job', { kind: 'image', job_id: 'j1' }, 'kind'],
])('%s refuses %j without a request', async (name, args, field) => {
  await using server = await startTestServer({})
  await using test = await connectHost(server.url)
  const result = await test.call(name, args)
  expect(result.isError).toBe(true)
  expect(textOf(result)).toContain(field)
  expect(server.requests).toEqual([])
})

it.each([
  { status: 401, json: { detail: 'Invalid API key' }, says: ['Invalid API key', 'MIRA_API_KEY', 'restart'] },
  { status: 402, json: { detail: 'Insufficient balance' }, says: ['Insufficient balance', 'top up'] },
  { status: 403, json: { detail: 'Your plan has no chat' }, says: ['Your plan has no chat', 'plan'] },
  { status: 413, json: { detail: 'Too large' }, says: ['smaller'] },
  {
    status: 429,
    json: { detail: 'Slow down' },
    headers: { 'retry-after': '7' },
    says: ['Slow down', 'Try again in 7 s.'],
  },
  { status: 400, json: { detail: 'Язык не поддерживается' }, says: ['Язык не поддерживается', '[bad_request]'] },
  { status: 200, html: '<h1>It works</h1>', says: ['MIRA_BASE_URL'] },
])('says what to do after $status', async ({ says, ...reply }) => {
  await using server = await startTestServer({ 'POST /v1/chat/completions': reply })
  await using test = await connectHost(server.url)
  const result = await test.call('chat', { message: 'Hi' })
  expect(result.isError).toBe(true)
  for (const words of says) expect(textOf(result)).toContain(words)
  expect(JSON.stringify(result)).not.toContain('sk-mira-secret')
})

it('says that the API cannot be reached', async () => {
  await using test = await connectHost(none)
  const result = await test.call('get_balance')
  expect(result.isError).toBe(true)
  expect(textOf(result)).toMatch(/cannot reach http:\/\/127\.0\.0\.1:9.*MIRA_BASE_URL/)
})

it('sends progress while the API is silent, and closes the connection when the call is canceled', async () => {
  await using server = await startTestServer({ 'POST /v1/chat/completions': { beforeHeaders: 'stall' } })
  await using test = await connectHost(server.url, { progressIntervalMs: 2 })
  const cancel = new AbortController()
  const progress: number[] = []
  const onprogress = ({ progress: percent }: { progress: number }): void => {
    progress.push(percent)
    if (progress.length === 3) cancel.abort()
  }
  const call = test.host.callTool({ name: 'chat', arguments: { message: 'Hi' } }, { signal: cancel.signal, onprogress })
  await expect(call).rejects.toThrow()
  await server.waitForClose()
  expect(progress.length).toBeGreaterThanOrEqual(3)
  expect(progress).toEqual([...new Set(progress)].toSorted((one, other) => one - other))
})
