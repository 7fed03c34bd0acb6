/** Measurements by scenario and contestant, one value per round. */
export class Samples {
  readonly #lists = new Map<string, number[]>()

  add(scenario: string, client: string, figure: number): void {
    this.#lists.set(`${scenario} ${client}`, [...this.of(scenario, client), figure])
  }

  of(scenario: string, client: string): readonly number[] {
    return this.#lists.get(`${scenario} ${client}`) ?? []
  }
}
