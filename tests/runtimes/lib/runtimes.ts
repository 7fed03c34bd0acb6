import { findBinary, findBun } from './binaries.ts'
import { chromiumRuntime, type PageServer } from './chromium.ts'
import { commandLineRuntime } from './command-line.ts'
import { edgeRuntime } from './edge.ts'
import type { Runtime } from './runtime.ts'
import { workerdRuntime } from './workerd.ts'

/** Creates the runtime of a Node major version: the one that runs this script, or one installed from a package. */
const node = (major: number): Runtime =>
  commandLineRuntime({
    name: `Node ${major}`,
    binary: process.version.startsWith(`v${major}.`)
      ? { path: process.execPath }
      : findBinary(`node-${major}`, 'bin/node'),
  })

/** Returns all supported runtimes. */
export const allRuntimes = (page: PageServer): readonly Runtime[] => [
  node(20),
  node(22),
  node(24),
  node(26),
  commandLineRuntime({ name: 'Bun', binary: findBun() }),
  commandLineRuntime({
    name: 'Deno',
    binary: findBinary('@deno/linux-x64-glibc', 'deno'),
    flags: ['run', '--allow-all', '--no-lock', '--node-modules-dir=manual'],
  }),
  workerdRuntime,
  edgeRuntime,
  chromiumRuntime(page),
]
