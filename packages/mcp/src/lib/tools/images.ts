import type { GeneratedImage, ImagesResult } from '@mira/media'
import * as z from 'zod'
import { type FileData, fileFields, toFileContent, toFileData } from '../files/file-content.ts'
import { checkFileName, toFileName } from '../files/file-name.ts'
import type { SavedFile } from '../files/saved-files.ts'
import type { ServerContext } from '../server-context.ts'
import type { ToolCall, ToolOutput } from '../tool.ts'
import { fileNameArgument, modelArgument } from './arguments.ts'

/** Structured output of the image tools. */
export interface ImagesData {
  images: (FileData & { revised_prompt?: string | undefined })[]
}

/** Schema of {@link ImagesData}. */
export const imagesSchema: z.ZodType<ImagesData> = /* @__PURE__ */ z.object({
  images: z.array(
    z.object({
      ...fileFields(),
      revised_prompt: z.string().optional().describe('Prompt that was actually used'),
    }),
  ),
})

/** Arguments of both image tools. */
interface ImageArguments {
  readonly prompt: z.ZodString
  readonly size: z.ZodOptional<z.ZodString>
  readonly n: z.ZodOptional<z.ZodInt>
  readonly quality: z.ZodOptional<z.ZodEnum<{ low: 'low'; medium: 'medium'; high: 'high'; auto: 'auto' }>>
  readonly model: z.ZodOptional<z.ZodString>
  readonly file_name: z.ZodOptional<z.ZodString>
}

/** Returns the schemas of the arguments that both image tools have. */
export function imageArguments(): ImageArguments {
  return {
    prompt: z.string().min(1).describe('Description of the image, in any language'),
    size: z
      .string()
      .regex(/^\d{2,5}x\d{2,5}$/)
      .optional()
      .describe('Width and height in pixels: 1024x1024, 1024x1536 (portrait) or 1536x1024 (landscape)'),
    n: z.int().min(1).max(4).optional().describe('Number of images. Defaults to 1'),
    quality: z.enum(['low', 'medium', 'high', 'auto']).optional(),
    model: modelArgument,
    file_name: fileNameArgument,
  }
}

/** What the names of result files are created from. */
export interface NamedRequest {
  readonly prompt: string
  readonly file_name?: string | undefined
}

/** Saves images and creates the output of a tool. */
export async function saveImages(
  context: ServerContext,
  { data }: ImagesResult,
  { request, call }: { readonly request: NamedRequest; readonly call: ToolCall },
): Promise<ToolOutput<ImagesData>> {
  const name = request.file_name === undefined ? toFileName(request.prompt, 'image') : checkFileName(request.file_name)
  const files: SavedFile[] = []
  for (const image of data)
    files.push(await context.files.save(image.content({ signal: call.signal }), { name, mediaType: 'image/png' }))
  return {
    data: { images: files.map((file, index) => ({ ...toFileData(file), ...revisedPrompt(data[index]) })) },
    content: await toFileContent(context, files),
  }
}

function revisedPrompt(image: GeneratedImage | undefined): { revised_prompt?: string } {
  const prompt = image?.revised_prompt
  return prompt ? { revised_prompt: prompt } : {}
}
