export { createMira, type MiraProvider } from './lib/create-mira.ts'
export { mira } from './lib/mira.ts'
