import type { PictureBox, SeenObject } from '@mira/engine'

/** A box from its edges, kept within the picture. */
export function boxFromEdges(left: number, top: number, right: number, bottom: number): PictureBox {
  const x = clamp(left)
  const y = clamp(top)
  return { x, y, width: Math.max(0, clamp(right) - x), height: Math.max(0, clamp(bottom) - y) }
}

/** The smallest box that holds all of these. */
export function boxAround(boxes: readonly PictureBox[]): PictureBox {
  return boxFromEdges(
    Math.min(...boxes.map(({ x }) => x)),
    Math.min(...boxes.map(({ y }) => y)),
    Math.max(...boxes.map(({ x, width }) => x + width)),
    Math.max(...boxes.map(({ y, height }) => y + height)),
  )
}

/** Shared part of two boxes over what both cover: 1 for the same box, 0 for boxes apart. */
export function intersectionOverUnion(a: PictureBox, b: PictureBox): number {
  const shared = sharedArea(a, b)
  const union = boxArea(a) + boxArea(b) - shared
  return union > 0 ? shared / union : 0
}

/** Width times height, as a share of the picture. */
export function boxArea({ width, height }: PictureBox): number {
  return width * height
}

/** Middle of a box. */
export function boxCentre({ x, y, width, height }: PictureBox): { readonly x: number; readonly y: number } {
  return { x: x + width / 2, y: y + height / 2 }
}

/**
 * Keeps the surest of boxes that show one thing.
 *
 * @param seen Surest first.
 * @param overlap Intersection over union from which two boxes of one label are one thing.
 * @param otherOverlap The same for different labels: only nearly equal boxes are a doubt about the label.
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
