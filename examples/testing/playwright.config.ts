import { defineConfig } from '@playwright/test'

const { CHROMIUM_PATH } = process.env

export default defineConfig({
  testMatch: '*.e2e.ts',
  reporter: 'list',
  use: { launchOptions: CHROMIUM_PATH === undefined ? {} : { executablePath: CHROMIUM_PATH } },
})
