import { capabilityNames } from '../cli/choose-engines.ts'
import { engineVariable } from '../engines/resolve-engines.ts'

/** Environment of a command under test: nothing of the machine but what the command needs to start. */
export function commandEnvironment(home: string): Readonly<Record<string, string | undefined>> {
  const { PATH, NODE_COMPILE_CACHE } = process.env
  return { PATH, NODE_COMPILE_CACHE, HOME: home, NO_COLOR: '1' }
}

/** Variables that turn all engines off, for tests that need none: loading them takes seconds in every server. */
export const withoutEngines: Readonly<Record<string, string>> = Object.fromEntries(
  capabilityNames.map(([, name]) => [engineVariable(name), 'off']),
)
