import { type Client, isMiraError, type RequestOptions, readObject, request } from '@mira/core'

/** Realtime capabilities reported by the server; every field is optional. */
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
  /** Whether to throw on every error instead of returning `undefined`. Defaults to `false`. */
  readonly strict?: boolean | undefined
}

const significantStatuses = [401, 402, 403, 429]

/**
 * Requests the server's realtime capabilities, and checks that the API key may use them.
 *
 * @param client - Client created with `createClient`.
 * @returns The capabilities; `undefined` if the request fails otherwise, since a session may still be possible.
 * @throws {MiraError} for the statuses 401, 402, 403 and 429, with which the socket would be rejected too.
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
    if (strict || !isMiraError(error) || significantStatuses.includes(error.status ?? 0)) throw error
    return undefined
  }
}
