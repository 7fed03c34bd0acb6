import { dirname, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import type { FoundProgram } from './test-program.ts'

/**
 * Starts headless Chromium.
 *
 * @param program - Browser, from `findChromium`.
 * @param args - Command line arguments in addition to those of Playwright.
 */
export function launchChromium({ command, origin }: FoundProgram, args: readonly string[] = []): Promise<Browser> {
  const options = { executablePath: command, args: ['--no-sandbox', ...args] }
  if (origin === 'system') return chromium.launch(options)
  const folder = dirname(command)
  const env = {
    ...process.env,
    LD_LIBRARY_PATH: join(folder, 'lib'),
    FONTCONFIG_FILE: join(folder, 'fonts.conf'),
  }
  return chromium.launch({ ...options, env })
}
