import type { ServerEngines } from './server-engines.ts'

/** Package of each local engine, an optional peer dependency that users install alongside the server. */
export const enginePackages = {
  chat: '@mira/engine-language',
  embeddings: '@mira/engine-language',
  moderation: '@mira/engine-language',
  images: '@mira/engine-vision',
  vision: '@mira/engine-vision',
  imageModeration: '@mira/engine-vision',
  video: '@mira/engine-video',
  speech: '@mira/engine-audio',
  transcription: '@mira/engine-audio',
  punctuation: '@mira/engine-audio',
  turnDetection: '@mira/engine-audio',
  music: '@mira/engine-audio',
} as const satisfies Readonly<Record<keyof ServerEngines, string>>

/** Name of a package with local engines. */
export type EnginePackage = (typeof enginePackages)[keyof ServerEngines]

/** Returns whether a package of local engines is installed, without loading it. */
export function isInstalled(name: EnginePackage): boolean {
  try {
    // Resolves as `import` would; `require.resolve` also searches other places, such as NODE_PATH.
    import.meta.resolve(name)
    return true
  } catch {
    // Node, Yarn's Plug'n'Play and other loaders report a missing package with different errors.
    return false
  }
}

/** Returns an install hint, to append to an error message. */
export function installHint(name: EnginePackage): string {
  return `install ${name} (npm install ${name}) or all engines (npm install @mira/engines)`
}
