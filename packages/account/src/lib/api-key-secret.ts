const prefixLength = 16

/** The secret of a key that was just created: it shows itself only when asked by name. */
export class ApiKeySecret {
  // A private field is invisible to inspection, spreading, cloning and serialisation.
  readonly #secret: string

  constructor(secret: string) {
    this.#secret = secret
    // How Node asks an object to show itself; other runtimes print a class without public fields as empty.
    const inspect = Symbol.for('nodejs.util.inspect.custom')
    Object.defineProperty(this, inspect, { value: () => `ApiKeySecret(${this})` })
  }

  /** First 16 characters (fewer of a short secret): what may be shown and logged. */
  get prefix(): string {
    return this.#secret.slice(0, Math.min(prefixLength, Math.floor(this.#secret.length / 3)))
  }

  /** The whole secret. The server shows it this once: hand it straight to where secrets are kept. */
  reveal(): string {
    return this.#secret
  }

  toString(): string {
    return `${this.prefix}…`
  }

  toJSON(): string {
    return this.toString()
  }
}
