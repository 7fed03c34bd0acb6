import type { ServerEngines } from '../options.ts'

/** Package of each local engine: an optional peer, which users install beside the server. */
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
  music: '@mira/engine-audio',
} as const satisfies Readonly<Record<keyof ServerEngines, string>>

/** Name of a package with local engines. */
export type EnginePackage = (typeof enginePackages)[keyof ServerEngines]

/** Whether a package of local engines is installed beside the server; it is not loaded for that. */
export function isInstalled(name: EnginePackage): boolean {
  try {
    // As `import` would: `require.resolve` also looks where `import` does not, such as in NODE_PATH.
    import.meta.resolve(name)
    return true
  } catch {
    // Node, Yarn's Plug'n'Play and other loaders report a missing package by errors of their own.
    return false
  }
}

/** Sentence that names what to install. */
export function installHint(name: EnginePackage): string {
  return `install ${name} beside the server (npm install ${name}), or all engines with @mira/engines`
}
