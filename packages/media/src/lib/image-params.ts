import type { ImageSource } from './image-source.ts'
import { toImageUrl } from './to-image-url.ts'

/** Fields common to image generation and image edits. */
export interface ImageFields {
  /** Description of the image, in any of more than 50 languages. */
  prompt: string
  model?: string | undefined
  size?: '1024x1024' | '1024x1536' | '1536x1024' | (string & {}) | undefined
  /** Number of images. */
  n?: number | undefined
  quality?: 'low' | 'medium' | 'high' | 'auto' | (string & {}) | undefined
  /** `b64_json` to get the image in the response, if the server supports it; both forms are read alike. */
  response_format?: 'url' | 'b64_json' | (string & {}) | undefined
  /** Seed for a reproducible image, if the engine supports it. */
  seed?: number | undefined
}

const maxReferences = 4

/**
 * Checks a prompt.
 *
 * @throws {TypeError} when it is not a string, or is empty.
 */
export function checkPrompt(prompt: unknown): void {
  if (typeof prompt !== 'string' || prompt === '') throw new TypeError('prompt must be a non-empty string')
}

/**
 * Checks the number of reference images.
 *
 * @throws {TypeError | RangeError} when `references` is not a list, has fewer items than `min`, or more than the
 * server accepts.
 */
export function checkReferences(references: readonly ImageSource[], min: number): void {
  if (!Array.isArray(references)) throw new TypeError('reference_images must be a list of images')
  if (references.length >= min && references.length <= maxReferences) return
  throw new RangeError(`reference_images must be ${min} to ${maxReferences} images, not ${references.length}`)
}

/** Converts reference images to their JSON format. */
export function toImageUrls(
  references: readonly ImageSource[],
  signal: AbortSignal | null | undefined,
): Promise<string[]> {
  return Promise.all(references.map((reference) => toImageUrl(reference, signal)))
}
