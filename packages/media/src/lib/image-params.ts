import type { ImageSource } from './image-source.ts'
import { toImageUrl } from './to-image-url.ts'

/** The fields that making and editing images share. */
export interface ImageFields {
  /** What is to be seen, in any of more than 50 languages. */
  prompt: string
  model?: string | undefined
  size?: '1024x1024' | '1024x1536' | '1536x1024' | (string & {}) | undefined
  /** How many images. */
  n?: number | undefined
  quality?: 'low' | 'medium' | 'high' | 'auto' | (string & {}) | undefined
}

const maxReferences = 4

/** @throws {TypeError} for a prompt that is no text, or empty. */
export function checkPrompt(prompt: unknown): void {
  if (typeof prompt !== 'string' || prompt === '') throw new TypeError('prompt must be a text, and not empty')
}

/** @throws {TypeError | RangeError} for no list, fewer references than `least`, or more than the server takes. */
export function checkReferences(references: readonly ImageSource[], least: number): void {
  if (!Array.isArray(references)) throw new TypeError('reference_images must be a list of pictures')
  if (references.length >= least && references.length <= maxReferences) return
  throw new RangeError(`reference_images must be ${least} to ${maxReferences} pictures, not ${references.length}`)
}

/** References as they travel in JSON. */
export function toImageUrls(references: readonly ImageSource[], signal: AbortSignal | undefined): Promise<string[]> {
  return Promise.all(references.map((reference) => toImageUrl(reference, signal)))
}
