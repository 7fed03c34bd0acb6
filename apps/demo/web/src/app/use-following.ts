import { useEffect, useRef } from 'react'

/** Maximum distance from the bottom of the page, in pixels, at which it keeps scrolling. */
const followsWithinPx = 120

/** Keeps the page scrolled to the bottom when content is added, unless the user has scrolled up. */
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
  // biome-ignore lint/correctness/useExhaustiveDependencies: every change can make the page longer
  useEffect(() => {
    if (isFollowing.current) scrollTo({ top: document.documentElement.scrollHeight })
  }, [growing])
}
