import { createClient, type Hooks } from '@mira/core'
import { startTestServer } from '@mira/test-server'
import { expect, it } from 'vitest'
import { runTools } from './run-tools.ts'
import type { Tool } from './tool.ts'

const question = { role: 'user', content: 'Weather?' }
const call = (id: string, name: string) => ({ id, type: 'function', function: { name, arguments: `{"id":"${id}"}` } })
const asks = (...tool_calls: object[]) => ({ json: { choices: [{ message: { role: 'assistant', tool_calls } }] } })
const says = { json: { choices: [{ message: { role: 'assistant', content: 'Cold.' } }] } }

/** Runs tools, and returns the starts and the ends of all tasks. */
async function record(replies: object[], tool: Tool, signal?: AbortSignal) {
  await using server = await startTestServer({ 'POST /v1/chat/completions': replies })
  const events: unknown[] = []
  const onTask: Hooks['onTask'] = ({ operation, name = '', id = '', params, observe }) => {
    events.push(['start', operation, name, id, params?.()])
    observe({ onEnd: ({ error, result }) => void events.push(['end', id, error ?? result?.()]) })
  }
  const client = createClient({ baseUrl: server.url, hooks: { onTask } })
  const result = await runTools(client, { messages: [question], tools: [tool] }, { signal }).catch(
    (error: unknown) => error,
  )
  return { events, result }
}

it('is a task with a task for each tool call, except of tools that do not exist', async () => {
  const execute = ({ id }: { id?: string }) => {
    if (id === 'b') throw new RangeError('no')
    return id
  }
  const tool = { name: 'look', execute } as Tool
  const { events, result } = await record([asks(call('a', 'look'), call('b', 'look'), call('c', 'listen')), says], tool)
  expect(events).toEqual([
    [
      'start',
      'chat.runTools',
      '',
      '',
      { messages: [question], tools: [expect.objectContaining({ type: 'function' })] },
    ],
    ['start', 'chat.tool', 'look', 'a', '{"id":"a"}'],
    ['start', 'chat.tool', 'look', 'b', '{"id":"b"}'],
    ['end', 'a', 'a'],
    ['end', 'b', new RangeError('no')],
    ['end', '', result],
  ])
})

it('ends with an abort, and so do the calls of tools that ignore it', async () => {
  const controller = new AbortController()
  const reason = new Error('enough')
  const execute = () => {
    controller.abort(reason)
    return new Promise(() => {})
  }
  const { events, result } = await record([asks(call('a', 'look'))], { name: 'look', execute }, controller.signal)
  expect(result).toBe(reason)
  expect(events.slice(2)).toEqual([
    ['end', 'a', reason],
    ['end', '', reason],
  ])
})
