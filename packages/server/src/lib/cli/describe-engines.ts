import type { EngineKind } from '@mira/engine'
import { enginePackages } from '../engines/engine-packages.ts'
import { withLocalEngines } from '../engines/local-engines.ts'
import type { ServerEngines } from '../options.ts'
import type { EngineChoice } from './choose-engines.ts'

/** What each local engine is; they are not made for the banner's sake, which some take a second for. */
const localKinds: Readonly<Record<keyof ServerEngines, EngineKind>> = {
  chat: 'rules',
  embeddings: 'neural',
  images: 'procedural',
  vision: 'neural',
  speech: 'statistical',
  transcription: 'statistical',
  music: 'procedural',
  video: 'procedural',
  moderation: 'neural',
  imageModeration: 'neural',
}

/** For each capability of the server its name, and the engine behind it with what kind that is or how to get one. */
export function describeEngines(chosen: ServerEngines, { model, upstreamUrl }: EngineChoice): [string, string][] {
  const present = withLocalEngines(chosen)
  const capabilities = Object.keys(localKinds) as (keyof ServerEngines)[]
  return capabilities.map((name) => {
    const title = titles[name] ?? `${name[0]!.toUpperCase()}${name.slice(1)}`
    if (present[name] === undefined) return [title, `none: npm install ${enginePackages[name]}`]
    if (name === 'chat' && model !== undefined) return [title, `local (neural), ${model}`]
    return [title, chosen[name] === undefined ? `local (${localKinds[name]})` : `upstream ${upstreamUrl}`]
  })
}

const titles: Partial<Readonly<Record<keyof ServerEngines, string>>> = { imageModeration: 'Image moderation' }
