import type { DetectedObject } from '@mira/engine'
import type { ColorShares } from './image/colors.ts'
import type { Region } from './image/find-regions.ts'

/** Object with the colors in its box. */
export interface SceneObject extends DetectedObject {
  readonly colors: ColorShares
}

/** Detection results for an image, except its text. */
export interface Scene {
  readonly things: readonly SceneObject[]
  /** Objects detected with less confidence: enough if their class is asked for, and nothing more certain is of it. */
  readonly faint: readonly SceneObject[]
  readonly faces: readonly SceneObject[]
  readonly regions: readonly Region[]
  /** Colors of the whole image. */
  readonly colors: ColorShares
}

/** Returns the color names of a detected object, largest share first. */
export function colorsOf({ things, faint, faces, regions }: Scene, { label, box }: DetectedObject): string[] {
  const isSame = (other: DetectedObject['box']) => other.x === box.x && other.y === box.y && other.width === box.width
  const seen = [...things, ...faint, ...faces].find((other) => other.label === label && isSame(other.box))
  if (seen) return seen.colors.map(({ color }) => color)
  return regions.filter((region) => isSame(region.box)).map(({ color }) => color)
}
