/**
 * Returns the URL of the worker file next to a module: its TypeScript source, or its entry in `dist`.
 *
 * @param moduleUrl - `import.meta.url` of the module.
 * @param source - Path of the source relative to the module, such as `./worker.ts`.
 * @param entry - Path of the built file relative to the module's chunk in `dist`, such as `./music-worker.js`.
 */
export function workerUrl(moduleUrl: string, source: string, entry: string): URL {
  return new URL(moduleUrl.endsWith('.ts') ? source : entry, moduleUrl)
}
