export { firstFrameFile } from './lib/node/first-frame-file.ts'
export { type SaveResultOptions, saveResult } from './lib/node/save-result.ts'
