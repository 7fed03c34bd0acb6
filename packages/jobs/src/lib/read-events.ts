import type { RawReply, ReadContext } from '@mira/core'
import { asRecord, parseJson } from './fields.ts'
import { decodeJobState, isSettled, type JobState, tellsState } from './job-state.ts'

/**
 * Reads the states of a job from a stream of events, to the settled one or to the end. An event may tell part of a
 * state only; the rest is as before. A stream that breaks has just ended.
 *
 * Only `data` lines that are JSON by themselves are read. Polling makes up for whatever is missed, and core's decoder
 * would add a tenth to the bundle.
 *
 * @returns The last state, or `undefined` when no event told one.
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
    if (isOver() || !tellsState(event)) return
    call.endIdle()
    fields = { ...fields, ...asRecord(event) }
    last = decodeJobState<Raw>(fields)
    onState(last)
  }
  // The attempt's clock is for a reply that comes at once; from now on silence is timed.
  call.endFirstEvent()
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
