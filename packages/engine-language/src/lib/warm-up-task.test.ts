import type { ChatEvent } from '@mira/engine'
import { createWorkerHost, workerUrl } from '@mira/engine/worker'
import { expect, it } from 'vitest'
import type { LanguageTask } from './language-task.ts'
import { idleTasks, warmUpTask } from './warm-up-task.ts'

const url = workerUrl(import.meta.url, './worker.ts', './language-worker.js')

it('reaches the calculator, and when idle the extractor of JSON, tools and other languages', async () => {
  await using host = createWorkerHost<LanguageTask, readonly ChatEvent[]>({ name: 'language engine', url })
  const results: string[] = []
  for (const task of [warmUpTask, ...idleTasks]) {
    const events = await host.run(task)
    const parts = events.map((event) =>
      event.type === 'text' ? event.text : event.type === 'tool_call' ? (event.name ?? '') : '',
    )
    results.push(parts.join(''))
  }
  const [sum, json, call, foreign] = results
  expect(sum).toContain('17 + 25 = 42')
  expect(JSON.parse(json ?? '')).toMatchObject({ answer: 42, deadline: '1970-01-02', code: 'AA' })
  expect(call).toBe('get_weather')
  expect(foreign).toMatch(/kann .* nicht|nicht beantworten/)
})
