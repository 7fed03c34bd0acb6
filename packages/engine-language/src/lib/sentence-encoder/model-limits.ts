/** Length of the model's own vectors. */
export const encoderDimensions = 512

/** Tokens of one pass: the model reads about 128 and ignores the rest without a word. */
export const encoderWindowTokens = 120
