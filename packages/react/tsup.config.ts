import { defineConfig } from 'tsup'
import { base } from '../../tsup.base.ts'

// Rollup, which shakes trees for tsup, would drop the directive `use client`.
export default defineConfig({ ...base, entry: ['src/index.ts'], treeshake: false })
