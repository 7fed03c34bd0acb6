import type { PictureBox, SeenObject } from '@mira/engine'

/** Creates a box from its edges, clamped to the image. */
export function boxFromEdges(left: number, top: number, right: number, bottom: number): PictureBox {
  const x = clamp(left)
  const y = clamp(top)
  return { x, y, width: Math.max(0, clamp(right) - x), height: Math.max(0, clamp(bottom) - y) }
}

/** Returns the smallest box that contains all given boxes. */
export function boxAround(boxes: readonly PictureBox[]): PictureBox {
  return boxFromEdges(
    Math.min(...boxes.map(({ x }) => x)),
    Math.min(...boxes.map(({ y }) => y)),
    Math.max(...boxes.map(({ x, width }) => x + width)),
    Math.max(...boxes.map(({ y, height }) => y + height)),
  )
}

/** Returns the intersection over union of two boxes: 1 for identical boxes, 0 for disjoint ones. */
export function intersectionOverUnion(a: PictureBox, b: PictureBox): number {
  const shared = sharedArea(a, b)
  const union = boxArea(a) + boxArea(b) - shared
  return union > 0 ? shared / union : 0
}

/** Returns the area as a fraction of the image. */
export function boxArea({ width, height }: PictureBox): number {
  return width * height
}

/** Returns the center of a box. */
export function boxCentre({ x, y, width, height }: PictureBox): { readonly x: number; readonly y: number } {
  return { x: x + width / 2, y: y + height / 2 }
}

/**
 * Suppresses duplicate detections, keeping the one with the highest confidence.
 *
 * @param seen - Detections, highest confidence first.
 * @param overlap - Minimum intersection over union of two boxes with the same label to be duplicates.
 * @param otherOverlap - The same for different labels. Only nearly identical boxes compete for the label.
 */
export function suppressDoubles<Seen extends SeenObject>(
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

function sharedArea(a: PictureBox, b: PictureBox): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return width > 0 && height > 0 ? width * height : 0
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value))
}
