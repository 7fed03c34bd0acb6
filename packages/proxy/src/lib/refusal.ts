/** Creates an error response of the proxy itself, in the error format of the API. */
export function refuse(status: number, detail: string, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json({ detail }, { status, headers: { 'cache-control': 'no-store', ...headers } })
}
