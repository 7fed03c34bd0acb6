import { editImages, type GeneratedImage, generateImages } from '@mira/media'
import { checkOutput } from '../check-output.ts'
import type { CommandContext, GlobalFlags } from '../command-context.ts'
import { CommandError } from '../command-error.ts'
import { nameFromPrompt, numberedName } from '../file-name.ts'
import { readImage, readTextArgument } from '../input.ts'
import { writeJson, writeLine } from '../output.ts'
import { showProgress } from '../progress.ts'
import { refuseTerminal, type SavedContent, saveContent } from '../save-content.ts'

/** Options of `mira image`. */
export interface ImageFlags {
  readonly output?: string | undefined
  readonly edit?: readonly string[] | undefined
  readonly size?: string | undefined
  readonly count?: number | undefined
  readonly quality?: string | undefined
  readonly seed?: number | undefined
}

/** Generates or edits images, saves them, and prints the names of the files. */
export async function runImage(
  { client, request }: CommandContext,
  { output, edit, size, count: n, quality, seed, model, json }: ImageFlags & GlobalFlags,
  words: readonly string[],
): Promise<void> {
  checkStdout(output, n, json)
  await checkOutput(output)
  const prompt = edit?.includes('-') ? words.join(' ') : await readTextArgument(words, 'prompt')
  const references = edit && (await Promise.all(edit.map(readImage)))
  const params = { prompt, size, n, quality, seed, model }
  const progress = showProgress({ label: edit ? 'Editing the image' : 'Generating the image' })
  const files: SavedContent[] = []
  try {
    const result = references
      ? await editImages(client, { ...params, reference_images: references }, request)
      : await generateImages(client, params, request)
    const isOne = result.data.length === 1
    for (const [index, image] of result.data.entries()) {
      const path = output === undefined || isOne ? output : numberedName(output, index + 1)
      files.push(await saveImage(image, { path, name: nameFromPrompt(prompt) }))
    }
    progress.clear()
    if (json) return await writeJson({ ...result, data: describeImages(result.data, files) })
  } finally {
    progress.clear()
  }
  for (const { path } of files) if (path !== '-') await writeLine(path)

  function saveImage(image: GeneratedImage, target: { readonly path: string | undefined; readonly name: string }) {
    return saveContent(image.content(request), { ...target, extension: 'png' })
  }
}

/** @throws {CommandError} when the output cannot contain what is asked for. Nothing is generated, or paid, then. */
function checkStdout(output: string | undefined, count: number | undefined, json: boolean | undefined): void {
  if (output !== '-') return
  refuseTerminal()
  if (json) throw new CommandError('Standard output cannot contain both the image and JSON: choose a file with -o')
  if ((count ?? 1) > 1) throw new CommandError('Standard output can contain one image only: choose a file with -o')
}

/** Replaces the content of images, which may be megabytes of base64, by the files that contain it. */
function describeImages(images: readonly GeneratedImage[], files: readonly SavedContent[]): object[] {
  return images.map(({ b64_json: _, ...image }, index) => ({ ...image, ...files[index] }))
}
