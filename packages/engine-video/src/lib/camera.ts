import type { CameraMove } from './direction/direction.ts'
import { ease, mix, swing } from './easing.ts'
import type { Moment } from './video.ts'

/** Camera position. Objects shift against it, near ones more than far ones. */
export interface CameraPose {
  /** Offset as a fraction of the frame's width and height, 0 in the center. */
  readonly x: number
  readonly y: number
  /** Zoom factor, at least 1: there is nothing beyond the edges of the image. */
  readonly zoom: number
}

/** Maximum camera offset to each side, as a fraction of the frame. */
export const cameraReach = 0.1

/** Returns the camera position at a moment. A higher `pace` covers more distance in the same time. */
export function cameraPose(move: CameraMove, moment: Moment, pace: number): CameraPose {
  // Half linear, half eased: it starts and stops gently but never quite rests.
  const way = mix(moment.progress, ease(moment.progress), 0.5)
  const strength = Math.min(Math.max(pace, 0.6), 1.25)
  const reach = (cameraReach / 1.25) * strength
  const across = mix(-reach, reach, way)
  switch (move) {
    case 'push_in':
      return { x: 0, y: 0, zoom: 1 + 0.28 * strength * way }
    case 'pull_out':
      return { x: 0, y: 0, zoom: 1 + 0.28 * strength * (1 - way) }
    case 'pan_left':
      return { x: -across, y: 0, zoom: 1.02 }
    case 'pan_right':
      return { x: across, y: 0, zoom: 1.02 }
    case 'tilt_up':
      return { x: 0, y: -across, zoom: 1.02 }
    case 'tilt_down':
      return { x: 0, y: across, zoom: 1.02 }
    case 'orbit':
      return { x: across * 0.9, y: 0.012 * Math.sin(way * Math.PI), zoom: 1.04 + 0.08 * way }
    case 'handheld':
      return { ...shake(moment.seconds), zoom: 1.06 }
    case 'still':
      return { x: 0, y: 0, zoom: 1 + 0.03 * way }
  }
}

/** Returns a handheld shake, from oscillations without a common period so that it never repeats. */
function shake(seconds: number): { x: number; y: number } {
  return {
    x: 0.014 * swing(seconds, 0.63) + 0.005 * swing(seconds, 1.71, 0.3),
    y: 0.011 * swing(seconds, 0.79, 0.1) + 0.004 * swing(seconds, 2.03, 0.6),
  }
}
