import { join } from 'node:path'
import type { GeneratedImage } from '@mira/media'
import { save } from '@mira/media/node'
import sharp from 'sharp'
import { expect, type Step, type StepContext } from '../lib/step.ts'
import { dim, writeLine } from '../lib/terminal.ts'

const prompt = 'a red car and a blue truck on a city street at sunset'
const edit = 'make it black and white'

/** Generates an image from a prompt and edits it with another. */
export const images: Step = {
  name: 'images',
  title: 'A picture, made and edited',
  endpoints: ['POST /v1/images/generate', 'POST /v1/images/edit'],
  async run(context) {
    const { mira, signal } = context
    const madeAt = performance.now()
    const made = await mira.images.generate({ prompt, size: '1024x1024', seed: 7 }, { signal })
    const madeMs = Math.round(performance.now() - madeAt)
    const picture = await keep(context, made.data[0], { file: 'picture.png', said: prompt })
    const editedAt = performance.now()
    const edited = await mira.images.edit({ prompt: edit, reference_images: [picture] }, { signal })
    const editedMs = Math.round(performance.now() - editedAt)
    const changed = await keep(context, edited.data[0], { file: 'picture-edited.png', said: edit })
    const [before, after] = [await readColourfulness(picture), await readColourfulness(changed)]
    writeLine(dim(`Mean distance of the colours from grey: ${before.toFixed(0)} before, ${after.toFixed(0)} after`))
    expect(before > 10 && after < 1, 'The edit must take the colours away')
    return `made in ${madeMs} ms, edited in ${editedMs} ms`
  },
}

interface Keeping {
  readonly file: string
  readonly said: string
}

async function keep(
  { outputDir, signal }: StepContext,
  image: GeneratedImage | undefined,
  { file, said }: Keeping,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!image) throw new Error('The server made no picture')
  const path = join(outputDir, file)
  await save(image, path, { overwrite: true })
  writeLine(`“${said}” ${dim(image.revised_prompt ?? '')}`)
  writeLine(`  ${path}`)
  return image.bytes({ signal })
}

/** Returns the mean distance of the pixels from gray, 0 to 255. */
async function readColourfulness(picture: Uint8Array): Promise<number> {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  let sum = 0
  for (let index = 0; index + 2 < data.length; index += info.channels) {
    const [red = 0, green = 0, blue = 0] = [data[index], data[index + 1], data[index + 2]]
    sum += Math.max(red, green, blue) - Math.min(red, green, blue)
  }
  return sum / (info.width * info.height)
}
