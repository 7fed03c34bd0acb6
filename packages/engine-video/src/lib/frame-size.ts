import type { AspectRatio, VideoResolution } from '@mira/engine'

/** Width and height of a frame in pixels, both even. */
export interface FrameSize {
  readonly width: number
  readonly height: number
}

/** Length of the shorter side in pixels. */
const lines: Readonly<Record<VideoResolution, number>> = { '720p': 720, '1080p': 1080 }

/** Returns the frame size of a resolution. The shorter side determines it, so 9:16 is 16:9 rotated. */
export function frameSize(resolution: VideoResolution, aspectRatio: AspectRatio): FrameSize {
  const short = lines[resolution]
  const long = (short * 16) / 9
  if (aspectRatio === '1:1') return { width: short, height: short }
  return aspectRatio === '16:9' ? { width: long, height: short } : { width: short, height: long }
}
