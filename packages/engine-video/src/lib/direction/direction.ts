/** What the camera does. */
export type CameraMove =
  | 'push_in'
  | 'pull_out'
  | 'pan_left'
  | 'pan_right'
  | 'tilt_up'
  | 'tilt_down'
  | 'orbit'
  | 'handheld'
  | 'still'

/** Small things that fill the air. */
export type ParticleKind =
  | 'rain'
  | 'snow'
  | 'fireflies'
  | 'confetti'
  | 'sparks'
  | 'bubbles'
  | 'leaves'
  | 'petals'
  | 'smoke'
  | 'fog'
  | 'dust'
  | 'hearts'
  | 'stars'
  | 'fireworks'

/** How the light changes from the first frame to the last. */
export type LightChange = 'sunset' | 'sunrise' | 'nightfall' | 'lightning' | 'firelight'

/** A way of moving asked for in words, stronger than what a thing would do by itself. */
export type Motion =
  | 'travel'
  | 'fly'
  | 'float'
  | 'jump'
  | 'spin'
  | 'dance'
  | 'swim'
  | 'fall'
  | 'rise'
  | 'grow'
  | 'wave'
  | 'sway'

/** What a prompt asks of the clip, beyond what is to be seen in it. */
export interface Direction {
  readonly camera: CameraMove
  readonly particles: readonly ParticleKind[]
  readonly light: LightChange | undefined
  readonly motion: Motion | undefined
  /** Where things go; undefined when the prompt does not say. */
  readonly heading: 'left' | 'right' | undefined
  /** Factor on every speed: 1 is usual, less is slow. */
  readonly pace: number
}
