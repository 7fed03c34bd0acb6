import type { SpeechModelV4 } from '@ai-sdk/provider'
import { redactJson, stateOf } from '@mira/core/internal'
import { createSpeech } from '@mira/media'
import { readWireFields, toRequestOptions } from './call-options.ts'
import { type ModelContext, providerName } from './model-context.ts'
import { unknownFieldWarnings } from './reply-headers.ts'
import { toCallError } from './to-call-error.ts'

const path = '/v1/audio/speech'

/** Creates a speech model. */
export function createSpeechModel({ getClient }: ModelContext, modelId: string): SpeechModelV4 {
  return {
    specificationVersion: 'v4',
    provider: `${providerName}.speech`,
    modelId,
    async doGenerate({ text, voice, outputFormat, instructions, speed, language, providerOptions, ...options }) {
      const client = getClient()
      const fields = readWireFields(providerOptions, ['model', 'input', 'text', 'stream_format'])
      const spoken = { voice, response_format: outputFormat, instructions, speed, language }
      const body = { model: modelId, input: text, ...withoutAuto(spoken), ...fields }
      const timestamp = new Date(stateOf(client).clock.now())
      try {
        const speech = await createSpeech(client, body, toRequestOptions(options))
        const audio = await speech.bytes()
        const entries: [string, string][] = []
        speech.metadata?.headers.forEach((value, name) => void entries.push([name, value]))
        const headers = redactJson(Object.fromEntries(entries), stateOf(client).secrets) as Record<string, string>
        return {
          audio,
          warnings: unknownFieldWarnings(headers),
          request: { body },
          response: { timestamp, modelId, headers },
        }
      } catch (error) {
        throw toCallError(error, { client, path, body, modelId, modelType: 'speechModel', isBilled: true })
      }
    },
  }
}

/** The wire detects the language if none is sent. */
const withoutAuto = <Fields extends { language: string | undefined }>({ language, ...fields }: Fields): object => ({
  ...fields,
  language: language === 'auto' ? undefined : language,
})
