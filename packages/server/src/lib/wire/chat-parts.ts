import { z } from '@hono/zod-openapi'
import type { ChatPart } from '@mira/engine'
import { ImageUrlSchema } from './image-url.ts'
import { partErrors, unsupportedFile } from './unsupported-content.ts'

/** Files that contain text: their media type, and the base64 of UTF-8. */
const textFile =
  /^data:(?:text\/[\w.+-]+|application\/(?:json|xml|yaml|x-yaml|x-ndjson|javascript))(?:;[^;,]+)*;base64,/i

/** Creates the schema of a part of a user's message. */
export function userPartSchema(maxContentCharacters: number) {
  const text = z.string().max(maxContentCharacters)
  const image = z.union([ImageUrlSchema, z.object({ url: ImageUrlSchema, detail: z.string().nullish() })])
  const fileData = z
    .string({ error: unsupportedFile })
    .regex(textFile, unsupportedFile)
    .refine(
      (uri) => (readText(uri)?.length ?? 0) <= maxContentCharacters,
      `must have at most ${maxContentCharacters} characters`,
    )
    .refine((uri) => readText(uri) !== undefined, 'expected UTF-8 text in base64')
  return z.discriminatedUnion(
    'type',
    [
      z.object({ type: z.literal('text'), text }),
      z.object({ type: z.literal('image_url'), image_url: image }),
      z.object({
        type: z.literal('input_audio'),
        input_audio: z.object({
          data: z.string().openapi({ description: 'Base64' }),
          format: z.string().nullish().openapi({ description: 'Ignored: the format is detected' }),
        }),
      }),
      z.object({
        type: z.literal('file'),
        file: z.object({
          filename: z.string().max(255).nullish(),
          file_data: fileData.openapi({ description: 'Text as a `data:` URI in base64; other files are rejected' }),
        }),
      }),
    ],
    partErrors,
  )
}

/** Part of a user's message. */
export type UserPart = z.infer<ReturnType<typeof userPartSchema>>

/** Part of a user's message whose audio has not been transcribed. */
export type AudioPart = Extract<UserPart, { readonly type: 'input_audio' }>

/** Converts a part for an engine. Audio is transcribed before. */
export function toChatPart(part: Exclude<UserPart, AudioPart>): ChatPart {
  switch (part.type) {
    case 'text':
      return part
    case 'image_url': {
      const { url, detail } = typeof part.image_url === 'string' ? { url: part.image_url } : part.image_url
      return { type: 'image_url', image_url: { url, detail: detail ?? undefined } }
    }
    case 'file': {
      const { filename, file_data } = part.file
      const text = readText(file_data) ?? ''
      return { type: 'text', text: filename ? `${filename}:\n${text}` : text }
    }
  }
}

/** Returns the text of a `data:` URI; undefined if it is not UTF-8. */
function readText(uri: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(uri.slice(uri.indexOf(',') + 1), 'base64'))
  } catch {
    return undefined
  }
}
