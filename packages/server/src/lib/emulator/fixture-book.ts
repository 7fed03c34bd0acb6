import { explainAnswer, isAnswerFor } from './answer-fields.ts'
import type { Fixture, FixtureCall } from './fixture.ts'
import { explainMismatch, meetsConditions } from './match-fixture.ts'
import { TestMap } from './test-map.ts'

/** Fixture that a book can find again. */
export interface BookFixture extends Fixture {
  readonly id: string
  /** Name for messages and the journal. */
  readonly name: string
}

/** Fixture that almost matched. */
export interface NearMiss {
  readonly name: string
  /** Why it did not match, one entry per condition. */
  readonly reasons: readonly string[]
}

/** Number of near misses that a message lists. */
const maxNearMisses = 3

/**
 * Fixtures of a server. Those of the call's test come first, then those added at run time, then those in code, then
 * those in files; the first that matches answers. A test sees neither the fixtures nor the counters of another.
 */
export class FixtureBook {
  #code: readonly BookFixture[]
  #files: readonly BookFixture[] = []
  #added: BookFixture[] = []
  readonly #scoped = new TestMap<BookFixture[]>(() => [])
  /** Calls so far that met the other conditions of a fixture with `occurrence`. */
  readonly #counts = new TestMap<Map<string, number>>(() => new Map())
  #lastId = 0

  /** @param code - Fixtures in code. */
  constructor(code: readonly Fixture[] = []) {
    this.#code = this.#identify(code, 'code')
  }

  /** Replaces the fixtures of files. */
  setFiles(fixtures: readonly Fixture[]): void {
    this.#files = this.#identify(fixtures, 'file')
  }

  /** Adds fixtures before those added earlier, for all calls or for those of one test. Returns them. */
  add(fixtures: readonly Fixture[], testId?: string): readonly BookFixture[] {
    const added = this.#identify(fixtures, 'added')
    if (testId === undefined) this.#added.unshift(...added)
    else this.#scoped.get(testId).unshift(...added)
    return added
  }

  /** Removes an added fixture. Returns whether it existed. */
  remove(id: string): boolean {
    for (const list of [this.#added, ...this.#scoped.values()]) {
      const index = list.findIndex((fixture) => fixture.id === id)
      if (index < 0) continue
      list.splice(index, 1)
      return true
    }
    return false
  }

  /** Lists the fixtures that calls of a test can match, in order. */
  list(testId?: string): readonly BookFixture[] {
    const scoped = testId === undefined ? [] : (this.#scoped.peek(testId) ?? [])
    const all = [...scoped, ...this.#added, ...this.#code, ...this.#files]
    return all.filter(({ match }) => match?.testId === undefined || match.testId === testId)
  }

  /** Removes the fixtures that were added for one test, or all that were added. */
  clear(testId?: string): void {
    this.#scoped.reset(testId)
    if (testId === undefined) this.#added = []
  }

  /** Saves the added fixtures and the counters of one test, or of all. Returns a function that restores them. */
  save(testId?: string): () => void {
    const added = [...this.#added]
    const restoreScoped = this.#scoped.save(testId, (fixtures) => [...fixtures])
    const restoreCounts = this.#counts.save(testId, (counts) => new Map(counts))
    return () => {
      restoreScoped()
      restoreCounts()
      if (testId === undefined) this.#added = [...added]
    }
  }

  /** Removes the added fixtures and the counters of one test, or of all. */
  reset(testId?: string): void {
    this.clear(testId)
    this.#counts.reset(testId)
  }

  /** Finds a fixture by id. */
  get(id: string, testId?: string): BookFixture | undefined {
    return this.list(testId).find((fixture) => fixture.id === id)
  }

  /** Finds the fixture that answers a call, and counts the call. */
  find(call: FixtureCall): BookFixture | undefined {
    const counts = this.#counts.get(call.testId)
    let found: BookFixture | undefined
    for (const fixture of this.list(call.testId)) {
      const { match = {} } = fixture
      const isCounted = match.occurrence !== undefined
      // Counted even if an earlier fixture answers, so that an occurrence is that of the call.
      if ((found !== undefined && !isCounted) || !isCandidate(fixture, call)) continue
      if (isCounted) {
        const key = `${fixture.id} ${call.capability}`
        const count = (counts.get(key) ?? 0) + 1
        counts.set(key, count)
        if (![match.occurrence].flat().includes(count)) continue
      }
      found ??= fixture
    }
    return found
  }

  /** Returns whether a fixture would answer a call, without counting it. */
  wouldAnswer(call: FixtureCall): boolean {
    return this.list(call.testId).some(
      (fixture) =>
        isCandidate(fixture, call) &&
        (fixture.match?.occurrence === undefined ||
          [fixture.match.occurrence].flat().includes(this.#countOf(fixture, call) + 1)),
    )
  }

  /** Lists the fixtures that match a call best, and why they do not, for a call that {@link find} has counted. */
  explain(call: FixtureCall): readonly NearMiss[] {
    return this.list(call.testId)
      .map((fixture) => ({ name: fixture.name, reasons: this.#explainOne(fixture, call) }))
      .toSorted((left, right) => left.reasons.length - right.reasons.length)
      .slice(0, maxNearMisses)
  }

  #explainOne(fixture: BookFixture, call: FixtureCall): string[] {
    const { match = {}, answer } = fixture
    const reasons = explainMismatch(match, call)
    if (typeof answer !== 'function' && !isAnswerFor(answer, call.capability)) {
      reasons.push(explainAnswer(call.capability))
    }
    if (reasons.length > 0 || match.occurrence === undefined) return reasons
    const expected = [match.occurrence].flat().join(' or ')
    return [`occurrence: expected ${expected}, received ${this.#countOf(fixture, call)}`]
  }

  #countOf({ id }: BookFixture, { testId, capability }: FixtureCall): number {
    return this.#counts.peek(testId)?.get(`${id} ${capability}`) ?? 0
  }

  #identify(fixtures: readonly Fixture[], origin: string): BookFixture[] {
    return fixtures.map((fixture) => {
      this.#lastId += 1
      const id = `fixture_${this.#lastId}`
      return { ...fixture, id, name: fixture.name ?? `${origin} ${this.#lastId}` }
    })
  }
}

function isCandidate({ match = {}, answer }: Fixture, call: FixtureCall): boolean {
  if (typeof answer !== 'function' && !isAnswerFor(answer, call.capability)) return false
  return meetsConditions(match, call)
}
