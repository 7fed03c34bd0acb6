import { defineConfig } from 'tsup'
import { base } from '../../tsup.base.ts'

// What `node` shares with the main entry is small and keeps no state: a copy of it costs less than one more file to load.
export default defineConfig({ ...base, entry: ['src/index.ts', 'src/node.ts'], splitting: false })
