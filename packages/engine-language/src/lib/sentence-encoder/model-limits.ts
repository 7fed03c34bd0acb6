/** Native vector length of the model. */
export const encoderDimensions = 512

/** Maximum tokens per pass: the model reads about 128 and silently ignores the rest. */
export const encoderWindowTokens = 120
