import type { SeenObject } from '@mira/engine'
import type { ColourShares } from './picture/colours.ts'
import type { Region } from './picture/find-regions.ts'

/** A thing together with the colours in its box. */
export interface SceneObject extends SeenObject {
  readonly colours: ColourShares
}

/** Everything that was found in a picture, but its text. */
export interface Scene {
  readonly things: readonly SceneObject[]
  readonly faces: readonly SceneObject[]
  readonly regions: readonly Region[]
  /** Colours of the picture as a whole. */
  readonly colours: ColourShares
}

/** Names of the colours of something seen, the largest first. */
export function coloursOf({ things, faces, regions }: Scene, { label, box }: SeenObject): string[] {
  const isSame = (other: SeenObject['box']) => other.x === box.x && other.y === box.y && other.width === box.width
  const seen = [...things, ...faces].find((other) => other.label === label && isSame(other.box))
  if (seen) return seen.colours.map(({ colour }) => colour)
  return regions.filter((region) => isSame(region.box)).map(({ colour }) => colour)
}
