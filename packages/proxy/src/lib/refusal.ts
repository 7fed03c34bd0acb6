/** An answer of the proxy itself, in the form of the API's own errors. */
export function refuse(status: number, detail: string, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json({ detail }, { status, headers: { 'cache-control': 'no-store', ...headers } })
}
