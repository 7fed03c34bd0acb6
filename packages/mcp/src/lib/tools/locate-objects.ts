import { locate } from '@mira/media'
import * as z from 'zod'
import { readImageInput } from '../files/read-input.ts'
import { billedHints, costs } from '../tool.ts'
import { imageArgument } from './arguments.ts'
import { type AnyTool, defineTool } from './define-tool.ts'

const fraction = /* @__PURE__ */ z.number().min(0).max(1)

/** Finds objects in an image. */
export const locateObjectsTool: AnyTool = /* @__PURE__ */ defineTool({
  name: 'locate_objects',
  title: 'Locate objects',
  description: `Finds where objects that match a description are in an image. Boxes are fractions (0 to 1) of the width and height, from the top left. Objects that are not in the image are no error: found is false. ${costs}`,
  activity: 'Searching the image',
  inputSchema: z.strictObject({
    image: imageArgument,
    target: z.string().min(1).describe('Description of the object, such as "the red car"'),
  }),
  outputSchema: z.object({
    found: z.boolean(),
    boxes: z.array(
      z.object({
        x: fraction,
        y: fraction,
        width: fraction,
        height: fraction,
        label: z.string().optional(),
        confidence: z.number().optional(),
      }),
    ),
  }),
  annotations: billedHints,
  async run(context, { image, target }, { signal }) {
    const source = await readImageInput(context, image)
    const { found, boxes } = await locate(context.client, { image: source, target }, { signal })
    const data = { found, boxes: boxes.map(toBox) }
    return { data, content: [{ type: 'text', text: JSON.stringify(data) }] }
  },
})

type Box = Awaited<ReturnType<typeof locate>>['boxes'][number]

function toBox({ x, y, width, height, label, confidence }: Box): Box {
  return { x, y, width, height, ...(label && { label }), ...(confidence !== undefined && { confidence }) }
}
