import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { EdgeVM } from '@edge-runtime/vm'
import { bundle } from './bundle.ts'
import { collectLines } from './collect-lines.ts'
import { type Runtime, type Settings, webExceptions } from './runtime.ts'

type RunConformance = (settings: Settings, print: (line: string) => void) => Promise<void>

/** Vercel's edge functions, in their local sandbox. */
export const edgeRuntime: Runtime = {
  name: 'edge VM',
  exceptions: webExceptions,
  version: async () => {
    const manifest = resolve(import.meta.dirname, '../node_modules/@edge-runtime/vm/package.json')
    return JSON.parse(readFileSync(manifest, 'utf8')).version
  },
  async *run(project, settings) {
    const code = await bundle(project, 'global.mjs', { format: 'iife', conditions: ['edge-light', 'browser'] })
    const vm = new EdgeVM({ initialCode: code })
    const run: RunConformance = vm.evaluate('runConformance')
    yield* collectLines((print) => run(settings, print))
  },
}
