/** Counts passed and failed checks. */
export class Verdicts {
  readonly #failures: string[] = []
  #passed = 0

  /** Records a check by the problems it found, each a sentence with the value or name and the action to take. */
  note(title: string, problems: readonly string[]): void {
    if (problems.length === 0) this.#passed += 1
    else this.#failures.push([`FAILED ${title}`, ...problems].join('\n  '))
  }

  /** Prints the failures and then the count, and sets the exit code. */
  report(): void {
    for (const failure of this.#failures) console.log(`\n${failure}`)
    if (this.#failures.length > 0) process.exitCode = 1
    console.log(`\n${this.#passed} passed, ${this.#failures.length} failed`)
  }
}
