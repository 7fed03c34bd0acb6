import { parseJson, toRecord } from '@mira/core/internal'
import type { CheckpointHeader, CheckpointRecord } from '../checkpoint.ts'

/** First bytes of a checkpoint file, by which it is recognized. */
export const headerStart = '{"mira_batch":1,'

const recordPattern = /^\{"id":("(?:[^"\\]|\\.){1,3072}"),"fingerprint":"([\da-f]{32})","value":/

export function formatHeader({ id, name, settings }: CheckpointHeader): string {
  return `${JSON.stringify({ mira_batch: 1, id, name, settings })}\n`
}

/** Parses the first line of a checkpoint file; `undefined` if it is anything else. */
export function parseHeader(line: string): CheckpointHeader | undefined {
  const { mira_batch, id, name, settings } = toRecord(parseJson(line))
  const isHeader = mira_batch === 1 && [id, name, settings].every((field) => typeof field === 'string')
  return isHeader ? ({ id, name, settings } as CheckpointHeader) : undefined
}

export function formatRecord({ id, fingerprint, json }: CheckpointRecord): string {
  return `{"id":${JSON.stringify(id)},"fingerprint":"${fingerprint}","value":${json}}\n`
}

/** Parses a record; `undefined` if the line is not one. The text of the value is not parsed. */
export function parseRecord(line: string): CheckpointRecord | undefined {
  const [start, id, fingerprint = ''] = recordPattern.exec(line) ?? []
  if (start === undefined || id === undefined || !line.endsWith('}')) return undefined
  return { id: JSON.parse(id) as string, fingerprint, json: line.slice(start.length, -1) }
}
