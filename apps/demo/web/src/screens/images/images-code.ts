import type { Snippets } from '../../app/code/snippets.ts'
import { Expression, writeJavaScript } from '../../app/code/write-literal.ts'
import { FileContent, writeCurl, writePythonRequest } from '../../app/code/write-request.ts'
import type { ImageSettings } from './request-images.ts'

/** Writes the code that generates the images, or edits the reference images if there are any. */
export function writeImagesCode(settings: ImageSettings, hint: string): Snippets {
  const { references, size, quality, count: n, seed } = settings
  const prompt = settings.prompt.trim() || hint
  const isEdit = references.length > 0
  const params = { prompt, ...(!isEdit && { size }), quality, n, ...(seed !== undefined && { seed }) }
  const files = references.map((file) => new FileContent(file))
  const request = {
    path: isEdit ? '/v1/images/edit' : '/v1/images/generate',
    json: { ...params, ...(isEdit && { reference_images: files }) },
  }
  const paths = references.map(({ name }) => name)
  const sources = paths.map((path) => new Expression(`await fromPath(${writeJavaScript(path)})`))
  return {
    typescript: writeTypeScript(isEdit ? { ...params, reference_images: sources } : params),
    curl: writeCurl(request),
    python: writePythonRequest(request),
    aiSdk: writeAiSdk({ ...params, paths }),
  }
}

function writeTypeScript(params: object): string {
  const isEdit = 'reference_images' in params
  return `import { createClient } from '@mira/core'
${isEdit ? "import { fromPath } from '@mira/core/node'\n" : ''}import { media } from '@mira/media'
import { save } from '@mira/media/node'

const mira = createClient().extend(media) // reads MIRA_BASE_URL and MIRA_API_KEY

const { data } = await mira.images.${isEdit ? 'edit' : 'generate'}(${writeJavaScript(params)})
for (const [index, image] of data.entries()) {
  await save(image, \`image-\${index + 1}.png\`)
  console.log(image.revised_prompt)
}
`
}

interface AiSdkImage {
  readonly prompt: string
  readonly size?: string | undefined
  readonly n: number
  readonly quality: string
  readonly seed?: number | undefined
  readonly paths: readonly string[]
}

function writeAiSdk({ prompt, size, n, quality, seed, paths }: AiSdkImage): string {
  const images = paths.map((path) => new Expression(`await readFile(${writeJavaScript(path)})`))
  const fields = {
    model: new Expression(`mira.imageModel('mira-image')`),
    prompt: images.length === 0 ? prompt : { images, text: prompt },
    size,
    n,
    seed,
    providerOptions: { mira: { quality } },
  }
  return `import { ${images.length === 0 ? 'writeFile' : 'readFile, writeFile'} } from 'node:fs/promises'
import { mira } from '@mira/ai-sdk' // reads MIRA_BASE_URL and MIRA_API_KEY
import { generateImage } from 'ai'

const { images } = await generateImage(${writeJavaScript(fields)})
for (const [index, image] of images.entries()) await writeFile(\`image-\${index + 1}.png\`, image.uint8Array)
`
}
