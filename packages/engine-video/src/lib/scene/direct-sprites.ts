import { drawingWords } from '@mira/engine-vision/internal'
import type { Direction, Motion } from '../direction/direction.ts'
import { mix } from '../easing.ts'
import type { Behavior } from './behaviors.ts'
import type { Sprite } from './sprite.ts'

/** Behavior for each requested motion. `kept` behaviors are specific versions of that motion and take precedence. */
const motionBehaviors: Readonly<Record<Motion, { readonly behavior: Behavior; readonly kept: readonly Behavior[] }>> = {
  travel: { behavior: 'run', kept: ['drive', 'run', 'hop', 'rock', 'cruise', 'soar', 'swim'] },
  fly: { behavior: 'soar', kept: ['soar', 'flutter', 'cruise', 'launch', 'hover'] },
  float: { behavior: 'hover', kept: ['hover', 'rock', 'swim', 'drift'] },
  jump: { behavior: 'hop', kept: [] },
  spin: { behavior: 'spin', kept: [] },
  dance: { behavior: 'dance', kept: [] },
  swim: { behavior: 'swim', kept: ['swim', 'rock'] },
  fall: { behavior: 'fall', kept: [] },
  rise: { behavior: 'rise', kept: ['launch', 'arc'] },
  grow: { behavior: 'grow', kept: [] },
  wave: { behavior: 'wave', kept: [] },
  // Wind moves plants and flags; animals and vehicles keep their behavior.
  sway: {
    behavior: 'sway',
    kept: ['rock', 'sway', 'hover', 'flutter', 'soar', 'run', 'hop', 'drive', 'swim', 'cruise', 'launch'],
  },
}

/** Behaviors of the surroundings, to which a motion in the prompt does not apply. */
const surroundings: ReadonlySet<Behavior> = new Set([
  'backdrop',
  'ripple',
  'swell',
  'overlay',
  'drift',
  'arc',
  'sink',
  'ascend',
  'twinkle',
  'flicker',
])
/** Behaviors of objects that are the hero only if there is no other candidate. */
const lifeless: ReadonlySet<Behavior> = new Set(['breathe', 'sway'])
/** Behaviors of objects that must face their direction of movement. Drawings face left by default. */
const sidelong: ReadonlySet<Behavior> = new Set(['drive', 'run', 'hop', 'swim', 'soar'])

/** Motion that a prompt asks for, and its context. */
export interface SpriteDirection {
  readonly prompt: string
  readonly direction: Direction
  readonly side: -1 | 1
  /** Horizontal center of the frame, in pixels. */
  readonly middle: number
}

/** Applies the motion of the prompt to the hero of a scene, and makes all objects face their direction of movement. */
export function directSprites(
  sprites: readonly Sprite[],
  { prompt, direction, side, middle }: SpriteDirection,
): readonly Sprite[] {
  const hero = findHero(sprites, prompt.toLowerCase())
  return sprites.map((sprite) => {
    const isHero = hero !== undefined && sprite.name === hero.name
    const behavior = isHero ? directed(sprite.behavior, direction.motion) : sprite.behavior
    // A single hero is placed nearer to the center, so that its path stays in the frame.
    const x = sprite === hero && isOnly(sprite, sprites) ? mix(sprite.x, middle, 0.6) : sprite.x
    return { ...sprite, x, behavior, isMirrored: side === 1 && sidelong.has(behavior) }
  })
}

function isOnly(sprite: Sprite, sprites: readonly Sprite[]): boolean {
  return sprites.filter(({ name }) => name === sprite.name).length === 1
}

function directed(behavior: Behavior, motion: Motion | undefined): Behavior {
  if (!motion) return behavior
  const { behavior: asked, kept } = motionBehaviors[motion]
  return kept.includes(behavior) ? behavior : asked
}

/** Finds the object that the prompt mentions first among those that can act, animate objects first. */
function findHero(sprites: readonly Sprite[], prompt: string): Sprite | undefined {
  const actors = sprites.filter(({ behavior, isWide }) => !isWide && !surroundings.has(behavior))
  const living = actors.filter(({ behavior }) => !lifeless.has(behavior))
  const places = (living.length > 0 ? living : actors).map((sprite) => ({
    sprite,
    at: firstMention(prompt, sprite.name),
  }))
  return places.toSorted((a, b) => a.at - b.at)[0]?.sprite
}

/**
 * Returns the position at which a prompt first mentions a drawing by its own or an everyday name, such as `car` for
 * `automobile`.
 */
function firstMention(prompt: string, name: string): number {
  const everyday = Object.keys(drawingWords).filter((word) => drawingWords[word] === name)
  const words = [...name.split(/[^a-z]+/), ...everyday].filter((word) => word.length > 2)
  return Math.min(Number.MAX_SAFE_INTEGER, ...words.map((word) => prompt.indexOf(word)).filter((at) => at >= 0))
}
