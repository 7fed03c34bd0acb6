import type { ReplyHeaders } from '../exchange.ts'

/** Wraps headers in Node's format: by lower-case name, with lists for repeated names. */
export function recordHeaders(record: Readonly<Record<string, string | string[] | undefined>>): ReplyHeaders {
  const read = (name: string): string | null => {
    const value = Object.hasOwn(record, name) ? record[name] : undefined
    return value === undefined ? null : Array.isArray(value) ? value.join(', ') : value
  }
  return {
    get: (name) => read(name.toLowerCase()),
    forEach: (callback) => {
      for (const name of Object.keys(record)) callback(read(name) as string, name)
    },
  }
}
