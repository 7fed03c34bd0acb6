import { editImages } from '@mira/media'
import * as z from 'zod'
import { checkFileName } from '../files/file-name.ts'
import { readImageInput } from '../files/read-input.ts'
import { billedHints, costs } from '../tool.ts'
import { imageArgument } from './arguments.ts'
import { type AnyTool, defineTool } from './define-tool.ts'
import { imageArguments, imagesSchema, saveImages } from './images.ts'

/** Creates images from existing ones. */
export const editImageTool: AnyTool = /* @__PURE__ */ defineTool({
  name: 'edit_image',
  title: 'Edit images',
  description: `Changes an image, or combines up to 4 images, as described by a prompt, and saves the result as a new file in the output directory; the original is unchanged. ${costs}`,
  activity: 'Editing the image',
  inputSchema: z.strictObject({
    ...imageArguments(),
    images: z.array(imageArgument).min(1).max(4).describe('1 to 4 images; the image to edit comes first'),
    mask: imageArgument.optional().describe('Image whose transparent area is the one that may change'),
  }),
  outputSchema: imagesSchema,
  annotations: billedHints,
  async run(context, { images, mask, file_name, ...params }, call) {
    if (file_name !== undefined) checkFileName(file_name)
    const reference_images = await Promise.all(images.map((image) => readImageInput(context, image)))
    const fields = { ...params, reference_images, mask: mask && (await readImageInput(context, mask)) }
    const result = await editImages(context.client, fields, { signal: call.signal })
    return saveImages(context, result, { request: { prompt: params.prompt, file_name }, call })
  },
})
