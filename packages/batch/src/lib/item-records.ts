import { MiraError } from '@mira/core'
import { toJsonText } from '@mira/core/internal'
import type { BatchTask } from './batch-task.ts'
import type { CheckpointHeader, OpenCheckpoint } from './checkpoint.ts'
import { fingerprint, randomId } from './fingerprint.ts'
import type { MapCallsOptions } from './map-calls-options.ts'
import { decodeValue, encodeValue } from './value-json.ts'

/** Characters of an id that can be part of an idempotency key. */
const plainId = /^[\w.-]{1,64}$/

/** A call to be made for an item, or the value of an earlier one. */
export type ItemLookup = { readonly idempotencyKey: string; readonly fingerprint: string } | { readonly value: unknown }

/** Keys and stored values of the items of a batch. */
export interface ItemRecords {
  /** Returns the stored value of an item, or the key for its call. */
  find(task: BatchTask<unknown>): ItemLookup | Promise<ItemLookup>
  /** Stores a value. */
  append(task: BatchTask<unknown>, found: { readonly fingerprint: string }, value: unknown): Promise<void> | undefined
  close(): Promise<void>
}

/** Creates the records of a batch without a checkpoint: keys that differ in every run, and nothing stored. */
export function createTransientRecords(): ItemRecords {
  const batchId = randomId()
  return {
    find: ({ index }) => ({ idempotencyKey: `${batchId}.${index}`, fingerprint: '' }),
    append: () => undefined,
    async close() {},
  }
}

/**
 * Opens the checkpoint of a batch.
 *
 * @param secrets - Returns the API keys in use, which are redacted from what is stored.
 * @throws {MiraError} `checkpoint_mismatch` when it is that of another batch.
 */
export async function openRecords(
  { checkpoint, name, settings }: MapCallsOptions<never>,
  secrets: () => readonly string[],
): Promise<ItemRecords> {
  if (!checkpoint) return createTransientRecords()
  const settingsText = settings === undefined ? '' : await fingerprint(toJsonText(settings))
  const header: CheckpointHeader = { id: randomId(), name: name ?? '', settings: settingsText }
  const opened = await checkpoint.open(header)
  try {
    checkHeader(header, opened.header)
    return new StoredRecords(opened, secrets)
  } catch (error) {
    await opened.close()
    throw error
  }
}

function checkHeader(expected: CheckpointHeader, stored: CheckpointHeader): void {
  if (stored.name !== expected.name) {
    throw mismatch(`it belongs to the batch "${stored.name}", not to "${expected.name}"`)
  }
  if (stored.settings !== expected.settings) throw mismatch('it was made with other settings')
}

const mismatch = (reason: string): MiraError =>
  new MiraError(
    `The checkpoint does not match the batch: ${reason}. Use another checkpoint, or delete it to start anew.`,
    {
      code: 'checkpoint_mismatch',
    },
  )

class StoredRecords implements ItemRecords {
  readonly #opened: OpenCheckpoint
  readonly #secrets: () => readonly string[]

  constructor(opened: OpenCheckpoint, secrets: () => readonly string[]) {
    this.#opened = opened
    this.#secrets = secrets
  }

  async find({ item, id, index }: BatchTask<unknown>): Promise<ItemLookup> {
    const itemPrint = (await fingerprint(toJsonText(item))).slice(0, 32)
    const record = await this.#opened.find(id)
    if (record && record.fingerprint !== itemPrint) {
      throw mismatch(`item ${index} (id "${id}") is not the one it stores`)
    }
    if (record) return { value: decodeValue(record.json) }
    const idPart = plainId.test(id) ? id : (await fingerprint(id)).slice(0, 32)
    // The item is part of the key: a server rejects a key that it knows with another request.
    return { idempotencyKey: `${this.#opened.header.id}.${idPart}.${itemPrint}`, fingerprint: itemPrint }
  }

  async append(
    { id }: BatchTask<unknown>,
    { fingerprint: itemPrint }: { readonly fingerprint: string },
    value: unknown,
  ): Promise<void> {
    await this.#opened.append({ id, fingerprint: itemPrint, json: encodeValue(value, this.#secrets()) })
  }

  async close(): Promise<void> {
    await this.#opened.close()
  }
}
