import { useEffect, useState } from 'react'

/** Counts down a duration in milliseconds. Returns the remaining whole seconds. */
export function useCountdown(milliseconds: number | undefined): number {
  const [secondsLeft, setSecondsLeft] = useState(0)
  useEffect(() => {
    const endsAt = performance.now() + (milliseconds ?? 0)
    const update = () => setSecondsLeft(Math.max(0, Math.ceil((endsAt - performance.now()) / 1_000)))
    update()
    const timer = setInterval(update, 250)
    return () => clearInterval(timer)
  }, [milliseconds])
  return secondsLeft
}
