import { defineConfig } from 'tsup'
import { base } from '../../tsup.base.ts'

// `node:sqlite` has no name without its prefix.
export default defineConfig({ ...base, entry: ['src/index.ts', 'src/cli.ts', 'src/bin.ts'], removeNodeProtocol: false })
