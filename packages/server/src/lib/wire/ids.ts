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

/** Creates the id of an input item, which contains the id of its response too. */
export function toInputItemId(prefix: string, responseId: string, index: number): string {
  return `${prefix}${responseId.slice(responsePrefix.length)}i${index.toString(16)}`
}

/** Returns the id of the response in the id of one of its items; undefined for an id that was not created here. */
export function parseItemId(id: string): string | undefined {
  const [, response] = /^[a-z]+_([0-9a-f]{24})i?[0-9a-f]{1,8}$/.exec(id) ?? []
  return response === undefined ? undefined : responsePrefix + response
}
