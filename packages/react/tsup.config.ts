import { defineConfig } from 'tsup'
import { base } from '../../tsup.base.ts'

export default defineConfig({
  ...base,
  entry: ['src/index.ts'],
  // Rollup, which shakes trees for tsup, drops directives.
  treeshake: false,
  banner: { js: "'use client'" },
})
