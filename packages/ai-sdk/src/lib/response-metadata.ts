import type { LanguageModelV4ResponseMetadata } from '@ai-sdk/provider'

/**
 * Returns the metadata of an answer; fields that the server did not send are absent.
 *
 * @param createdAtSeconds - Creation time in Unix seconds.
 */
export function toResponseMetadata(
  id: unknown,
  model: unknown,
  createdAtSeconds: unknown,
): LanguageModelV4ResponseMetadata {
  return {
    ...(isText(id) && { id }),
    ...(isText(model) && { modelId: model }),
    ...(isTime(createdAtSeconds) && { timestamp: new Date(createdAtSeconds * 1_000) }),
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

const isTime = (value: unknown): value is number => typeof value === 'number' && value > 0
