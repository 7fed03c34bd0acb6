import type { CameraMove, Direction, LightChange } from './direction.ts'

const cameraWords: Readonly<Record<CameraMove, string>> = {
  push_in: 'the camera pushing in',
  pull_out: 'the camera pulling out',
  pan_left: 'the camera panning left',
  pan_right: 'the camera panning right',
  tilt_up: 'the camera tilting up',
  tilt_down: 'the camera tilting down',
  orbit: 'the camera moving around',
  handheld: 'a hand-held camera',
  still: 'a nearly still camera',
}

const lightWords: Readonly<Record<LightChange, string>> = {
  sunset: 'the sun setting',
  sunrise: 'the sun rising',
  nightfall: 'night falling',
  lightning: 'lightning',
  firelight: 'flickering firelight',
}

/** Describes camera, light and weather in words, such as "the camera panning left, rain and lightning". */
export function describeDirection({ camera, particles, light }: Direction): string {
  const parts = [cameraWords[camera], ...particles, ...(light ? [lightWords[light]] : [])]
  return new Intl.ListFormat('en-GB').format(parts)
}
