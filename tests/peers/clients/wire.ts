import { messages, type OnText, textsToEmbed } from './client.ts'

// Request bodies and response decoding shared by the hand-written contestants.

/** Body of a chat request. */
export const chatBody = (stream: boolean): string => JSON.stringify({ model: 'mira', messages, stream })

/** Body of a Responses request. */
export const responseBody = (): string => JSON.stringify({ model: 'mira', input: 'Hello', stream: true })

/** Body of an embeddings request. */
export const embeddingsBody = (count: number, encoding_format: 'float' | 'base64'): string =>
  JSON.stringify({ model: 'mira-embed', input: textsToEmbed(count), encoding_format })

/** Path of uploads. */
export const uploadPath = '/audio/transcriptions'
/** Path of downloads. */
export const downloadPath = '/files/file-1/content'

/** Sums the lengths of chunks. */
export async function countBytes(chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0
  for await (const chunk of chunks) bytes += chunk.length
  return bytes
}

/** Start and end of a form with one file, and its media type. */
export const form = {
  mediaType: 'multipart/form-data; boundary=bench',
  start: '--bench\r\nContent-Disposition: form-data; name="file"; filename="sound.bin"\r\n\r\n',
  end: '\r\n--bench--\r\n',
}

/** Returns the text of an event. */
export type ReadText = (event: never) => string | undefined

/** Returns the text of a chat event. */
export const chatText: ReadText = (event: { choices: { delta: { content?: string } }[] }) =>
  event.choices[0]?.delta.content

/** Returns the text of a Responses event. */
export const responseText: ReadText = (event: { type: string; delta?: string }) =>
  event.type === 'response.output_text.delta' ? event.delta : undefined

/** A streaming request, and the decoder of its events. */
export interface StreamRequest {
  readonly path: string
  readonly body: string
  readonly readText: ReadText
}

/** Streaming chat request. */
export const chatStream = (): StreamRequest => ({
  path: '/chat/completions',
  body: chatBody(true),
  readText: chatText,
})

/** Streaming Responses request. */
export const responseStream = (): StreamRequest => ({
  path: '/responses',
  body: responseBody(),
  readText: responseText,
})

/** Returns the text of a chat completion. */
export const answerText = (json: string): string => JSON.parse(json).choices[0].message.content

/** Counts the numbers in the vectors of a response. */
export const countNumbers = (json: string): number => {
  const { data }: { data: { embedding: number[] | string }[] } = JSON.parse(json)
  return data.reduce((sum, { embedding }) => sum + vectorLength(embedding), 0)
}

const vectorLength = (embedding: number[] | string): number => {
  if (typeof embedding !== 'string') return embedding.length
  const bytes = Buffer.from(embedding, 'base64')
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)).length
}

/** Parses chunks of an event stream line by line, as most hand-written clients do. The result is `false` to stop. */
export function createLineReader(readText: ReadText, onText: OnText): (chunk: string) => boolean {
  let rest = ''
  return (chunk) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (!line.startsWith('data:') || line.startsWith('data: [DONE]')) continue
      const text = readText(JSON.parse(line.slice(5)) as never)
      if (text && !onText(text)) return false
    }
    return true
  }
}
