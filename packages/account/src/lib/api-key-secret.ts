const prefixLength = 16

/** Secret of a newly created API key. Only {@link ApiKeySecret.reveal} exposes it. */
export class ApiKeySecret {
  // A private field is invisible to inspection, spreading, cloning and serialization.
  readonly #secret: string

  constructor(secret: string) {
    this.#secret = secret
    // Custom inspection in Node.js; other runtimes print a class without public fields as empty.
    const inspect = Symbol.for('nodejs.util.inspect.custom')
    Object.defineProperty(this, inspect, { value: () => `ApiKeySecret(${this})` })
  }

  /** First 16 characters (fewer for a short secret), which may be displayed and logged. */
  get prefix(): string {
    return this.#secret.slice(0, Math.min(prefixLength, Math.floor(this.#secret.length / 3)))
  }

  /** Returns the complete secret. The server sends it only once, so store it in a safe place immediately. */
  reveal(): string {
    return this.#secret
  }

  /** Returns the prefix and an ellipsis. */
  toString(): string {
    return `${this.prefix}…`
  }

  /** Returns the same as {@link ApiKeySecret.toString}. */
  toJSON(): string {
    return this.toString()
  }
}
