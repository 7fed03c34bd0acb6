import { expect, it } from 'vitest'
import { silentLogger } from '../logger.ts'
import { Emulator } from './emulator.ts'

/** Counts the steps of iterations over maps and sets, and the lookups in them, while work runs. */
function countSteps(work: () => void): number {
  let steps = 0
  const restores = [Map.prototype, Set.prototype].flatMap((prototype: object) =>
    ['delete', 'get', 'has', 'set', 'add'].flatMap((name) => {
      const original = Reflect.get(prototype, name) as ((...args: unknown[]) => unknown) | undefined
      if (original === undefined) return []
      Reflect.set(prototype, name, function (this: unknown, ...args: unknown[]) {
        steps += 1
        return Reflect.apply(original, this, args)
      })
      return [() => Reflect.set(prototype, name, original)]
    }),
  )
  const iterators = [new Map().entries(), new Set().values()].map((iterator) => Object.getPrototypeOf(iterator))
  for (const prototype of iterators) {
    const { next } = prototype
    prototype.next = function (this: Iterator<unknown>) {
      steps += 1
      return Reflect.apply(next, this, [])
    }
    restores.push(() => {
      prototype.next = next
      return true
    })
  }
  try {
    work()
  } finally {
    for (const restore of restores) restore()
  }
  return steps
}

/** Creates an emulator with the state of a number of tests. */
function createBusyEmulator(tests: number): Emulator {
  const emulator = new Emulator({ control: true }, { logger: silentLogger, now: Date.now, code: [] })
  for (let index = 0; index < tests; index++) {
    const testId = `test ${index}`
    emulator.book.add([{ answer: { text: 'x' } }, { answer: { text: 'y' } }], testId)
    emulator.faults.add([{ fault: { status: 500 } }], testId)
    emulator.testKeys.add(`key ${index}`, { testId, userId: `user ${index}`, keyId: `id ${index}` })
    for (let count = 0; count < 5; count++) {
      const headers = { 'x-mira-test-id': testId }
      const requestId = `${index} ${count}`
      emulator.begin({ requestId, method: 'POST', url: new URL('http://x/v1/chat/completions'), headers })
      emulator.end(requestId, { status: 200, isComplete: true })
    }
  }
  return emulator
}

it.each([
  { name: 'a reset', act: (emulator: Emulator) => emulator.reset('test 7') },
  { name: 'the requests', act: (emulator: Emulator) => emulator.journal.list({ testId: 'test 7' }) },
  { name: 'the users', act: (emulator: Emulator) => emulator.testKeys.usersOf('test 7') },
  { name: 'a snapshot', act: (emulator: Emulator) => emulator.journal.save('test 7') },
])('takes as many steps for $name of one test among 200 as among 20', ({ act }) => {
  const [few, many] = [20, 200].map((tests) => {
    const emulator = createBusyEmulator(tests)
    return countSteps(() => void act(emulator))
  })
  expect(few).toBeGreaterThan(0)
  expect(many).toBe(few)
})
