import { type Client, isMiraError, MiraError, type RequestOptions, readObject, request } from '@mira/core'
import { asText, isRecord, toRecord } from '@mira/core/internal'
import type { ModelPrice, PriceList } from './prices.ts'

type Fields = Readonly<Record<string, unknown>>

const operation = 'prices.get'

/**
 * Reads the prices that a server publishes, at `/v1/billing/pricing` or with its models at `/v1/models`.
 *
 * @param client - Client created with `createClient`.
 * @returns Prices of the models that have any, in rubles from the first, otherwise in US dollars per token as gateways send them.
 * @throws {MiraError} `not_found` when the server publishes none, or another code when the call fails.
 */
export async function getPrices(client: Client, options?: RequestOptions): Promise<PriceList> {
  const read = (path: string): Promise<Fields> =>
    request(client, { operation, path, read: readObject<Fields> }, options)
  const published = await read('/v1/billing/pricing').catch((error: unknown) => {
    if (isMiraError(error) && (error.status === 404 || error.status === 405)) return undefined
    throw error
  })
  const list = toPriceList(published ?? (await read('/v1/models')))
  if (list) return list
  throw new MiraError(`${operation}: the server publishes no prices`, { code: 'not_found', operation })
}

/** Converts a body with models and their prices; `undefined` if there are none. */
function toPriceList(body: Fields): PriceList | undefined {
  const list = [body.models, body.data].find(Array.isArray) ?? []
  const entries = list.filter(isRecord).flatMap((model): readonly (readonly [string, ModelPrice, string])[] => {
    const name = asText(model.model) ?? asText(model.id)
    const perToken = toRecord(model.pricing)
    if (name === undefined) return []
    if (asNumeral(perToken.prompt)) return [[name, fromPerToken(perToken), 'USD']]
    return asNumeral(model.input_price_per_1k_rubles) ? [[name, fromPerThousand(model), 'RUB']] : []
  })
  const currency = entries[0]?.[2]
  if (currency === undefined) return undefined
  return { currency, models: Object.fromEntries(entries.map(([name, price]) => [name, price])) }
}

function fromPerToken({
  prompt,
  completion,
  input_cache_read,
  internal_reasoning,
  image,
  request: call,
}: Fields): ModelPrice {
  const reasoning = shift(internal_reasoning, 6)
  return {
    input_per_million_tokens: shift(prompt, 6),
    output_per_million_tokens: shift(completion, 6),
    cached_input_per_million_tokens: shift(input_cache_read, 6),
    // Gateways send 0 where reasoning is charged as other output.
    reasoning_per_million_tokens: Number(reasoning) === 0 ? undefined : reasoning,
    per_image: shift(image, 0),
    per_call: shift(call, 0),
  }
}

function fromPerThousand(model: Fields): ModelPrice {
  const output = shift(model.output_price_per_1k_rubles, 3)
  return { input_per_million_tokens: shift(model.input_price_per_1k_rubles, 3), output_per_million_tokens: output }
}

const asNumeral = (value: unknown): string | undefined =>
  /^\d+(\.\d+)?(e-?\d+)?$/i.test(String(value)) ? String(value) : undefined

/** Multiplies a decimal number by a power of ten exactly. */
function shift(value: unknown, power: number): string | undefined {
  const numeral = asNumeral(value)
  if (numeral === undefined) return undefined
  const [digits, exponent = '0'] = numeral.toLowerCase().split('e')
  return `${digits}e${Number(exponent) + power}`
}
