/** Task to moderate an image. */
export interface ImageTask {
  /** Encoded image file. */
  readonly image: Uint8Array
  readonly maxPixels: number
}
