import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

// Processes of their own: the memory of this one is that of other tests too, which also change when it is collected.
async function run(program: string, order: string): Promise<string> {
  const argv = ['--expose-gc', '--conditions=@mira/source', '--input-type=module', '--eval', program, order]
  const { stdout } = await promisify(execFile)(process.execPath, argv, { cwd: import.meta.dirname })
  return stdout
}

const imports = `
  import { mapCalls } from '@mira/batch'
  import { createClient } from '@mira/core'
  const client = createClient({ baseUrl: 'http://127.0.0.1:9' })
`

const tracking = `${imports}
  const refs = []
  function track(value) {
    refs.push(new WeakRef(value))
    return value
  }
  function* items() {
    for (let index = 0; ; index += 1) yield track({ index })
  }
  const signals = new Set()
  async function operation({ index }, { signal }) {
    signals.add(signal)
    if (index % 7 === 0) await new Promise((resolve) => setImmediate(resolve))
    return track({ value: index })
  }
  const heldCounts = []
  let read = 0
  for await (const _ of mapCalls(client, items(), operation, { order: process.argv[1], concurrency: 8, bufferSize: 8 })) {
    read += 1
    if (read % 5_000 !== 0) continue
    // References are kept until the end of a turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve))
    gc()
    heldCounts.push(refs.filter((ref) => ref.deref() !== undefined).length)
    if (read === 20_000) break
  }
  console.log(JSON.stringify({ tracked: refs.length, heldCounts, signals: signals.size }))
`

it.each(['input', 'completion'])('retains no item or value that has been read, in %s order', async (order) => {
  const { tracked, heldCounts, signals } = JSON.parse(await run(tracking, order))
  expect(tracked).toBeGreaterThan(40_000)
  expect(heldCounts).toHaveLength(4)
  // An item and a value for each that is held, and the one of the loop.
  for (const count of heldCounts) expect(count).toBeLessThanOrEqual(2 * 16 + 4)
  expect(signals).toBe(1)
})

const growing = `${imports}
  function* texts() {
    for (let index = 0; index < 400_000; index += 1) yield 'Text number ' + index + ', of which a vector is made'
  }
  const embed = async (text) => new Float32Array(8).fill(text.length)
  let count = 0
  let before = 0
  for await (const _ of mapCalls(client, texts(), embed, { order: process.argv[1] })) {
    count += 1
    if (count === 20_000) before = process.memoryUsage().rss
  }
  console.log(process.memoryUsage().rss - before)
`

it.each(['input', 'completion'])(
  'lets the process not grow by its number of items, in %s order',
  async (order) => {
    const bytes = Number(await run(growing, order))
    // 30 MiB by V8's space for new objects; 185 MiB if a Map holds the results, whose former tables keep those objects.
    expect(bytes / 1_048_576).toBeLessThanOrEqual(80)
  },
  120_000,
)
