/** Sample rate of all rendered audio, in hertz. */
export const sampleRate = 44_100
