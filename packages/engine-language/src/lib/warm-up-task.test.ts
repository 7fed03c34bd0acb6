import type { ChatEvent } from '@mira/engine'
import { createWorkerHost, workerUrl } from '@mira/engine/worker'
import { expect, it } from 'vitest'
import type { LanguageTask } from './language-task.ts'
import { warmUpTask } from './warm-up-task.ts'

const url = workerUrl(import.meta.url, './worker.ts', './language-worker.js')

it('reaches the calculator', async () => {
  await using host = createWorkerHost<LanguageTask, readonly ChatEvent[]>({ name: 'language engine', url })
  const events = await host.run(warmUpTask)
  const text = events.map((event) => (event.type === 'text' ? event.text : '')).join('')
  expect(text).toContain('42')
})
