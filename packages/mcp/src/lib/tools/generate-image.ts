import { generateImages } from '@mira/media'
import * as z from 'zod'
import { checkFileName } from '../files/file-name.ts'
import { billedHints, costs } from '../tool.ts'
import { type AnyTool, defineTool } from './define-tool.ts'
import { imageArguments, imagesSchema, saveImages } from './images.ts'

/** Generates images from a prompt. */
export const generateImageTool: AnyTool = /* @__PURE__ */ defineTool({
  name: 'generate_image',
  title: 'Generate images',
  description: `Generates images from a prompt and saves them as files in the output directory. ${costs}`,
  activity: 'Generating the image',
  inputSchema: z.strictObject(imageArguments()),
  outputSchema: imagesSchema,
  annotations: billedHints,
  async run(context, { file_name, ...params }, call) {
    if (file_name !== undefined) checkFileName(file_name)
    const result = await generateImages(context.client, params, { signal: call.signal })
    return saveImages(context, result, { request: { prompt: params.prompt, file_name }, call })
  },
})
