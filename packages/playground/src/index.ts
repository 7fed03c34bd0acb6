export { createPlayground, type Playground, type PlaygroundOptions } from './lib/create-playground.ts'
