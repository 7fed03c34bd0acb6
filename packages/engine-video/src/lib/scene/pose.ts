import { ease, mix, swing } from '../easing.ts'
import type { Behavior } from './behaviors.ts'

/** Transform of an object at a moment, relative to its composed position. */
export interface Pose {
  /** Offset in pixels. */
  readonly x: number
  readonly y: number
  /** Rotation in radians and scale along the object's axes, around `pivot`. */
  readonly angle: number
  readonly scaleX: number
  readonly scaleY: number
  /** Horizontal shear: sideways lean of the top. */
  readonly lean: number
  readonly opacity: number
  /** Vertical position of the fixed point: 0.5 is the center, 1 the foot. */
  readonly pivot: number
}

/** Inputs of a pose. */
export interface PoseInput {
  /** Seconds since the start, scaled by the pace. */
  readonly seconds: number
  readonly progress: number
  /** Random numbers from 0 to 1 that make objects of the same kind move differently. */
  readonly phase: number
  readonly tempo: number
  /** Size of the object and of the frame. */
  readonly width: number
  readonly height: number
  readonly frameWidth: number
  readonly frameHeight: number
  /** Direction of movement: -1 is left, 1 is right. */
  readonly side: -1 | 1
  /** Factor on the distance that a moving object covers in the clip. */
  readonly pace: number
}

type Move = (input: PoseInput) => Partial<Pose>

const rest: Pose = { x: 0, y: 0, angle: 0, scaleX: 1, scaleY: 1, lean: 0, opacity: 1, pivot: 1 }

/** Returns the offset on a straight path that passes the composed position halfway through the clip. */
function pass(share: number, { progress, frameWidth, side, pace, tempo }: PoseInput): number {
  return side * (progress - 0.5) * share * mix(0.85, 1.15, tempo) * pace * frameWidth
}

/** Bounces like a ball, with a squash at the bottom that conveys weight. */
function bounce(height: number, hertz: number, { seconds, phase }: PoseInput): Partial<Pose> {
  const up = Math.abs(swing(seconds, hertz / 2, phase))
  const squash = 0.1 * (1 - up) ** 4
  return { y: -up * height, scaleX: 1 + squash, scaleY: 1 - squash }
}

/** Moves upward, slowly at first. */
function climb({ seconds, progress, frameHeight, width, pace, phase }: PoseInput): Partial<Pose> {
  return {
    x: 0.012 * width * swing(seconds, 5, phase) * (1 - progress),
    y: frameHeight * (0.2 - 0.5 * pace * ease(progress) * progress),
    angle: 0.02 * swing(seconds, 0.4, phase),
    pivot: 0.5,
  }
}

