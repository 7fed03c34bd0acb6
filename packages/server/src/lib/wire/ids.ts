import { randomUUID } from 'node:crypto'

/** Creates an id from a prefix, such as `chatcmpl-`, and 24 random hex digits. */
export function newId(prefix: string): string {
  return prefix + randomUUID().replaceAll('-', '').slice(0, 24)
}

const responsePrefix = 'resp_'

/** Position of an output item. */
export interface ItemPosition {
  readonly responseId: string
  readonly outputIndex: number
}

/**
 * Creates the id of an output item from a prefix, such as `msg_`. It contains the id of its response, so that a
 * reference to the item needs no index of all items.
 */
export function toItemId(prefix: string, { responseId, outputIndex }: ItemPosition): string {
  return `${prefix}${responseId.slice(responsePrefix.length)}${outputIndex.toString(16).padStart(2, '0')}`
}

/** Returns the position in the id of an output item; undefined for an id that {@link toItemId} did not create. */
export function parseItemId(id: string): ItemPosition | undefined {
  const [, response, index] = /^[a-z]+_([0-9a-f]{24})([0-9a-f]{2,8})$/.exec(id) ?? []
  if (response === undefined || index === undefined) return undefined
  return { responseId: responsePrefix + response, outputIndex: Number.parseInt(index, 16) }
}
