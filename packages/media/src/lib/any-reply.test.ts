import { type Client, createClient, isMiraError } from '@mira/core'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createSpeech } from './create-speech.ts'
import { generateImages } from './generate-images.ts'
import { listVoices } from './list-voices.ts'
import { locate } from './locate.ts'
import { toSrt } from './to-srt.ts'
import { toVtt } from './to-vtt.ts'
import { transcribe } from './transcribe.ts'

const operations: Readonly<Record<string, (client: Client) => Promise<unknown>>> = {
  async generateImages(client) {
    const { data } = await generateImages(client, { prompt: 'x' })
    return Promise.all(data.map((image) => image.bytes()))
  },
  async transcribe(client) {
    const transcript = await transcribe(client, { file: new Blob(['x']) })
    return [toSrt(transcript), toVtt(transcript)]
  },
  createSpeech: async (client) => (await createSpeech(client, { input: 'x' })).bytes(),
  listVoices,
  locate: (client) => locate(client, { image: 'https://x/1.png', target: 'x' }),
}

const names = `data images url b64_json audio audio_url text segments words start end duration voices id box boxes cells
  grid found __proto__ toString constructor then bytes`.split(/\s+/)
const text = fc.oneof(fc.string(), fc.constantFrom('/1.png', 'data:,x', 'data:image/png;base64,%', 'https://x', '-->'))
const { reply } = fc.letrec((tie) => ({
  reply: fc.oneof(
    { depthSize: 'medium' },
    text,
    fc.jsonValue(),
    fc.array(tie('reply'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...names), tie('reply'), { maxKeys: 6 }),
  ),
}))

it.each(Object.entries(operations))(
  '%s ends in a result or a typed error, whatever JSON the server sends',
  async (_, run) => {
    await fc.assert(
      fc.asyncProperty(reply, async (value) => {
        const fetch = async (): Promise<Response> => Response.json(value)
        const client = createClient({ baseUrl: 'http://mira.test', fetch, retry: false })
        const error = await run(client).then(
          () => undefined,
          (thrown) => thrown,
        )
        expect(error === undefined || isMiraError(error), String(error?.stack)).toBe(true)
      }),
      { numRuns: 300 },
    )
  },
)
