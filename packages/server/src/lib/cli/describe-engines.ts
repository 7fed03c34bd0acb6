import type { EngineKind } from '@mira/engine'
import { enginePackages } from '../engines/engine-packages.ts'
import { withLocalEngines } from '../engines/local-engines.ts'
import type { EngineChoices, ServerEngines } from '../engines/server-engines.ts'
import type { EngineChoice } from './choose-engines.ts'

/** Kinds of the local engines, listed here because creating an engine for the banner can take a second. */
const localKinds: Readonly<Record<Exclude<keyof ServerEngines, 'punctuation'>, EngineKind>> = {
  chat: 'rules',
  embeddings: 'neural',
  images: 'procedural',
  vision: 'neural',
  speech: 'statistical',
  transcription: 'statistical',
  turnDetection: 'statistical',
  music: 'procedural',
  video: 'procedural',
  moderation: 'neural',
  imageModeration: 'neural',
}

/** Returns the name of each capability and a description of its engine, or how to install one. */
export function describeEngines(chosen: EngineChoices, { upstreamUrl }: EngineChoice): [string, string][] {
  const present = withLocalEngines()
  const capabilities = Object.keys(enginePackages) as (keyof ServerEngines)[]
  return capabilities.flatMap((name): [string, string][] => {
    const title = titles[name] ?? `${name[0]!.toUpperCase()}${name.slice(1)}`
    const choice = chosen[name] === 'local' ? undefined : chosen[name]
    if (typeof choice === 'string') return [[title, choice]]
    if (choice != null) return [[title, `upstream ${upstreamUrl}`]]
    if (name === 'punctuation') return []
    const isInstalled = present[name] !== undefined
    return [[title, isInstalled ? `local (${localKinds[name]})` : `none: npm install ${enginePackages[name]}`]]
  })
}

const titles: Partial<Readonly<Record<keyof ServerEngines, string>>> = {
  turnDetection: 'Turn detection',
  imageModeration: 'Image moderation',
}
