export { handler } from './lambda.ts'
