import { afterAll, describe, expect, it } from 'vitest'
import { createTrialHost } from '../../../test/trial-task.ts'
import { EngineInputError } from '../engine.ts'

const host = createTrialHost()
afterAll(() => host.close())

const call = () => {}
const large = () => new Uint8Array(3e6).fill(1)

/** Runs a failing call between two others and checks that only this one fails, and that the process stays. */
async function expectOnlyRejects(failing: () => Promise<unknown>, reason: object): Promise<void> {
  const before = await host.run({ do: 'echo', value: large() })
  const [{ pid } = { pid: undefined }] = host.stats().processes
  const failed = failing()
  const [error, after] = await Promise.all([
    failed.catch((thrown: unknown) => thrown),
    host.run({ do: 'echo', value: { next: large() } }),
  ])
  expect(error).toMatchObject(reason)
  expect(Buffer.compare(before as Uint8Array, large())).toBe(0)
  expect(Buffer.compare((after as { next: Uint8Array }).next, large())).toBe(0)
  expect(host.stats().processes.map((process) => process.pid)).toEqual([pid])
}

const cannotClone = { message: expect.stringContaining('could not be cloned') }

describe('a message that cannot be cloned rejects its call alone', () => {
  it.each([
    { story: 'a task', value: call, reason: cannotClone },
    { story: 'a task with a large buffer', value: { large: large(), call }, reason: cannotClone },
    { story: 'a task in a large buffer of a list', value: [[large()], call], reason: cannotClone },
    {
      story: 'a task with a getter that throws',
      value: {
        get text(): string {
          throw new TypeError('no text')
        },
      },
      reason: { message: 'no text' },
    },
  ])('$story', async ({ value, reason }) => {
    await expectOnlyRejects(() => host.run({ do: 'echo', value }), reason)
  })

  it.each(['result', 'result with a large buffer', 'event', 'unawaited event', 'progress'] as const)(
    'a worker message: %s',
    async (as) => {
      const reason = { status: 500, cause: cannotClone }
      await expectOnlyRejects(() => host.run({ do: 'send_uncloneable', as }), reason)
    },
  )

  it('a call of the worker', async () => {
    await expectOnlyRejects(() => host.run({ do: 'send_uncloneable', as: 'call' }), { status: 500, cause: cannotClone })
    expect(await host.run({ do: 'send_uncloneable', as: 'unawaited call' })).toBe('done')
  })

  it.each([
    { story: 'the output of a call', double: () => call as never },
    {
      story: 'the error of a call',
      double: () => {
        throw new EngineInputError('too small', call as never, { code: call as never })
      },
      output: { name: 'EngineInputError', message: 'too small' },
    },
    {
      story: 'an error that cannot be read',
      double: () => {
        throw Object.defineProperty(new EngineInputError('too small'), 'message', {
          get: () => {
            throw call
          },
        })
      },
    },
  ])('$story', async ({ double, output = { message: 'A call to the host failed', status: 500 } }) => {
    const result = await host.run({ do: 'call', name: 'double', input: 1 }, { calls: { double } })
    expect(result).toMatchObject({ output })
    expect(await host.run({ do: 'echo', value: 'next' })).toBe('next')
  })

  it('rejects worker data when the host is created', () => {
    expect(() => createTrialHost({ workerData: call })).toThrow('could not be cloned')
  })
})
