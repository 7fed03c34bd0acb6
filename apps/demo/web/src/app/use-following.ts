import { useEffect, useRef } from 'react'

/** Distance from the end, in pixels, within which a reader is taken to follow along. */
const followsWithinPx = 120

/** Follows what grows down the page with each change of it, unless the reader has gone elsewhere. */
export function useFollowing(growing: unknown): void {
  const isFollowing = useRef(true)
  useEffect(() => {
    const note = () => {
      const { scrollHeight, clientHeight, scrollTop } = document.documentElement
      isFollowing.current = scrollHeight - clientHeight - scrollTop < followsWithinPx
    }
    addEventListener('scroll', note, { passive: true })
    return () => removeEventListener('scroll', note)
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: every change may have made the page longer
  useEffect(() => {
    if (isFollowing.current) scrollTo({ top: document.documentElement.scrollHeight })
  }, [growing])
}
