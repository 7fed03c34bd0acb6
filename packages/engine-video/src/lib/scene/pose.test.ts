import { describe, expect, it } from 'vitest'
import { type Behavior, behaviorOf } from './behaviors.ts'
import { type PoseInput, poseOf } from './pose.ts'

const input: PoseInput = {
  seconds: 0,
  progress: 0,
  phase: 0.3,
  tempo: 0.6,
  width: 200,
  height: 200,
  frameWidth: 1280,
  frameHeight: 720,
  side: 1,
  pace: 1,
}

const at = (behavior: Behavior, seconds: number, more: Partial<PoseInput> = {}) =>
  poseOf(behavior, { ...input, ...more, seconds, progress: seconds / 5 })

describe('behaviorOf', () => {
  it.each([
    ['cloud', 'drift'],
    ['full moon', 'arc'],
    ['sunflower', 'sway'],
    ['butterfly', 'flutter'],
    ['hot air balloon', 'hover'],
    ['racing car', 'drive'],
    ['sailboat', 'rock'],
    ['fox', 'run'],
    ['rabbit face', 'hop'],
    ['tropical fish', 'swim'],
    ['evergreen tree', 'sway'],
    ['castle', 'breathe'],
    ['sky', 'backdrop'],
  ])('%s: %s', (name, behavior) => expect(behaviorOf(name)).toBe(behavior))
})

describe('poseOf', () => {
  const moving = [
    'breathe',
    'drift',
    'arc',
    'twinkle',
    'flutter',
    'soar',
    'cruise',
    'launch',
    'rise',
    'hover',
    'drive',
    'run',
    'hop',
    'swim',
    'rock',
    'sway',
    'flicker',
    'spin',
    'dance',
    'fall',
    'grow',
    'wave',
  ] as const satisfies readonly Behavior[]

  it.each(moving)('%s: moves all the time, without a jump between frames', (behavior) => {
    for (let frame = 0; frame < 120; frame++) {
      const [before, after] = [at(behavior, frame / 24), at(behavior, (frame + 1) / 24)]
      expect(after).not.toEqual(before)
      expect(Math.hypot(after.x - before.x, after.y - before.y)).toBeLessThan(25)
      expect(Math.abs(after.angle - before.angle)).toBeLessThan(0.1)
      expect(Math.abs(after.scaleX - before.scaleX)).toBeLessThan(0.35)
    }
  })

  it.each(['drive', 'run', 'hop', 'soar', 'swim', 'cruise'] as const)(
    '%s: goes to the side it is sent to, through its place',
    (behavior) => {
      expect(at(behavior, 5).x).toBeGreaterThan(100)
      expect(at(behavior, 5, { side: -1 }).x).toBeLessThan(-100)
      expect(at(behavior, 2.5).x).toBeCloseTo(0)
    },
  )
})
