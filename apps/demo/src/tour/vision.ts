import { readFile } from 'node:fs/promises'
import { findPackageJSON } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { contentText, imagePart } from '@mira/chat'
import { scaleBox } from '@mira/media'
import sharp from 'sharp'
import { expect, type Step } from '../lib/step.ts'
import { dim, showProgress, writeLine, writeSaying } from '../lib/terminal.ts'

/** A real photograph, not an image made for this test; its source is documented next to it. */
const photograph = join(dirname(findPackageJSON(import.meta.url) ?? ''), 'assets/coffee.jpg')
const target = 'the cup'
const missing = 'an elephant'
const question = 'How many cups are there?'

/** Locates a named object in a photograph and outlines it. */
export const vision: Step = {
  name: 'vision',
  title: 'Object detection',
  endpoints: ['POST /v1/vision/locate', 'POST /v1/chat/completions'],
  async run({ mira, outputDir, signal }) {
    const image = await readFile(photograph)
    const startedAt = performance.now()
    const { found, boxes } = await showProgress(
      `Looking for ${target}`,
      mira.vision.locate({ image, target }, { signal }),
    )
    const foundMs = Math.round(performance.now() - startedAt)
    const [box] = boxes
    expect(found && box, `${target} must be found`)
    const size = await sharp(image).metadata()
    const { x, y, width, height } = scaleBox(box, size)
    writeLine(
      `${target}: ${width} × ${height} pixels at ${x}, ${y} ${dim(`(${Math.round((box.confidence ?? 0) * 100)} %)`)}`,
    )
    const outline = `<svg width="${size.width}" height="${size.height}"><rect x="${x}" y="${y}" width="${width}" height="${height}" fill="none" stroke="#7048e8" stroke-width="8"/></svg>`
    const file = join(outputDir, 'located.png')
    await sharp(image)
      .composite([{ input: Buffer.from(outline) }])
      .toFile(file)
    writeLine(`  ${relative('', file)}`)
    const other = await mira.vision.locate({ image, target: missing }, { signal })
    expect(!other.found, `${missing} must not be found`)
    writeLine(`${missing}: ${dim('not found')}`)
    const content = [{ type: 'text' as const, text: question }, await imagePart(image)]
    const { choices } = await showProgress(
      'Answering a question about the image',
      mira.chat.create({ messages: [{ role: 'user', content }] }, { signal }),
    )
    const answer = contentText(choices[0]?.message.content)
    writeSaying('You', question)
    writeSaying('Mira', answer)
    expect(/\b(1|one)\b/i.test(answer), 'The answer must count one cup')
    return `found in ${foundMs} ms; a question about the image answered`
  },
}
