import { type Client, isMiraError, type RequestOptions, readObject, request } from '@mira/core'

/** What a server says it can do; every field is its own choice. */
export interface RealtimePreflight {
  readonly protocol?: string | undefined
  readonly protocols?: readonly string[] | undefined
  readonly url?: string | undefined
  readonly voices?: readonly unknown[] | undefined
  readonly default_voice?: string | undefined
  readonly input_audio_formats?: readonly string[] | undefined
  readonly output_audio_formats?: readonly string[] | undefined
  readonly sample_rates?: readonly number[] | { readonly input?: number; readonly output?: number } | undefined
  readonly features?: Readonly<Record<string, unknown>> | undefined
  readonly limits?: Readonly<Record<string, unknown>> | undefined
  readonly [field: string]: unknown
}

/** Options of {@link preflightRealtime}. */
export interface PreflightOptions extends RequestOptions {
  /** Throws whatever goes wrong, instead of giving `undefined` (default false). */
  readonly strict?: boolean | undefined
}

const telling = [401, 402, 403, 429]

/**
 * Asks what the server's realtime part can do, and whether this key may use it.
 *
 * @returns What the server says; `undefined` when it says nothing, for a session may be opened all the same.
 * @throws {MiraError} for the statuses 401, 402, 403 and 429, which the socket would answer as well.
 */
export async function preflightRealtime(
  client: Client,
  { strict = false, ...options }: PreflightOptions = {},
): Promise<RealtimePreflight | undefined> {
  try {
    return await request<RealtimePreflight>(
      client,
      { operation: 'realtime.preflight', path: '/v1/realtime/preflight', read: readObject },
      options,
    )
  } catch (error) {
    if (strict || !isMiraError(error) || telling.includes(error.status ?? 0)) throw error
    return undefined
  }
}
