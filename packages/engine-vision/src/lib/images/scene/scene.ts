import type { ImageSize } from '@mira/engine'

/** Light of the picture. */
export type TimeOfDay = 'dawn' | 'day' | 'dusk' | 'night'

/** What falls from or fills the sky. */
export type Weather = 'clear' | 'cloudy' | 'rain' | 'snow' | 'fog' | 'storm'

/** What a layer shows, in the order of painting from back to front, save that props and subjects go by depth. */
export type LayerKind = 'sky' | 'celestial' | 'clouds' | 'backdrop' | 'ground' | 'prop' | 'subject' | 'weather' | 'text'

/** A rectangle in pixels of the scene. */
export interface SceneBox {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** One thing of a scene that can be drawn, and moved, by itself. */
export interface SceneLayer {
  /** What it is, such as `fox`, `sea` or `clouds`. */
  readonly name: string
  readonly kind: LayerKind
  /** 0 is nearest to the eye, 1 is farthest away. */
  readonly depth: number
  /** Where it is; of a layer that fills the picture, the whole picture. */
  readonly box: SceneBox
  /** SVG elements in pixels of the scene, with their own definitions. */
  readonly svg: string
  /** Colour word it was given, such as `blue`. */
  readonly color?: string | undefined
}

/**
 * A picture before it is painted: layers from back to front. Made by `composeScene`, painted whole by `renderScene`
 * or layer by layer by `renderLayer`; plain data, so that it can be sent to another process.
 */
export interface Scene {
  readonly size: ImageSize
  readonly seed: number
  readonly setting: string
  readonly timeOfDay: TimeOfDay
  readonly weather: Weather
  /** Name of the filter laid over the finished picture, such as `halftone`. */
  readonly filter?: string | undefined
  /** What the sky and the ground are painted with. */
  readonly palette: { readonly skyTop: string; readonly skyBottom: string; readonly ground: string }
  readonly layers: readonly SceneLayer[]
  /** What was drawn, in words. */
  readonly description: string
  /** Words of the prompt that were not understood. */
  readonly notUnderstood: readonly string[]
}
