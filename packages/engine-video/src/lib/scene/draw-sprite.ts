import type { SKRSContext2D } from '@napi-rs/canvas'
import { type CameraPose, cameraReach } from '../camera.ts'
import { mix, swing } from '../easing.ts'
import type { FrameSize } from '../frame-size.ts'
import type { Moment, Stage } from '../video.ts'
import { type Pose, poseOf } from './pose.ts'
import type { Sprite } from './sprite.ts'

/** Motion of the sprites of a scene at a moment. */
export interface SpriteMotion {
  readonly camera: CameraPose
  readonly moment: Moment
  readonly pace: number
  readonly side: -1 | 1
}

/** Draws a sprite as seen by the camera, in its pose at that moment. */
export function drawSprite(stage: Stage, sprite: Sprite, motion: SpriteMotion): void {
  const { context, width: frameWidth, height: frameHeight } = stage
  const { moment, pace, side } = motion
  const seconds = moment.seconds * pace
  const input = { ...sprite, seconds, progress: moment.progress, frameWidth, frameHeight, side, pace }
  const pose = poseOf(sprite.behavior, input)
  const { x, y, width, height } = seenBox(stage, sprite, { camera: motion.camera, pose })
  context.save()
  context.globalAlpha *= pose.opacity
  context.translate(x, y + (pose.pivot - 0.5) * height)
  context.rotate(pose.angle)
  context.transform(1, 0, -pose.lean, 1, 0, 0)
  context.scale(pose.scaleX * (sprite.isMirrored ? -1 : 1), pose.scaleY)
  context.translate(-width / 2, -height * pose.pivot)
  if (sprite.behavior === 'ripple') drawRipple(context, sprite, { width, height, seconds })
  else context.drawImage(sprite.image, 0, 0, width, height)
  context.restore()
}

/** Center and size of a sprite as seen by the camera, in pixels of the frame. */
interface SeenBox extends FrameSize {
  readonly x: number
  readonly y: number
}

function seenBox(
  { width: frameWidth, height: frameHeight }: FrameSize,
  sprite: Sprite,
  { camera, pose }: { readonly camera: CameraPose; readonly pose: Pose },
): SeenBox {
  // Text and vignette stay fixed on the screen.
  if (sprite.behavior === 'overlay') return sprite
  const zoom = 1 + (camera.zoom - 1) * mix(0.45, 1.15, sprite.nearness)
  // Parallax: far objects shift less when the camera moves.
  const parallax = mix(0.12, 1, sprite.nearness)
  const spread = sprite.isWide ? 1 + 2.4 * cameraReach * parallax + (sprite.behavior === 'drift' ? 0.18 : 0) : 1
  const height = sprite.height * zoom * spread
  // Layers that begin below the upper edge, such as the ground, extend downward so that the horizon stays in place.
  const sinking = sprite.y > sprite.height / 2 + 1 ? (height - height / spread) / 2 : 0
  return {
    x: (sprite.x + pose.x - frameWidth / 2 - camera.x * frameWidth * parallax) * zoom + frameWidth / 2,
    y: (sprite.y + pose.y - frameHeight / 2 - camera.y * frameHeight * parallax) * zoom + frameHeight / 2 + sinking,
    width: sprite.width * zoom * spread,
    height,
  }
}

/** Number of water rows, which move independently. */
const rows = 40

/** Draws water in rows that move back and forth, near ones farther and in longer waves. */
function drawRipple(
  context: SKRSContext2D,
  { image, phase }: Sprite,
  { width, height, seconds }: { width: number; height: number; seconds: number },
): void {
  for (let row = 0; row < rows; row++) {
    const [from, to] = [(row / rows) ** 1.5, ((row + 1) / rows) ** 1.5]
    const shift = width * mix(0.002, 0.012, from) * swing(seconds, 0.28, phase + row * 0.19)
    const lift = height * 0.006 * from * swing(seconds, 0.33, phase + row * 0.11)
    // Rows overlap slightly; otherwise their edges would show as lines.
    const taken = Math.min(1, to + 0.01) - from
    context.drawImage(
      image,
      0,
      from * image.height,
      image.width,
      taken * image.height,
      shift,
      from * height + lift,
      width,
      taken * height,
    )
  }
}
