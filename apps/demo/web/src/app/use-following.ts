import { type RefObject, useEffect } from 'react'

/** Maximum distance from the bottom of the page, in pixels, at which it keeps scrolling. */
const followsWithinPx = 120

/**
 * Keeps the page scrolled to the bottom when an element grows, by text or by an image that has loaded, unless the user
 * has scrolled up.
 */
export function useFollowing(growing: RefObject<Element | null>): void {
  useEffect(() => {
    const left = new AbortController()
    let isFollowing = true
    let lastTop = 0
    const note = () => {
      const { scrollHeight, clientHeight, scrollTop } = document.documentElement
      const isNearBottom = scrollHeight - clientHeight - scrollTop < followsWithinPx
      // Only a scroll upwards is the user's: after one of its own, the page may have grown again.
      isFollowing = isNearBottom || (isFollowing && scrollTop >= lastTop)
      lastTop = scrollTop
    }
    addEventListener('scroll', note, { passive: true, signal: left.signal })
    const observer = new ResizeObserver(() => {
      const hasContent = (growing.current?.childElementCount ?? 0) > 0
      if (isFollowing && hasContent) scrollTo({ top: document.documentElement.scrollHeight })
    })
    if (growing.current) observer.observe(growing.current)
    return () => {
      observer.disconnect()
      left.abort()
    }
  }, [growing])
}
