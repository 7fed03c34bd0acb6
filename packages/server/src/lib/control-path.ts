/** Path of the control API. */
export const controlPath = '/__mira/'
