import type { CallScope } from '../call-scope.ts'
import type { Catalog } from '../inference/catalog.ts'
import { toFixtureModel } from './emulated-chat.ts'
import type { FixtureBook } from './fixture-book.ts'
import { meetsCondition } from './text-condition.ts'

/** Adds the chat models that the fixtures of the current request name. */
export function emulateCatalog(
  catalog: Catalog,
  book: FixtureBook,
  currentScope: () => CallScope | undefined,
): Catalog {
  return {
    ...catalog,
    async findChatModel(name) {
      try {
        return await catalog.findChatModel(name)
      } catch (error) {
        const fixtures = book.list(currentScope()?.testId)
        if (fixtures.some(({ match }) => match?.model && meetsCondition(name, match.model))) return toFixtureModel(name)
        throw error
      }
    },
  }
}
