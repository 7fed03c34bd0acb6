import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Runs the files that start programs and browsers first: they take longest, whatever their size, and the last of them would else
 * run alone while the other workers have nothing left.
 */
export class ProgramsFirst extends BaseSequencer {
  /** Sorts by kind, and within a kind as Vitest does. */
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const startsPrograms = ({ moduleId }: TestSpecification): boolean => /\/(?:apps|tests)\//.test(moduleId)
    return [...sorted.filter(startsPrograms), ...sorted.filter((file) => !startsPrograms(file))]
  }
}
