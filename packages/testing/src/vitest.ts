export { useMira } from './lib/use-mira-vitest.ts'
