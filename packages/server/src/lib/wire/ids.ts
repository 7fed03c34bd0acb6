import { randomUUID } from 'node:crypto'

/** Creates an id from a prefix, such as `chatcmpl-`, and 24 random hex digits. */
export function newId(prefix: string): string {
  return prefix + randomUUID().replaceAll('-', '').slice(0, 24)
}
