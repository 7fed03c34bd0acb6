export { useMira } from './lib/use-mira-node.ts'
