import type { ImageRequest, MadeImage } from '@mira/engine'
import type { Pixels } from '../pixels/pixels.ts'
import { resizePixels } from '../pixels/resize-pixels.ts'
import { filters } from './pixels/filters.ts'
import { writeImage } from './pixels/write-image.ts'
import { composeScene } from './scene/compose-scene.ts'
import { renderScene } from './scene/render-scene.ts'
import type { Scene } from './scene/scene.ts'

/** Render scale per side, by quality. */
const renderScales = { low: 0.5, medium: 1, high: 1.5 } as const

/** Generates one image from a prompt. The same request and seed produce the same bytes. */
export async function generateImage(request: ImageRequest, seed: number): Promise<MadeImage> {
  const { prompt, size, quality } = request
  const scene = composeScene(prompt, size, seed)
  const file = await writeImage(await paintScene(scene, quality), request)
  return { ...size, ...file, seed, revisedPrompt: scene.description }
}

/** Renders a scene with its filter, at a given quality and exactly its size. */
export async function paintScene(scene: Scene, quality: ImageRequest['quality']): Promise<Pixels> {
  const pixels = await resizePixels(renderScene(scene, renderScales[quality]), scene.size)
  return scene.filter ? (filters[scene.filter]?.(pixels) ?? pixels) : pixels
}
