import type { SeenObject } from '@mira/engine'
import type { ColourShares } from './picture/colours.ts'
import type { Region } from './picture/find-regions.ts'

/** Object with the colors in its box. */
export interface SceneObject extends SeenObject {
  readonly colours: ColourShares
}

/** Detection results for an image, except its text. */
export interface Scene {
  readonly things: readonly SceneObject[]
  readonly faces: readonly SceneObject[]
  readonly regions: readonly Region[]
  /** Colors of the whole image. */
  readonly colours: ColourShares
}

/** Returns the color names of a detected object, largest share first. */
export function coloursOf({ things, faces, regions }: Scene, { label, box }: SeenObject): string[] {
  const isSame = (other: SeenObject['box']) => other.x === box.x && other.y === box.y && other.width === box.width
  const seen = [...things, ...faces].find((other) => other.label === label && isSame(other.box))
  if (seen) return seen.colours.map(({ colour }) => colour)
  return regions.filter((region) => isSame(region.box)).map(({ colour }) => colour)
}
