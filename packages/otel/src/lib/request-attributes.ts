import { toRecord } from '@mira/core/internal'
import type { Attributes, AttributeValue } from '@opentelemetry/api'
import { attributes, providerName } from './convention.ts'
import type { Operation } from './operation.ts'

/** Attributes shared by spans and metrics of a call. */
export function describeTarget({ name }: Operation, { url, model }: { url: string; model?: unknown }): Attributes {
  const { hostname, port, protocol } = new URL(url)
  return defined({
    [attributes.operationName]: name,
    [attributes.providerName]: name && providerName,
    [attributes.requestModel]: text(model),
    [attributes.serverAddress]: hostname,
    [attributes.serverPort]: Number(port) || (protocol === 'https:' ? 443 : 80),
  })
}

/** Describes the parameters of a request that are not content. */
export function describeParams({ name, outputType }: Operation, params: unknown): Attributes {
  if (!name) return {}
  const fields = toRecord(params)
  return defined({
    [attributes.outputType]: outputType ?? formatOf(fields),
    [attributes.requestStream]: fields.stream === true ? true : undefined,
    [attributes.requestMaxTokens]: count(fields.max_tokens ?? fields.max_completion_tokens ?? fields.max_output_tokens),
    [attributes.requestTemperature]: number(fields.temperature),
    [attributes.requestTopP]: number(fields.top_p),
    [attributes.requestTopK]: number(fields.top_k),
    [attributes.requestSeed]: count(fields.seed),
    [attributes.requestFrequencyPenalty]: number(fields.frequency_penalty),
    [attributes.requestPresencePenalty]: number(fields.presence_penalty),
    [attributes.requestStopSequences]: texts(fields.stop),
    [attributes.requestChoiceCount]: fields.n === 1 ? undefined : count(fields.n),
    [attributes.requestEncodingFormats]: texts(fields.encoding_format),
    [attributes.embeddingsDimensionCount]: count(fields.dimensions),
  })
}

/** Returns the attributes that have a value. */
export function defined(values: Readonly<Record<string, AttributeValue | undefined>>): Attributes {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}

/** Returns `json` for structured output, in the form of either API. */
function formatOf({ response_format, text: textOptions }: Readonly<Record<string, unknown>>): string | undefined {
  const { type } = toRecord(response_format ?? toRecord(textOptions).format)
  return typeof type === 'string' && type.startsWith('json') ? 'json' : undefined
}

/** Returns a text that is not empty. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

const number = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined

/** Returns an integer; attributes of integer type must not be fractions. */
export function count(value: unknown): number | undefined {
  return Number.isSafeInteger(value) ? (value as number) : undefined
}

function texts(value: unknown): string[] | undefined {
  const found = [value].flat().filter((item): item is string => typeof item === 'string')
  return found.length > 0 ? found : undefined
}