const moves: Readonly<Record<Behavior, Move>> = {
  backdrop: () => ({}),
  // Its rows move independently; see `drawRipple`.
  ripple: () => ({}),
  overlay: () => ({}),
  swell: ({ seconds, phase, tempo, frameWidth, frameHeight }) => ({
    x: 0.014 * frameWidth * swing(seconds, 0.11 + 0.05 * tempo, phase),
    y: 0.008 * frameHeight * swing(seconds, 0.24 + 0.08 * tempo, tempo),
  }),
  breathe: ({ seconds, phase }) => {
    const breath = swing(seconds, 0.33, phase)
    return { scaleX: 1 - 0.008 * breath, scaleY: 1 + 0.014 * breath }
  },
  drift: (input) => ({
    x: pass(0.16, input),
    y: 0.03 * input.height * swing(input.seconds, 0.1, input.phase),
    pivot: 0.5,
  }),
  arc: ({ progress, frameWidth, frameHeight, side }) => ({
    x: side * (progress - 0.5) * 0.05 * frameWidth,
    y: 0.05 * frameHeight * (progress - 0.5) ** 2,
    pivot: 0.5,
  }),
  sink: ({ progress, frameHeight }) => ({ y: frameHeight * mix(-0.1, 0.06, progress), pivot: 0.5 }),
  ascend: ({ progress, frameHeight }) => ({ y: frameHeight * mix(0.08, -0.12, progress), pivot: 0.5 }),
  twinkle: ({ seconds, phase, tempo }) => {
    const light = swing(seconds, mix(0.25, 0.6, tempo), phase)
    return { opacity: 0.7 + 0.3 * light, scaleX: 1 + 0.1 * light, scaleY: 1 + 0.1 * light, pivot: 0.5 }
  },
  flutter: (input) => {
    const { seconds, phase, tempo, width, height } = input
    return {
      x: pass(0.22, input) + width * 0.35 * swing(seconds, 0.31, phase),
      y: height * 0.4 * swing(seconds, 0.47, tempo) + height * 0.1 * swing(seconds, 1.1, phase),
      scaleX: 0.72 + 0.28 * swing(seconds, 3.2 + tempo, phase),
      angle: 0.15 * swing(seconds, 0.4, phase),
      pivot: 0.5,
    }
  },
  soar: (input) => {
    const { seconds, phase, height, tempo } = input
    const beat = swing(seconds, 1.1 + 0.5 * tempo, phase)
    return {
      x: pass(0.42, input),
      y: height * 0.22 * swing(seconds, 0.22, phase) - height * 0.05 * beat,
      scaleY: 0.94 + 0.12 * beat,
      angle: 0.07 * swing(seconds, 0.3, phase),
      pivot: 0.5,
    }
  },
  cruise: (input) => ({
    x: pass(0.55, input),
    y:
      -0.06 * input.frameHeight * (input.progress - 0.5) + 0.03 * input.height * swing(input.seconds, 0.5, input.phase),
    angle: 0.02 * swing(input.seconds, 0.4, input.phase),
    pivot: 0.5,
  }),
  // The drawing of a rocket points to the upper right, so it is rotated upright.
  launch: (input) => ({ ...climb(input), angle: -0.72 + 0.012 * swing(input.seconds, 0.6, input.phase) }),
  rise: climb,
  hover: (input) => ({
    x: pass(0.07, input),
    y: input.height * 0.1 * swing(input.seconds, 0.24, input.phase) - 0.05 * input.frameHeight * (input.progress - 0.5),
    angle: 0.05 * swing(input.seconds, 0.19, input.tempo),
    pivot: 0.5,
  }),
  drive: (input) => ({
    x: pass(0.6, input),
    y: -Math.abs(swing(input.seconds, 2.6, input.phase)) * input.height * 0.018,
    angle: 0.01 * swing(input.seconds, 1.9, input.phase),
  }),
  run: (input) => {
    const steps = bounce(input.height * 0.07, 3, input)
    return { ...steps, x: pass(0.34, input), angle: 0.045 * swing(input.seconds, 1.5, input.phase) }
  },
  hop: (input) => ({ ...bounce(input.height * 0.32, 1.6, input), x: pass(0.3, input) }),
  swim: (input) => ({
    x: pass(0.32, input),
    y: input.height * 0.14 * swing(input.seconds, 0.3, input.phase),
    angle: 0.07 * swing(input.seconds, 0.6, input.phase),
    lean: 0.05 * swing(input.seconds, 1.2, input.phase),
    pivot: 0.5,
  }),
  rock: (input) => ({
    x: pass(0.16, input),
    y: input.height * 0.035 * swing(input.seconds, 0.33, input.phase),
    angle: 0.06 * swing(input.seconds, 0.27, input.phase + 0.2),
  }),
  sway: ({ seconds, phase, tempo }) => ({
    lean: 0.045 * swing(seconds, 0.28 + 0.12 * tempo, phase) + 0.018 * swing(seconds, 0.9, tempo),
  }),
  flicker: ({ seconds, phase }) => {
    const flame = 0.6 * swing(seconds, 2.7, phase) + 0.4 * swing(seconds, 6.1, phase)
    return { scaleX: 1 - 0.02 * flame, scaleY: 1 + 0.035 * flame, opacity: 0.96 + 0.04 * flame }
  },
  spin: ({ seconds, side }) => ({ angle: side * seconds * 1.6, pivot: 0.5 }),
  dance: (input) => ({
    ...bounce(input.height * 0.09, 2.4, input),
    x: input.width * 0.14 * swing(input.seconds, 0.6, input.phase),
    angle: 0.13 * swing(input.seconds, 1.2, input.phase),
  }),
  fall: ({ seconds, progress, frameHeight, phase, pace }) => ({
    y: (progress - 0.55) * 0.6 * pace * frameHeight,
    angle: 0.3 * swing(seconds, 0.4, phase),
    pivot: 0.5,
  }),
  grow: ({ progress }) => ({ scaleX: mix(0.45, 1.12, ease(progress)), scaleY: mix(0.45, 1.12, ease(progress)) }),
  wave: ({ seconds, phase }) => ({ angle: 0.09 * swing(seconds, 0.9, phase), lean: 0.03 * swing(seconds, 0.9, phase) }),
}

/** Returns the pose of an object at a moment. */
export function poseOf(behavior: Behavior, input: PoseInput): Pose {
  return { ...rest, ...moves[behavior](input) }
}
