export { useMira } from './lib/use-mira-jest.ts'
