/** Part that a crop keeps: a half, the largest centered square, or the middle half of each side. */
export type CropPart = (typeof cropParts)[number]

/** All supported crop parts. */
export const cropParts = ['left', 'right', 'top', 'bottom', 'square', 'center'] as const

/** Single step of an edit. */
export type EditOperation =
  | { readonly kind: 'filter'; readonly name: string }
  | { readonly kind: 'remove-background' }
  | { readonly kind: 'replace-background'; readonly prompt: string }
  | { readonly kind: 'into-reference' }
  | { readonly kind: 'side-by-side' }
  | { readonly kind: 'collage' }
  | { readonly kind: 'recolor'; readonly target: string; readonly color: string }
  | { readonly kind: 'crop'; readonly part: CropPart }
  | { readonly kind: 'rotate'; readonly degrees: number }
  | { readonly kind: 'flip'; readonly axis: 'horizontal' | 'vertical' }
  | { readonly kind: 'resize'; readonly factor: number }
  | { readonly kind: 'resize-to'; readonly width: number; readonly height: number }
  | { readonly kind: 'border'; readonly color: string }
  | { readonly kind: 'text'; readonly text: string; readonly place: 'top' | 'bottom' | 'middle' }
  | { readonly kind: 'add'; readonly prompt: string }
