import { defineConfig } from 'tsup'
import { base } from '../../tsup.base.ts'

export default defineConfig({ ...base, platform: 'node', entry: ['src/index.ts'] })
