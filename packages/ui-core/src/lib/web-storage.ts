import type { StateStorage } from './state-storage.ts'

/** Options of {@link webStorage}. */
export interface WebStorageOptions {
  /** `local` is kept until it is removed, `session` until the tab is closed. Defaults to `local`. */
  readonly area?: 'local' | 'session' | undefined
}

/**
 * Creates a {@link StateStorage} in the browser's own, as JSON under a key. Does nothing where there is none, such as on a
 * server; a value that is no JSON counts as none.
 *
 * @typeParam Value - Type of the value. The default is accepted by every store.
 * @param key - Key of the entry, such as `chat` or `chat:42`.
 */
export function webStorage<Value = never>(
  key: string,
  { area = 'local' }: WebStorageOptions = {},
): StateStorage<Value> {
  const open = (): globalThis.Storage | undefined =>
    typeof window === 'undefined' ? undefined : area === 'local' ? window.localStorage : window.sessionStorage
  return {
    load() {
      try {
        return JSON.parse(open()?.getItem(key) ?? 'null') as Value | null
      } catch {
        // Blocked by the browser, or written by another program.
        return undefined
      }
    },
    save(value) {
      if (value === undefined) open()?.removeItem(key)
      else open()?.setItem(key, JSON.stringify(value))
    },
  }
}
