import type { Snippets } from '../../app/code/snippets.ts'
import { Expression, writeJavaScript } from '../../app/code/write-literal.ts'
import { FileContent, writeCurl, writePythonRequest } from '../../app/code/write-request.ts'

/** Inputs of the screen. */
export interface VisionInputs {
  readonly image: File | undefined
  readonly target: string
  readonly mode: string
}

/** Rows and columns of the grid that the screen requests. */
export const grid = { rows: 12, cols: 12 }

const exampleFile = { name: 'photo.jpg', type: 'image/jpeg' }
const exampleTarget = 'the red car on the left'

/** Writes the code that locates the object in the image. */
export function writeVisionCode({ image, mode, ...inputs }: VisionInputs): Snippets {
  const file = new FileContent(image ?? exampleFile)
  const target = inputs.target.trim() || exampleTarget
  const params = { target, mode, ...(mode === 'grid' && { grid }) }
  const source = new Expression(`await fromPath(${writeJavaScript(file.name)})`)
  const request = { path: '/v1/vision/locate', json: { image: file, ...params } }
  return {
    typescript: `import { createClient } from '@mira/core'
import { fromPath } from '@mira/core/node'
import { media } from '@mira/media'

const mira = createClient().extend(media) // reads MIRA_BASE_URL and MIRA_API_KEY

const { found, boxes, cells } = await mira.vision.locate(${writeJavaScript({ image: source, ...params })})
if (!found) console.log('It is not there.') // a result, not an error
for (const { label, confidence, x, y, width, height } of boxes) {
  console.log(label, confidence, { x, y, width, height }) // from 0 to 1; scaleBox() converts them to pixels
}
if (cells) console.log(cells)
`,
    curl: writeCurl(request),
    python: writePythonRequest(request),
  }
}
