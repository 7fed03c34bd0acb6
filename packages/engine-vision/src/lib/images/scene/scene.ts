import type { ImageSize } from '@mira/engine'

/** Time of day, which determines the light. */
export type TimeOfDay = 'dawn' | 'day' | 'dusk' | 'night'

/** Weather of a scene. */
export type Weather = 'clear' | 'cloudy' | 'rain' | 'snow' | 'fog' | 'storm'

/** Kind of layer, in painting order from back to front, except that props and subjects are ordered by depth. */
export type LayerKind = 'sky' | 'celestial' | 'clouds' | 'backdrop' | 'ground' | 'prop' | 'subject' | 'weather' | 'text'

/** Rectangle in pixels of the scene. */
export interface SceneBox {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Single element of a scene that can be drawn and moved independently. */
export interface SceneLayer {
  /** Name of the content, such as `fox`, `sea` or `clouds`. */
  readonly name: string
  readonly kind: LayerKind
  /** Distance from the viewer: 0 is nearest, 1 is farthest. */
  readonly depth: number
  /** Bounding box; the whole image for a full-size layer. */
  readonly box: SceneBox
  /** SVG elements in pixels of the scene, with their own definitions. */
  readonly svg: string
  /** Color word it was drawn in, such as `blue`. */
  readonly color?: string | undefined
}

/**
 * Scene before rendering: layers from back to front. Created by `composeScene` and rendered by `renderScene`, or layer
 * by layer by `renderLayer`. Plain data, so that it can be sent to another process.
 */
export interface Scene {
  readonly size: ImageSize
  readonly seed: number
  readonly setting: string
  readonly timeOfDay: TimeOfDay
  readonly weather: Weather
  /** Filter applied to the finished image, such as `halftone`. */
  readonly filter?: string | undefined
  /** Colors of sky and ground. */
  readonly palette: { readonly skyTop: string; readonly skyBottom: string; readonly ground: string }
  readonly layers: readonly SceneLayer[]
  /** Description of what was drawn. */
  readonly description: string
  /** Words of the prompt that were not understood. */
  readonly notUnderstood: readonly string[]
}
