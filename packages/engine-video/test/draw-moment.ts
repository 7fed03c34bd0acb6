import { createCanvas } from '@napi-rs/canvas'
import type { FrameSize } from '../src/lib/frame-size.ts'
import type { Effect } from '../src/lib/video.ts'

/** RGBA of one moment of a video or effect, as in a clip of five seconds; over `background` when it is an effect. */
export function drawMoment(
  video: Effect,
  { width, height }: FrameSize,
  { seconds, background }: { readonly seconds: number; readonly background?: string },
): Uint8ClampedArray {
  const context = createCanvas(width, height).getContext('2d')
  if (background) {
    context.fillStyle = background
    context.fillRect(0, 0, width, height)
  }
  video.draw({ context, width, height }, { seconds, progress: seconds / 5 })
  return context.getImageData(0, 0, width, height).data
}
