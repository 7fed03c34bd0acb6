import { setImmediate } from 'node:timers/promises'
import { createRandom } from '@mira/engine/internal'
import type { Scene, SceneLayer } from '@mira/engine-vision/internal'
import { composeScene } from '@mira/engine-vision/internal'
import type { FrameSize } from '../frame-size.ts'
import { type Behavior, behaviorOf } from './behaviors.ts'
import { type PaintedLayer, paintLayer } from './paint-layer.ts'
import type { Sprite } from './sprite.ts'

/** Objects of a scene, from back to front. */
export interface SceneSprites {
  readonly description: string
  readonly sprites: readonly Sprite[]
}

/** Composes the scene of a prompt and splits it into objects that can be moved. */
export async function sceneSprites(prompt: string, size: FrameSize, seed: number): Promise<SceneSprites> {
  const scene = composeScene(prompt, size, seed)
  const random = createRandom(seed)
  const sprites: Sprite[] = []
  for (const layer of scene.layers) {
    // Static rain, snow and bubbles are replaced by moving ones.
    if (layer.kind === 'weather' && layer.name !== 'vignette') continue
    const painted = paintLayer(scene, layer)
    if (painted) sprites.push(toSprite(layer, painted, { scene, random }))
    // Native buffers of painted layers are only freed on the event loop.
    await setImmediate()
  }
  return { description: scene.description, sprites }
}

function toSprite(
  layer: SceneLayer,
  { image, box }: PaintedLayer,
  { scene, random }: { scene: Scene; random: () => number },
): Sprite {
  const { name, depth } = layer
  const isWide = layer.box.width >= scene.size.width
  return {
    name,
    image,
    x: box.x + box.width / 2,
    y: box.y + box.height / 2,
    width: box.width,
    height: box.height,
    nearness: 1 - depth,
    behavior: behaviorOfLayer(layer, scene, isWide),
    isWide,
    isMirrored: false,
    phase: random(),
    tempo: random(),
  }
}

/** Names of ground layers that are water. */
const water = /\b(sea|ocean|lake|river|water|pond|harbou?r)\b(?! floor)/

function behaviorOfLayer({ kind, name }: SceneLayer, { timeOfDay }: Scene, isWide: boolean): Behavior {
  if (kind === 'sky') return 'backdrop'
  if (kind === 'clouds') return 'drift'
  if (kind === 'text' || kind === 'weather') return 'overlay'
  if (kind === 'ground') return water.test(name) ? 'ripple' : 'backdrop'
  if (name === 'sun' && timeOfDay === 'dusk') return 'sink'
  if (name === 'sun' && timeOfDay === 'dawn') return 'ascend'
  if (!isWide) return behaviorOf(name)
  if (/^waves?\b/.test(name)) return 'swell'
  if (/^(trees?|grass|reeds|flowers)\b/.test(name)) return 'sway'
  return name === 'stars' ? 'twinkle' : 'backdrop'
}
