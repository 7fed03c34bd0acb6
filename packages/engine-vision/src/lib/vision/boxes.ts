import type { BoundingBox, DetectedObject } from '@mira/engine'

/** Edges of a box, as fractions of the image. */
export interface Edges {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Creates a box from its edges, clamped to the image. */
export function boxFromEdges({ left, top, right, bottom }: Edges): BoundingBox {
  const x = clamp(left)
  const y = clamp(top)
  return { x, y, width: Math.max(0, clamp(right) - x), height: Math.max(0, clamp(bottom) - y) }
}

/** Returns the smallest box that contains all given boxes. */
export function boxAround(boxes: readonly BoundingBox[]): BoundingBox {
  return boxFromEdges({
    left: Math.min(...boxes.map(({ x }) => x)),
    top: Math.min(...boxes.map(({ y }) => y)),
    right: Math.max(...boxes.map(({ x, width }) => x + width)),
    bottom: Math.max(...boxes.map(({ y, height }) => y + height)),
  })
}

/** Returns the intersection over union of two boxes: 1 for identical boxes, 0 for disjoint ones. */
export function intersectionOverUnion(a: BoundingBox, b: BoundingBox): number {
  const shared = sharedArea(a, b)
  const union = boxArea(a) + boxArea(b) - shared
  return union > 0 ? shared / union : 0
}

/** Returns the area as a fraction of the image. */
export function boxArea({ width, height }: BoundingBox): number {
  return width * height
}

/** Returns the center of a box. */
export function boxCenter({ x, y, width, height }: BoundingBox): { readonly x: number; readonly y: number } {
  return { x: x + width / 2, y: y + height / 2 }
}

/**
 * Suppresses duplicate detections, keeping the one with the highest confidence.
 *
 * @param seen - Detections, highest confidence first.
 * @param overlap - Minimum intersection over union of two boxes with the same label to be duplicates.
 * @param otherOverlap - The same for different labels. Only nearly identical boxes compete for the label.
 */
export function suppressDoubles<Seen extends DetectedObject>(
  seen: readonly Seen[],
  overlap = 0.5,
  otherOverlap = 0.8,
): Seen[] {
  const kept: Seen[] = []
  for (const next of seen) {
    const isDouble = kept.some(({ label, box }) => {
      const shared = intersectionOverUnion(box, next.box)
      return shared >= (label === next.label ? overlap : otherOverlap)
    })
    if (!isDouble) kept.push(next)
  }
  return kept
}

function sharedArea(a: BoundingBox, b: BoundingBox): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return width > 0 && height > 0 ? width * height : 0
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value))
}
