// Parts of the image engine that the video engine uses. Not part of the public API; may change in any release.
export { drawingWords } from './lib/images/drawings/drawing-words.ts'
export { composeScene } from './lib/images/scene/compose-scene.ts'
export { renderLayer } from './lib/images/scene/render-scene.ts'
export type { Scene, SceneBox, SceneLayer } from './lib/images/scene/scene.ts'
export { decodeImage } from './lib/pixels/decode-image.ts'
export { limitSharp } from './lib/pixels/limit-sharp.ts'
export type { Pixels } from './lib/pixels/pixels.ts'
