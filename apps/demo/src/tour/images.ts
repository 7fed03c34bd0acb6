import { join, relative } from 'node:path'
import type { GeneratedImage } from '@mira/media'
import { save } from '@mira/media/node'
import sharp from 'sharp'
import { expect, type Step, type StepContext } from '../lib/step.ts'
import { dim, showProgress, writeLine } from '../lib/terminal.ts'

const prompt = 'a red car and a blue truck on a city street at sunset'
const edit = 'make it black and white'

/** Generates an image from a prompt and edits it with another. */
export const images: Step = {
  name: 'images',
  title: 'Image generation and editing',
  endpoints: ['POST /v1/images/generate', 'POST /v1/images/edit'],
  async run(context) {
    const { mira, signal } = context
    const generatedAt = performance.now()
    const generated = await showProgress(
      'Generating the image',
      mira.images.generate({ prompt, size: '1024x1024', seed: 7 }, { signal }),
    )
    const generationMs = Math.round(performance.now() - generatedAt)
    const original = await saveImage(context, generated.data[0], { file: 'image.png', prompt })
    const editedAt = performance.now()
    const edited = await showProgress(
      'Editing the image',
      mira.images.edit({ prompt: edit, reference_images: [original] }, { signal }),
    )
    const editMs = Math.round(performance.now() - editedAt)
    const changed = await saveImage(context, edited.data[0], { file: 'image-edited.png', prompt: edit })
    const [before, after] = [await measureColorfulness(original), await measureColorfulness(changed)]
    writeLine(dim(`Mean colorfulness: ${before.toFixed(0)} before, ${after.toFixed(0)} after`))
    expect(before > 10 && after < 1, 'The edit must remove the colors')
    return `generated in ${generationMs} ms, edited in ${editMs} ms`
  },
}

interface SaveOptions {
  readonly file: string
  readonly prompt: string
}

async function saveImage(
  { outputDir, signal }: StepContext,
  image: GeneratedImage | undefined,
  { file, prompt }: SaveOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!image) throw new Error('The server returned no image')
  const path = join(outputDir, file)
  await save(image, path, { overwrite: true })
  writeLine(`“${prompt}” ${dim(image.revised_prompt ?? '')}`)
  writeLine(`  ${relative('', path)}`)
  return image.bytes({ signal })
}

/** Returns the mean distance of the pixels from gray, 0 to 255. */
async function measureColorfulness(image: Uint8Array): Promise<number> {
  const { data, info } = await sharp(image).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  let sum = 0
  for (let index = 0; index + 2 < data.length; index += info.channels) {
    const [red = 0, green = 0, blue = 0] = [data[index], data[index + 1], data[index + 2]]
    sum += Math.max(red, green, blue) - Math.min(red, green, blue)
  }
  return sum / (info.width * info.height)
}
