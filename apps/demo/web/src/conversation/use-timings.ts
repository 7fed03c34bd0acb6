import type { UiMessage } from '@mira/react'
import { useEffect, useRef, useState } from 'react'

/** Timing of an answer, from the request to what the page shows, in milliseconds. */
export interface Timing {
  readonly firstTextMs: number | undefined
  readonly totalMs: number | undefined
}

/** Measures the answers of a conversation. Returns their timing by the id of the message. */
export function useTimings(answer: UiMessage | undefined, isAnswering: boolean): ReadonlyMap<string, Timing> {
  const [timings, setTimings] = useState<ReadonlyMap<string, Timing>>(new Map())
  const startedAt = useRef<number>(undefined)
  const firstTextMs = useRef<number>(undefined)
  const hasText = answer?.status === 'streaming' && answer.text !== ''
  const id = answer?.id
  useEffect(() => {
    if (!isAnswering) return
    startedAt.current = performance.now()
    firstTextMs.current = undefined
  }, [isAnswering])
  useEffect(() => {
    if (hasText) firstTextMs.current ??= performance.now() - (startedAt.current ?? 0)
  }, [hasText])
  useEffect(() => {
    if (isAnswering || id === undefined || startedAt.current === undefined) return
    const totalMs = performance.now() - startedAt.current
    // Short answers are complete before they are shown for the first time.
    const timing = { firstTextMs: firstTextMs.current ?? totalMs, totalMs }
    startedAt.current = undefined
    setTimings((before) => new Map(before).set(id, timing))
  }, [isAnswering, id])
  return timings
}
