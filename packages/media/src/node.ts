export { type Savable, save } from './lib/save.ts'
