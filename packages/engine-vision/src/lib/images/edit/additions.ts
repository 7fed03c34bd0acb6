import type { Pixels } from '../../pixels/pixels.ts'
import { traitsOf } from '../drawings/drawing-traits.ts'
import type { Subject } from '../prompt/prompt-plan.ts'
import { px } from '../scene/canvas.ts'
import { textElement } from '../scene/designs.ts'
import { drawThing } from '../scene/draw-thing.ts'
import { renderSvg } from '../scene/render-scene.ts'
import { findSubject } from '../segmentation/find-subject.ts'
import { maskBox, overlay } from './layers.ts'

const headwear = /hat$|^crown$|cap$|helmet$/

/**
 * Adds drawings to an image: a hat on the subject, a bird in the sky, anything else on the ground next to the subject.
 */
export async function addDrawings(image: Pixels, subjects: readonly Subject[]): Promise<Pixels> {
  const subject = maskBox(await findSubject(image), image)
  let svg = ''
  let place = 0
  for (const { drawing, color, count, scale } of subjects) {
    const thing = drawThing(drawing, color)
    if (!thing) continue
    for (let copy = 0; copy < count; copy++, place++) {
      const { x, y, width, height } = placeAddition(image, subject, {
        drawing,
        aspect: thing.view.height / thing.view.width,
        scale,
        place,
      })
      const { view } = thing
      svg += `<svg x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}" viewBox="${px(view.x)} ${px(view.y)} ${px(view.width)} ${px(view.height)}">${thing.body}</svg>`
    }
  }
  return overlay(image, renderSvg(image, svg))
}

function placeAddition(
  { width, height }: Pixels,
  subject: { x: number; y: number; width: number; height: number },
  { drawing, aspect, scale, place }: { drawing: string; aspect: number; scale: number; place: number },
): { x: number; y: number; width: number; height: number } {
  if (headwear.test(drawing)) {
    const wide = Math.min(subject.width * 0.55, width * 0.45) * scale
    return {
      x: subject.x + subject.width / 2 - wide / 2,
      y: Math.max(0, subject.y - wide * aspect * 0.75),
      width: wide,
      height: wide * aspect,
    }
  }
  const wide = Math.min(width, height) * 0.26 * scale
  const isHigh = traitsOf(drawing).place === 'sky'
  const center = [0.8, 0.2, 0.5, 0.65, 0.35][place % 5] ?? 0.5
  return {
    x: Math.min(width - wide, Math.max(0, width * center - wide / 2)),
    y: isHigh ? height * 0.06 : height * 0.95 - wide * aspect,
    width: wide,
    height: wide * aspect,
  }
}

/** Draws a text on an image. */
export function addText(image: Pixels, text: string, place: 'top' | 'bottom' | 'middle'): Pixels {
  return overlay(
    image,
    renderSvg(
      image,
      textElement(image, text, { color: '#ffffff', share: { top: 0.12, middle: 0.5, bottom: 0.88 }[place] }),
    ),
  )
}
