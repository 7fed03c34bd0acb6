export { imageFilePart } from './lib/image-file-part.ts'
