import { EngineInputError } from '@mira/engine'
import sharp from 'sharp'
import type { Pixels } from '../../pixels/pixels.ts'
import { resizePixels } from '../../pixels/resize-pixels.ts'
import { filters } from '../pixels/filters.ts'
import { readPrompt } from '../prompt/read-prompt.ts'
import { colorWords, toRgb } from '../scene/color.ts'
import { composeScene } from '../scene/compose-scene.ts'
import { renderScene } from '../scene/render-scene.ts'
import { findSubject } from '../segmentation/find-subject.ts'
import { addDrawings, addText } from './additions.ts'
import { cropPixels, fillPixels, maskBox, maskPixels, overlay } from './layers.ts'
import type { CropPart, EditOperation } from './operation.ts'
import { recolorSubject } from './recolor-subject.ts'

/** Context shared by the steps of an edit. */
export interface EditContext {
  /** All references except the first. */
  readonly others: readonly Pixels[]
  readonly seed: number
}

/** Performs one step of an edit. */
export async function performOperation(image: Pixels, operation: EditOperation, context: EditContext): Promise<Pixels> {
  switch (operation.kind) {
    case 'filter':
      return filters[operation.name]?.(image) ?? image
    case 'remove-background':
      return maskPixels(image, await findSubject(image))
    case 'replace-background':
      return overlay(sceneOf(image, operation.prompt, context.seed), maskPixels(image, await findSubject(image)))
    case 'into-reference':
      return intoReferences(image, context.others)
    case 'side-by-side':
      return sideBySide([image, ...context.others])
    case 'collage':
      return collage([image, ...context.others])
    case 'recolor':
      return recolorSubject(image, toRgb(colorWords[operation.color] ?? '#888888'))
    case 'add':
      return addDrawings(image, readPrompt(operation.prompt).subjects)
    case 'text':
      return addText(image, operation.text, operation.place)
    default:
      return reshape(image, operation)
  }
}

function sceneOf({ width, height }: Pixels, prompt: string, seed: number): Pixels {
  const color = /^(?:a |plain |solid )*(\w+)(?: colou?r)?$/.exec(prompt.trim())?.[1]
  if (color && Object.hasOwn(colorWords, color))
    return fillPixels({ width, height }, toRgb(colorWords[color] ?? '#888888'))
  const { setting, subjects, colors } = readPrompt(prompt)
  if (!setting && subjects.length === 0 && colors.length === 0)
    throw new EngineInputError(`prompt: "${prompt}" does not describe a known background`, 'prompt')
  return renderScene(composeScene(prompt, { width, height }, seed))
}

async function intoReferences(image: Pixels, others: readonly Pixels[]): Promise<Pixels> {
  const [ground] = others
  if (!ground) throw new EngineInputError('references must hold a second image to combine with', 'references')
  const mask = await findSubject(image)
  const subject = cropPixels(maskPixels(image, mask), maskBox(mask, image))
  const scale = Math.min((ground.height * 0.6) / subject.height, (ground.width * 0.6) / subject.width)
  const size = {
    width: Math.max(1, Math.round(subject.width * scale)),
    height: Math.max(1, Math.round(subject.height * scale)),
  }
  const fitted = await resizePixels(subject, size)
  return overlay(ground, fitted, {
    left: Math.round((ground.width - size.width) / 2),
    top: Math.round(ground.height * 0.94 - size.height),
  })
}

async function sideBySide(images: readonly Pixels[]): Promise<Pixels> {
  const height = Math.min(...images.map((image) => image.height))
  const fitted = await Promise.all(
    images.map((image) =>
      resizePixels(image, { width: Math.max(1, Math.round((image.width * height) / image.height)), height }),
    ),
  )
  let sheet = fillPixels({ width: fitted.reduce((sum, { width }) => sum + width, 0), height }, [255, 255, 255])
  let left = 0
  for (const image of fitted) {
    sheet = overlay(sheet, image, { left })
    left += image.width
  }
  return sheet
}

async function collage(images: readonly Pixels[]): Promise<Pixels> {
  const [columns, gap] = [2, 12]
  const cell = { width: 512, height: 512 }
  const rows = Math.ceil(images.length / columns)
  let sheet = fillPixels(
    { width: columns * (cell.width + gap) + gap, height: rows * (cell.height + gap) + gap },
    [255, 255, 255],
  )
  for (const [index, image] of images.entries())
    sheet = overlay(sheet, await resizePixels(image, cell, 'cover'), {
      left: gap + (index % columns) * (cell.width + gap),
      top: gap + Math.floor(index / columns) * (cell.height + gap),
    })
  return sheet
}

type Reshaping = Extract<EditOperation, { kind: 'crop' | 'rotate' | 'flip' | 'resize' | 'resize-to' | 'border' }>

async function reshape(image: Pixels, operation: Reshaping): Promise<Pixels> {
  const { width, height } = image
  if (operation.kind === 'crop') return cropPixels(image, cropBox(image, operation.part))
  if (operation.kind === 'resize-to')
    return resizePixels(image, { width: within(operation.width), height: within(operation.height) }, 'cover')
  if (operation.kind === 'resize')
    return resizePixels(image, { width: within(width * operation.factor), height: within(height * operation.factor) })
  if (operation.kind === 'border') {
    const edge = Math.round(Math.min(width, height) * 0.05)
    return overlay(
      fillPixels(
        { width: width + edge * 2, height: height + edge * 2 },
        toRgb(colorWords[operation.color] ?? '#ffffff'),
      ),
      image,
      { left: edge, top: edge },
    )
  }
  const pipeline = sharp(image.data, { raw: { width, height, channels: 4 } })
  const turned =
    operation.kind === 'rotate'
      ? pipeline.rotate(operation.degrees, { background: { r: 0, g: 0, b: 0, alpha: 0 } })
      : operation.axis === 'horizontal'
        ? pipeline.flop()
        : pipeline.flip()
  const { data, info } = await turned.raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data: new Uint8Array(data) }
}

function within(side: number): number {
  return Math.min(2_048, Math.max(16, Math.round(side)))
}

function cropBox({ width, height }: Pixels, part: CropPart): { x: number; y: number; width: number; height: number } {
  const [halfWidth, halfHeight] = [Math.ceil(width / 2), Math.ceil(height / 2)]
  const side = Math.min(width, height)
  if (part === 'left') return { x: 0, y: 0, width: halfWidth, height }
  if (part === 'right') return { x: width - halfWidth, y: 0, width: halfWidth, height }
  if (part === 'top') return { x: 0, y: 0, width, height: halfHeight }
  if (part === 'bottom') return { x: 0, y: height - halfHeight, width, height: halfHeight }
  if (part === 'square') return { x: (width - side) >> 1, y: (height - side) >> 1, width: side, height: side }
  return { x: width >> 2, y: height >> 2, width: halfWidth, height: halfHeight }
}
