/** Samples per second of everything that is rendered. */
export const sampleRate = 44_100
