import { defineConfig } from 'tsup'
import { base } from '../../tsup.base.ts'

export default defineConfig({
  ...base,
  platform: 'node',
  entry: ['src/main.ts', 'src/resume-song.ts'],
  target: 'node22',
})
