import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createClient } from '@mira/core'
import { expect, it } from 'vitest'
import { mapCalls } from './map-calls.ts'

const client = createClient({ baseUrl: 'http://127.0.0.1:9' })
setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

it.each(['input', 'completion'] as const)('retains no item or value that has been read, in %s order', async (order) => {
  const refs: WeakRef<object>[] = []
  function* items() {
    for (let index = 0; ; index += 1) yield track({ index })
  }
  const track = <Value extends object>(value: Value): Value => {
    refs.push(new WeakRef(value))
    return value
  }
  const signals = new Set<AbortSignal>()
  const batch = mapCalls(
    client,
    items(),
    async ({ index }, { signal }) => {
      signals.add(signal)
      if (index % 7 === 0) await new Promise((resolve) => setImmediate(resolve))
      return track({ value: index })
    },
    { order, concurrency: 8, bufferSize: 8 },
  )
  const counts: number[] = []
  let read = 0
  for await (const _ of batch) {
    read += 1
    if (read % 5_000 !== 0) continue
    // References are kept until the end of a turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve))
    collectGarbage()
    counts.push(refs.filter((ref) => ref.deref() !== undefined).length)
    if (read === 20_000) break
  }
  expect(refs.length).toBeGreaterThan(40_000)
  // An item and a value for each that is held, and the one of the loop.
  for (const count of counts) expect(count).toBeLessThanOrEqual(2 * 16 + 4)
  expect(signals.size).toBe(1)
})

const program = `
  import { mapCalls } from '@mira/batch'
  import { createClient } from '@mira/core'
  function* texts() {
    for (let index = 0; index < 400_000; index += 1) yield 'Text number ' + index + ', of which a vector is made'
  }
  const embed = async (text) => new Float32Array(8).fill(text.length)
  const client = createClient({ baseUrl: 'http://127.0.0.1:9' })
  let count = 0
  let before = 0
  for await (const _ of mapCalls(client, texts(), embed, { order: process.argv[1] })) {
    count += 1
    if (count === 20_000) before = process.memoryUsage().rss
  }
  console.log(process.memoryUsage().rss - before)
`

// A process of its own: the memory of this one is that of other tests too.
it.each(['input', 'completion'])(
  'lets the process not grow by its number of items, in %s order',
  async (order) => {
    const argv = ['--conditions=@mira/source', '--input-type=module', '--eval', program, order]
    const { stdout } = await promisify(execFile)(process.execPath, argv, { cwd: import.meta.dirname })
    // 30 MiB by V8's space for new objects; 185 MiB if a Map holds the results, whose former tables keep those objects.
    expect(Number(stdout) / 1_048_576).toBeLessThanOrEqual(80)
  },
  120_000,
)
