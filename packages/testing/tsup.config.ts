import { defineConfig } from 'tsup'
import { base } from '../../tsup.base.ts'

export default defineConfig({
  ...base,
  platform: 'node',
  entry: ['src/index.ts', 'src/vitest.ts', 'src/node.ts', 'src/jest.ts', 'src/playwright.ts'],
})
