import { getPriority } from 'node:os'
import { EngineInputError, EngineUnavailableError } from '../src/index.ts'
import { serveWorker, type WorkerContext } from '../src/worker.ts'
import { spin } from './spin.ts'
import type { TrialCalls, TrialEvent, TrialTask, UncloneableMessage } from './trial-task.ts'

const kept: Float64Array[] = []

serveWorker<TrialTask, unknown, TrialEvent, TrialCalls>(async (task, { signal, report, emit, call, workerData }) => {
  switch (task.do) {
    case 'echo':
      return task.value
    case 'inspect':
      return { pid: process.pid, workerData, env: process.env, execArgv: process.execArgv }
    case 'count':
      for (let index = 0; index < task.to; index++) {
        report({ fraction: index / task.to, stage: 'counting' })
        await emit({ index })
      }
      return task.to
    case 'wait':
      await emit({ index: 0 })
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
      return undefined
    case 'spin':
      await emit({ index: 0 })
      return spin(task.how)
    case 'allocate':
      for (let megabytes = 0; megabytes < task.megabytes; megabytes += 8) {
        if (task.how === 'arrays') kept.push(new Float64Array(2 ** 20).fill(1))
        else objects.push(Array.from({ length: 200_000 }, (_, index) => ({ index })))
      }
      return 'allocated'
    case 'crash':
      await emit({ index: 0 })
      if (task.how === 'abort') process.abort()
      if (task.how === 'exit') process.exit(3)
      if (task.how === 'throw') setImmediate(() => throwError('thrown later'))
      if (task.how === 'reject') void Promise.reject(new Error('rejected later'))
      return new Promise(() => {})
    case 'throw':
      if (task.what === 'input') throw new EngineInputError('tempo must be positive', 'tempo', { code: 'too_fast' })
      if (task.what === 'unavailable')
        throw new EngineUnavailableError('No voice', { status: 503, code: 'not_installed', retryAfterSeconds: 7 })
      if (task.what === 'uncloneable') return () => {}
      throw new TypeError(`Cannot read ${import.meta.url}`)
    case 'call': {
      const { name } = task
      const output = await call(name, task.input as never).catch((error: unknown) => describe(error))
      return { output }
    }
    case 'call_forever':
      await call('double', 1)
      return 'unreachable'
    case 'send_uncloneable':
      return sendUncloneable(task.as, { report, emit, call })
    case 'priority':
      return getPriority()
  }
})

const objects: object[] = []

type Context = WorkerContext<TrialEvent, TrialCalls>

async function sendUncloneable(
  as: UncloneableMessage,
  { report, emit, call }: Pick<Context, 'report' | 'emit' | 'call'>,
): Promise<unknown> {
  const value = (() => {}) as never
  if (as === 'event') await emit(value)
  if (as === 'unawaited event') void emit(value)
  if (as === 'progress') report(value)
  if (as === 'call') await call('double', value)
  if (as === 'unawaited call') void call('double', value)
  if (as === 'result') return value
  if (as === 'result with a large buffer') return { value, buffer: new Uint8Array(3e6) }
  return 'done'
}

function throwError(message: string): never {
  throw new Error(message)
}

function describe(error: unknown): object {
  const { name, message, field, status, code } = error as EngineInputError & EngineUnavailableError
  return { name, message, field, status, code }
}
