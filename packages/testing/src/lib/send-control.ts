import type { ControlAccess } from '@mira/server'

/** Call of the control API. */
export interface ControlCall {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Path below `/__mira/`, with its query. */
  readonly path: string
  readonly body?: object | undefined
}

/**
 * Calls the control API.
 *
 * @throws {Error} with the message of the server when it rejects the call.
 */
export async function sendControl<Result>(
  { url, token }: ControlAccess,
  { method, path, body }: ControlCall,
): Promise<Result> {
  const response = await fetch(`${url}/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  })
  const result = (await response.json()) as Result & { readonly detail?: string }
  if (response.ok) return result
  throw new Error(`${method} ${url}/${path} failed with ${response.status}: ${result.detail}`)
}
