/** Camera move. */
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

/** Kind of particles in the air. */
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

/** Change of the light over the clip. */
export type LightChange = 'sunset' | 'sunrise' | 'nightfall' | 'lightning' | 'firelight'

/** Motion requested by the prompt. Overrides an object's default behavior. */
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

/** Camera, effects and motion that a prompt asks for, apart from the content of the scene. */
export interface Direction {
  readonly camera: CameraMove
  readonly particles: readonly ParticleKind[]
  readonly light: LightChange | undefined
  readonly motion: Motion | undefined
  /** Direction of movement; undefined if the prompt does not specify one. */
  readonly heading: 'left' | 'right' | undefined
  /** Speed factor: 1 is normal, less is slower. */
  readonly pace: number
}
