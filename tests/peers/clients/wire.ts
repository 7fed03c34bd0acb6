import { messages, type OnText, textsToEmbed } from './client.ts'

// What the hand-written contestants share: request bodies, and reading replies that have become text.

export const chatBody = (stream: boolean): string => JSON.stringify({ model: 'mira', messages, stream })

export const responseBody = (): string => JSON.stringify({ model: 'mira', input: 'Hello', stream: true })

export const embeddingsBody = (count: number, encoding_format: 'float' | 'base64'): string =>
  JSON.stringify({ model: 'mira-embed', input: textsToEmbed(count), encoding_format })

export const uploadPath = '/audio/transcriptions'
export const downloadPath = '/files/file-1/content'

/** Sums the lengths of pieces as they come. */
export async function countBytes(pieces: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0
  for await (const piece of pieces) bytes += piece.length
  return bytes
}

/** Start and end of a form with one file, and the media type that goes with them. */
export const form = {
  mediaType: 'multipart/form-data; boundary=bench',
  start: '--bench\r\nContent-Disposition: form-data; name="file"; filename="sound.bin"\r\n\r\n',
  end: '\r\n--bench--\r\n',
}

/** Takes the text out of one event of either kind of stream. */
export type ReadText = (event: never) => string | undefined

export const chatText: ReadText = (event: { choices: { delta: { content?: string } }[] }) =>
  event.choices[0]?.delta.content

export const responseText: ReadText = (event: { type: string; delta?: string }) =>
  event.type === 'response.output_text.delta' ? event.delta : undefined

export const answerText = (json: string): string => JSON.parse(json).choices[0].message.content

export const countNumbers = (json: string): number => {
  const { data }: { data: { embedding: number[] | string }[] } = JSON.parse(json)
  return data.reduce((sum, { embedding }) => sum + vectorLength(embedding), 0)
}

const vectorLength = (embedding: number[] | string): number => {
  if (typeof embedding !== 'string') return embedding.length
  const bytes = Buffer.from(embedding, 'base64')
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)).length
}

/** Reads event-stream text that comes in pieces, as most hand-written clients do; gives `false` to stop. */
export function createLineReader(readText: ReadText, onText: OnText): (piece: string) => boolean {
  let rest = ''
  return (piece) => {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (!line.startsWith('data: ') || line === 'data: [DONE]') continue
      const text = readText(JSON.parse(line.slice(6)) as never)
      if (text && !onText(text)) return false
    }
    return true
  }
}
