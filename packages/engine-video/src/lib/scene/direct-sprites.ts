import { drawingWords } from '@mira/engine-vision/internal'
import type { Direction, Motion } from '../direction/direction.ts'
import { mix } from '../easing.ts'
import type { Behaviour } from './behaviours.ts'
import type { Sprite } from './sprite.ts'

/** What a motion asked for makes of a thing; a thing that can do it in a way of its own keeps that. */
const motionBehaviours: Readonly<
  Record<Motion, { readonly behaviour: Behaviour; readonly kept: readonly Behaviour[] }>
> = {
  travel: { behaviour: 'run', kept: ['drive', 'run', 'hop', 'rock', 'cruise', 'soar', 'swim'] },
  fly: { behaviour: 'soar', kept: ['soar', 'flutter', 'cruise', 'launch', 'hover'] },
  float: { behaviour: 'hover', kept: ['hover', 'rock', 'swim', 'drift'] },
  jump: { behaviour: 'hop', kept: [] },
  spin: { behaviour: 'spin', kept: [] },
  dance: { behaviour: 'dance', kept: [] },
  swim: { behaviour: 'swim', kept: ['swim', 'rock'] },
  fall: { behaviour: 'fall', kept: [] },
  rise: { behaviour: 'rise', kept: ['launch', 'arc'] },
  grow: { behaviour: 'grow', kept: [] },
  wave: { behaviour: 'wave', kept: [] },
  // A wind moves plants and flags; who lives or drives goes on with what it does.
  sway: {
    behaviour: 'sway',
    kept: ['rock', 'sway', 'hover', 'flutter', 'soar', 'run', 'hop', 'drive', 'swim', 'cruise', 'launch'],
  },
}

/** Things of the surroundings: what a prompt says of its hero does not move them. */
const surroundings: ReadonlySet<Behaviour> = new Set([
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
/** Things that act only when nothing else can. */
const lifeless: ReadonlySet<Behaviour> = new Set(['breathe', 'sway'])
/** Things that look to one side and must look where they go. Drawn as they come, they look to the left. */
const sidelong: ReadonlySet<Behaviour> = new Set(['drive', 'run', 'hop', 'swim', 'soar'])

/** What a prompt asks of the things of its scene. */
export interface SpriteDirection {
  readonly prompt: string
  readonly direction: Direction
  readonly side: -1 | 1
  /** Middle of the frame, in pixels. */
  readonly middle: number
}

/** Makes the hero of a scene move as the prompt says, and everything look where it goes. */
export function directSprites(
  sprites: readonly Sprite[],
  { prompt, direction, side, middle }: SpriteDirection,
): readonly Sprite[] {
  const hero = findHero(sprites, prompt.toLowerCase())
  return sprites.map((sprite) => {
    const isHero = hero !== undefined && sprite.name === hero.name
    const behaviour = isHero ? directed(sprite.behaviour, direction.motion) : sprite.behaviour
    // A single hero stands nearer to the middle, so that its way stays in the frame.
    const x = sprite === hero && isOnly(sprite, sprites) ? mix(sprite.x, middle, 0.6) : sprite.x
    return { ...sprite, x, behaviour, isMirrored: side === 1 && sidelong.has(behaviour) }
  })
}

function isOnly(sprite: Sprite, sprites: readonly Sprite[]): boolean {
  return sprites.filter(({ name }) => name === sprite.name).length === 1
}

function directed(behaviour: Behaviour, motion: Motion | undefined): Behaviour {
  if (!motion) return behaviour
  const { behaviour: asked, kept } = motionBehaviours[motion]
  return kept.includes(behaviour) ? behaviour : asked
}

/** Of the things that can act, living ones before others, the one that the prompt names first. */
function findHero(sprites: readonly Sprite[], prompt: string): Sprite | undefined {
  const actors = sprites.filter(({ behaviour, isWide }) => !isWide && !surroundings.has(behaviour))
  const living = actors.filter(({ behaviour }) => !lifeless.has(behaviour))
  const places = (living.length > 0 ? living : actors).map((sprite) => ({
    sprite,
    at: firstMention(prompt, sprite.name),
  }))
  return places.toSorted((a, b) => a.at - b.at)[0]?.sprite
}

/** Where a prompt first speaks of a drawing: by its own name or an everyday one, such as `car` for `automobile`. */
function firstMention(prompt: string, name: string): number {
  const everyday = Object.keys(drawingWords).filter((word) => drawingWords[word] === name)
  const words = [...name.split(/[^a-z]+/), ...everyday].filter((word) => word.length > 2)
  return Math.min(Number.MAX_SAFE_INTEGER, ...words.map((word) => prompt.indexOf(word)).filter((at) => at >= 0))
}
