import { EngineUnavailableError } from '../engine.ts'
import { isRecord } from '../is-record.ts'
import type { BoundingBox, DetectedObject, VisionEngine } from '../vision-engine.ts'
import { toDataUri } from './data-uri.ts'
import { UpstreamClient, type UpstreamOptions } from './upstream-client.ts'

/** Options for {@link createUpstreamVisionEngine}. */
export type UpstreamVisionEngineOptions = UpstreamOptions

const readTextPrompt =
  'Transcribe all text in this image, line by line. Reply with the text only; reply with nothing if there is none.'
const describePrompt = 'Describe this image in a few sentences.'

/**
 * Creates a vision engine on a server whose chat models accept images, and, for `locate`, on its `/vision/locate` as in the
 * vMira API. A server without that endpoint answers questions and reads text only.
 */
export function createUpstreamVisionEngine(options: UpstreamVisionEngineOptions): VisionEngine {
  const client = new UpstreamClient(options)
  const model = options.model ?? 'mira'

  async function ask(image: Uint8Array, text: string, signal: AbortSignal | undefined): Promise<string> {
    const content = [
      { type: 'text', text },
      { type: 'image_url', image_url: { url: toDataUri(image, 'image') } },
    ]
    const body = { model, messages: [{ role: 'user', content }] }
    const answer = await client.sendForJson({ path: '/chat/completions', body, signal })
    const [choice] = isRecord(answer) && Array.isArray(answer.choices) ? (answer.choices as unknown[]) : []
    const message = isRecord(choice) && isRecord(choice.message) ? choice.message.content : undefined
    if (typeof message === 'string') return message.trim()
    throw new EngineUnavailableError(`The upstream at ${client.host} answered a question about an image without a text`)
  }

  return {
    info: {
      name: 'upstream-vision',
      kind: 'upstream',
      description: `Forwards to the vision model served at ${client.host}`,
    },
    async detect() {
      throw new EngineUnavailableError('The upstream locates what is named, and lists no objects', { status: 501 })
    },
    async locate(image, target, { signal } = {}) {
      const body = { image: toDataUri(image, 'image'), target }
      return readObjects(await client.sendForJson({ path: '/vision/locate', body, signal }), target, client.host)
    },
    async readText(image, { signal } = {}) {
      // The upstream reports neither positions nor confidence, so there are no lines.
      return { text: await ask(image, readTextPrompt, signal), lines: [] }
    },
    describe: (image, question, { signal } = {}) => ask(image, question ?? describePrompt, signal),
    close: async () => client.close(),
  }
}

function readObjects(answer: unknown, target: string, host: string): DetectedObject[] {
  if (!isRecord(answer)) throw new EngineUnavailableError(`The upstream at ${host} located nothing that can be read`)
  const rows: unknown[] = Array.isArray(answer.boxes) ? answer.boxes : [answer.box].filter((box) => box != null)
  return rows.map((row) => {
    const box = readBox(row)
    if (box === undefined) throw new EngineUnavailableError(`The upstream at ${host} gave a box that can not be read`)
    const { label = answer.label, confidence = answer.confidence } = row as Record<string, unknown>
    return {
      box,
      label: typeof label === 'string' ? label : target,
      confidence: typeof confidence === 'number' ? confidence : 1,
    }
  })
}

function readBox(row: unknown): BoundingBox | undefined {
  if (!isRecord(row)) return undefined
  const { x, y, width, height } = row
  const numbers = [x, y, width, height]
  if (!numbers.every((value) => typeof value === 'number' && value >= 0 && value <= 1)) return undefined
  return { x, y, width, height } as BoundingBox
}
