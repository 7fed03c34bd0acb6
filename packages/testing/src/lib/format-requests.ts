import type { JournalEntry } from '@mira/server'

const maxBodyLength = 300

/** Formats recorded requests for the output of a failed test. */
export function formatRequests(requests: readonly JournalEntry[]): string {
  if (requests.length === 0) return '  none'
  return requests.map(formatRequest).join('\n')
}

function formatRequest({
  method,
  path,
  status,
  durationMs,
  fixture,
  fault,
  body,
  response,
  state,
}: JournalEntry): string {
  const details = [
    durationMs === undefined ? state : `${durationMs} ms`,
    ...(fixture === undefined ? [] : [`fixture ${fixture}`]),
    ...(fault === undefined ? [] : [`fault ${JSON.stringify(fault)}`]),
  ]
  const lines = [`  ${method} ${path} → ${status ?? 'no response'} (${details.join(', ')})`]
  if (body !== undefined) lines.push(`    request  ${abbreviate(body)}`)
  if (response !== undefined) lines.push(`    response ${abbreviate(response)}`)
  return lines.join('\n')
}

function abbreviate(body: unknown): string {
  const text = typeof body === 'string' ? body.replaceAll('\n', '⏎') : JSON.stringify(body)
  return text.length > maxBodyLength ? `${text.slice(0, maxBodyLength)}…` : text
}
