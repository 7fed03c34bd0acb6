import type { ImageEditRequest, MadeImage } from '@mira/engine'
import { EngineInputError } from '@mira/engine'
import { decodeImage } from '../../pixels/decode-image.ts'
import type { Pixels } from '../../pixels/pixels.ts'
import { resizePixels } from '../../pixels/resize-pixels.ts'
import { writeImage } from '../pixels/write-image.ts'
import { readPrompt } from '../prompt/read-prompt.ts'
import { composeScene } from '../scene/compose-scene.ts'
import { renderScene } from '../scene/render-scene.ts'
import { maskPixels, overlay } from './layers.ts'
import type { EditOperation } from './operation.ts'
import { performOperation } from './perform-operation.ts'
import { readInstruction } from './read-instruction.ts'

/** Maximum side length at which references are processed, in pixels. */
const maxSide = 1_536
/** Maximum width times height of a reference or mask to decode. */
const maxPixels = 40_000_000

/** Edits the first reference as instructed, only within the mask if there is one. */
export async function editImage(request: ImageEditRequest, seed: number): Promise<MadeImage> {
  const images: Pixels[] = []
  // Sequential, because a progressive JPEG or an interlaced PNG is held in memory as a whole while decoding.
  for (const file of request.references) images.push(await decode(file, 'references'))
  const [first, ...others] = images
  if (!first) throw new EngineInputError('references must be 1 to 4 images', 'references')
  const edited = request.mask
    ? await editMasked(first, request.mask, { prompt: request.prompt, seed })
    : await editWhole(first, others, { prompt: request.prompt, seed })
  const sized = request.size ? await resizePixels(edited.image, request.size, 'cover') : edited.image
  return {
    width: sized.width,
    height: sized.height,
    ...(await writeImage(sized, request)),
    seed,
    revisedPrompt: edited.description,
  }
}

interface Edited {
  readonly image: Pixels
  readonly description: string
}

async function editWhole(
  first: Pixels,
  others: readonly Pixels[],
  { prompt, seed }: { prompt: string; seed: number },
): Promise<Edited> {
  const operations = readInstruction(prompt, others.length + 1)
  let image = first
  for (const operation of operations) image = await performOperation(image, operation, { others, seed })
  return { image, description: `Edited: ${operations.map(describe).join(', ')}.` }
}

/** Applies the edit to the masked area, or fills it with a scene from the prompt if the prompt is not an edit. */
async function editMasked(
  first: Pixels,
  file: Uint8Array,
  { prompt, seed }: { prompt: string; seed: number },
): Promise<Edited> {
  const mask = await readMask(file, first)
  let changed: Edited
  try {
    changed = await editWhole(first, [], { prompt, seed })
  } catch (error) {
    const { subjects, setting } = readPrompt(prompt)
    if (subjects.length === 0 && !setting) throw error
    const scene = composeScene(prompt, first, seed)
    changed = { image: renderScene(scene), description: `Filled the masked part: ${scene.description}` }
  }
  if (changed.image.width !== first.width || changed.image.height !== first.height)
    throw new EngineInputError('An edit that changes the size of the image takes no mask', 'mask')
  return { image: blendByMask(first, changed.image, mask), description: changed.description }
}

/** Blends the change into the masked area, or replaces pixels where it is transparent. Pixels outside are unchanged. */
function blendByMask(first: Pixels, changed: Pixels, mask: Uint8Array): Pixels {
  const data = new Uint8Array(overlay(first, maskPixels(changed, mask)).data)
  for (let at = 0; at < mask.length; at++)
    if ((mask[at] ?? 0) > 127 && (changed.data[at * 4 + 3] ?? 255) < 255)
      data.set(changed.data.subarray(at * 4, at * 4 + 4), at * 4)
  return { ...first, data }
}

function decode(file: Uint8Array, field: string): Promise<Pixels> {
  return decodeImage(file, { field, maxPixels, size: { maxSide } })
}

/** Reads a mask: 255 where it is transparent or, in a mask without transparency, bright. */
async function readMask(file: Uint8Array, { width, height }: Pixels): Promise<Uint8Array> {
  const { data } = await resizePixels(await decode(file, 'mask'), { width, height })
  const mask = new Uint8Array(width * height)
  const isTransparent = data.some((value, index) => index % 4 === 3 && value < 128)
  for (let at = 0; at < mask.length; at++)
    mask[at] = (isTransparent ? (data[at * 4 + 3] ?? 255) < 128 : (data[at * 4] ?? 0) > 127) ? 255 : 0
  return mask
}

function describe(operation: EditOperation): string {
  if (operation.kind === 'add') {
    const names = readPrompt(operation.prompt).subjects.map(({ drawing, count, color }) =>
      [count > 1 ? `${count} ×` : '', color ?? '', drawing.replaceAll('-', ' ')].filter(Boolean).join(' '),
    )
    return `add ${names.join(', ')}`
  }
  const { kind, ...details } = operation
  return [kind.replaceAll('-', ' '), ...Object.values(details)].join(' ')
}
