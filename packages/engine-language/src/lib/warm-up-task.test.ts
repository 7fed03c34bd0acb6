import type { ChatEvent } from '@mira/engine'
import { createWorkerHost, workerUrl } from '@mira/engine/worker'
import { expect, it } from 'vitest'
import type { LanguageTask } from './language-task.ts'
import { spareWarmUpTask, warmUpTask } from './warm-up-task.ts'

const url = workerUrl(import.meta.url, './worker.ts', './language-worker.js')

it('reaches the calculator and the extractor of JSON, that of a spare process the calculator', async () => {
  await using host = createWorkerHost<LanguageTask, readonly ChatEvent[]>({ name: 'language engine', url })
  const perform = async (task: LanguageTask) => {
    const events = await host.run(task)
    return events.map((event) => (event.type === 'text' ? event.text : '')).join('')
  }
  expect(await perform(spareWarmUpTask)).toContain('42')
  const text = await perform(warmUpTask)
  expect(JSON.parse(text)).toMatchObject({ answer: 42, deadline: '1970-01-02', code: 'AA' })
})
