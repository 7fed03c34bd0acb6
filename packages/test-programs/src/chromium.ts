export { findChromium } from './lib/find-chromium.ts'
export { launchChromium } from './lib/launch-chromium.ts'
export type { FoundProgram, MissingProgram, TestProgram } from './lib/test-program.ts'
