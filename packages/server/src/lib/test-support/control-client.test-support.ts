import type { RunningServer } from '../start-server.ts'

/** Calls the control API of a server and returns the status and the body of the response. */
export async function control(
  server: Pick<RunningServer, 'control'>,
  method: string,
  path: string,
  body?: unknown,
  // biome-ignore lint/suspicious/noExplicitAny: tests look into results of every kind.
): Promise<{ readonly status: number; readonly body: any }> {
  const { url, token } = server.control!
  const response = await fetch(`${url}/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}
