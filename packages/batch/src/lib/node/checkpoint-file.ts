import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { MiraError } from '@mira/core'
import { parseJson } from '@mira/core/internal'
import type { CheckpointHeader, CheckpointRecord, OpenCheckpoint } from '../checkpoint.ts'
import { formatHeader, formatRecord, headerStart, parseHeader, parseRecord } from './checkpoint-line.ts'
import { fileError } from './file-error.ts'
import { readFileLines, readLineAt } from './file-lines.ts'
import { OffsetIndex } from './offset-index.ts'
import { syncFile, syncFileData } from './sync-file.ts'

/** Options of a {@link CheckpointFile}. */
export interface CheckpointFileOptions {
  readonly path: string
  readonly syncMs: number
  /** Called once the file is closed. */
  readonly release: () => Promise<void>
}

interface PendingRecord {
  readonly id: string
  readonly line: Buffer
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** A checkpoint file that is open: its index in memory, and its end, to which records are appended. */
export class CheckpointFile implements OpenCheckpoint {
  readonly #file: FileHandle
  readonly #options: CheckpointFileOptions
  readonly #index = new OffsetIndex()
  #header: CheckpointHeader
  #endOffset = 0
  #pending: PendingRecord[] = []
  #writing: Promise<void> | undefined
  #syncTimer: ReturnType<typeof setTimeout> | undefined
  #failure: { readonly error: unknown } | undefined

  private constructor(file: FileHandle, header: CheckpointHeader, options: CheckpointFileOptions) {
    this.#file = file
    this.#header = header
    this.#options = options
  }

  /** Reads the file, repairs its end, and writes the header of a new one. */
  static async load(
    file: FileHandle,
    header: CheckpointHeader,
    options: CheckpointFileOptions,
  ): Promise<CheckpointFile> {
    const checkpoint = new CheckpointFile(file, header, options)
    await checkpoint.#load()
    return checkpoint
  }

  get header(): CheckpointHeader {
    return this.#header
  }

  async find(id: string): Promise<CheckpointRecord | undefined> {
    for (const offset of this.#index.find(id)) {
      const record = parseRecord(await readLineAt(this.#file, offset))
      if (record?.id === id) return record
    }
    return undefined
  }

  append(record: CheckpointRecord): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#pending.push({ id: record.id, line: Buffer.from(formatRecord(record)), resolve, reject })
      this.#writing ??= this.#writePending()
    })
  }

  async close(): Promise<void> {
    try {
      await this.#writing
      clearTimeout(this.#syncTimer)
      if (this.#syncTimer) await this.#sync()
    } catch (cause) {
      throw fileError(`Checkpoint ${this.#options.path}`, 'file_unwritable', cause)
    } finally {
      await this.#file.close()
      await this.#options.release()
    }
  }

  async #load(): Promise<void> {
    let number = 0
    // A line of a checkpoint may be as long as the value of an item.
    for await (const { bytes, offset, isTerminated } of readFileLines(this.#file, Number.POSITIVE_INFINITY)) {
      number += 1
      const line = bytes.toString('utf8')
      const isKept =
        number === 1 ? this.#loadHeader(line, isTerminated) : this.#loadRecord(line, { offset, isTerminated })
      if (!isKept && isTerminated) throw this.#unreadable(`line ${number} is not one of a checkpoint`)
      if (!isKept) break
      this.#endOffset = offset + bytes.length + 1
      // The process was killed just before the line feed.
      if (!isTerminated) await this.#file.write('\n', this.#endOffset - 1)
    }
    await this.#file.truncate(this.#endOffset)
    if (this.#endOffset === 0) await this.#create()
  }

  /** Stores the header before the first call, because all idempotency keys depend on it. */
  async #create(): Promise<void> {
    await this.#write(Buffer.from(formatHeader(this.#header)))
    await syncFile(this.#file)
    await syncDirectory(dirname(this.#options.path))
  }

  /** @throws {MiraError} when the file is another one, which must not be overwritten. */
  #loadHeader(line: string, isTerminated: boolean): boolean {
    const header = parseHeader(line)
    if (header) this.#header = header
    const isTorn = !isTerminated && (line.startsWith(headerStart) || headerStart.startsWith(line))
    if (!header && !isTorn) throw this.#unreadable('it is not a checkpoint')
    return header !== undefined
  }

  #loadRecord(line: string, { offset, isTerminated }: { offset: number; isTerminated: boolean }): boolean {
    const record = parseRecord(line)
    if (!record || (!isTerminated && parseJson(line) === undefined)) return false
    this.#index.add(record.id, offset)
    return true
  }

  #unreadable(reason: string): MiraError {
    return new MiraError(`Checkpoint ${this.#options.path}: ${reason}`, { code: 'file_unreadable' })
  }

  /** Writes records until none is pending; those that arrive during one write share the next. */
  async #writePending(): Promise<void> {
    // Records of the same turn of the event loop share the first write too.
    await Promise.resolve()
    while (this.#pending.length > 0) {
      const records = this.#pending
      this.#pending = []
      try {
        await this.#writeRecords(records)
        for (const { resolve } of records) resolve()
      } catch (cause) {
        this.#failure ??= { error: fileError(`Checkpoint ${this.#options.path}`, 'file_unwritable', cause) }
        for (const { reject } of records) reject(this.#failure.error)
      }
    }
    this.#writing = undefined
  }

  async #writeRecords(records: readonly PendingRecord[]): Promise<void> {
    // After a failed write the end of the file is unknown; opening it again repairs it.
    if (this.#failure) throw this.#failure.error
    let offset = this.#endOffset
    await this.#write(Buffer.concat(records.map(({ line }) => line)))
    for (const { id, line } of records) {
      this.#index.add(id, offset)
      offset += line.length
    }
    const { syncMs } = this.#options
    if (syncMs === 0) await syncFileData(this.#file)
    else this.#syncTimer ??= setTimeout(() => void this.#sync().catch(() => {}), syncMs).unref()
  }

  async #write(bytes: Buffer): Promise<void> {
    for (let written = 0; written < bytes.length; ) {
      const position = this.#endOffset + written
      const { bytesWritten } = await this.#file.write(bytes, written, bytes.length - written, position)
      written += bytesWritten
    }
    this.#endOffset += bytes.length
  }

  async #sync(): Promise<void> {
    this.#syncTimer = undefined
    await syncFileData(this.#file)
  }
}

/** Makes the entry of a new file durable, where directories can be opened. */
async function syncDirectory(path: string): Promise<void> {
  try {
    const directory = await open(path, 'r')
    await syncFile(directory).finally(() => directory.close())
  } catch {
    // Windows and some network file systems cannot.
  }
}
