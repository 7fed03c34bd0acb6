import { useSyncExternalStore } from 'react'
import type { GeneratedImage } from './request-images.ts'

/** Maximum number of images that are kept. */
const maxImages = 24

/** Images of the current visit, newest first. They stay when another screen is opened, and are gone after a reload. */
let images: readonly GeneratedImage[] = []
const listeners = new Set<() => void>()

/** Adds the images of a request. */
export function rememberImages(added: readonly GeneratedImage[]): void {
  images = [...added, ...images].slice(0, maxImages)
  for (const listener of listeners) listener()
}

/** Returns the images of the current visit, newest first. */
export const useImageHistory = (): readonly GeneratedImage[] => useSyncExternalStore(subscribe, () => images)

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
