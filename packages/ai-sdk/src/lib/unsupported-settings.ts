import type { LanguageModelV4CallOptions, SharedV4Warning } from '@ai-sdk/provider'
import { providerName } from './model-context.ts'

/** Names on the wire of other servers, which some models behind a local server read. */
const wireNames = {
  topK: 'top_k',
  presencePenalty: 'presence_penalty',
  frequencyPenalty: 'frequency_penalty',
  seed: 'seed',
  stopSequences: 'stop',
} as const

/** Setting of a call that some endpoints do not have. */
export type OptionalSetting = keyof typeof wireNames

/** Returns a warning for each of these settings that is set. */
export function unsupportedSettings(
  options: Pick<LanguageModelV4CallOptions, OptionalSetting>,
  names: readonly OptionalSetting[],
): SharedV4Warning[] {
  return names
    .filter((name) => options[name] !== undefined)
    .map((name) => ({
      type: 'unsupported',
      feature: name,
      details: `it is not sent; providerOptions.${providerName}.${wireNames[name]} is sent unchanged`,
    }))
}
