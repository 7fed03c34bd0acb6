import type { RawReply, ReadContext } from '@mira/core'
import { parseJson, toRecord } from '@mira/core/internal'
import { decodeJobState, hasState, isSettled, type JobState } from './job-state.ts'

/**
 * Reads the states of a job from an event stream, until the final state or the end of the stream. An event may contain
 * a partial state, which is merged into the previous one. A broken stream is treated as ended.
 *
 * Only single-line `data` fields with JSON are read. Polling compensates for missed events, and core's decoder would
 * increase the bundle size by a tenth.
 *
 * @returns The last state, or `undefined` if no event contained one.
 */
export async function readEvents<Raw extends object>(
  { body }: RawReply,
  { call, state: { limits } }: ReadContext,
  onState: (state: JobState<Raw>) => void,
): Promise<JobState<Raw> | undefined> {
  const decoder = new TextDecoder()
  let rest = ''
  let fields = {}
  let last: JobState<Raw> | undefined
  const isOver = (): boolean => last !== undefined && isSettled(last)
  const readLine = (line: string): void => {
    const event = line.startsWith('data:') && parseJson(line.slice(5))
    if (isOver() || !hasState(event)) return
    call.stop('idle')
    fields = { ...fields, ...toRecord(event) }
    last = decodeJobState<Raw>(fields)
    onState(last)
  }
  // The attempt timeout applies to the response headers only; from here on, the idle timeout applies.
  call.stop('firstEvent')
  call.stop('attempt')
  try {
    while (!isOver() && rest.length < limits.maxEventBytes) {
      call.startIdle()
      const bytes = await body.read()
      if (!bytes) break
      const lines = (rest + decoder.decode(bytes, { stream: true })).split(/[\r\n]+/)
      rest = lines.pop() ?? ''
      lines.forEach(readLine)
    }
  } catch {
    call.throwIfAborted()
  }
  body.cancel()
  return last
}
