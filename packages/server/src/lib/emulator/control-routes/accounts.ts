import { type OpenAPIHono, z } from '@hono/zod-openapi'
import { createUser, topUp } from '../../accounts/users.ts'
import { ApiError } from '../../api-error.ts'
import type { AppEnv } from '../../context.ts'
import { jsonResponseOf } from '../../http/json-response.ts'
import { AssignKeySchema, KeySchema, NewKeySchema, TopUpSchema } from '../control-schemas.ts'
import { type ControlParts, controlPost } from './control-route.ts'

/** Adds the routes that create users with keys and balances. */
export function addAccountRoutes(app: OpenAPIHono<AppEnv>, { emulator, context }: ControlParts): void {
  const { store, apiKeys, now } = context
  const create = controlPost('keys', {
    summary: 'Create a user with an API key; requests with the key belong to the test',
    body: NewKeySchema,
    result: KeySchema,
  })
  app.openapi(create, async (c) => {
    const { testId, plan, balanceKopecks, hasOverage } = c.req.valid('json')
    const user = await createUser(store, { name: testId ?? 'test', plan, hasOverage }, now())
    const userId = user.id
    if (balanceKopecks > 0) {
      await topUp(store, { userId, amountKopecks: balanceKopecks, paymentMethod: 'test' }, now())
      // A top-up upgrades the free plan.
      await store.users.setPlan(userId, plan)
    }
    const { secret: key, record } = await apiKeys.issue(userId, 'test')
    if (testId !== undefined) emulator.testKeys.add(key, { testId, userId, keyId: record.id })
    return jsonResponseOf({ key, keyId: record.id, userId })
  })

  const assign = controlPost('keys/assign', {
    summary: 'Let the requests with a created key belong to another test from now on',
    body: AssignKeySchema,
    result: AssignKeySchema.omit({ key: true }),
  })
  app.openapi(assign, async (c) => {
    const { key, testId } = c.req.valid('json')
    const principal = await apiKeys.verify(key)
    if (principal === undefined) throw new ApiError(400, 'key: the server has no such key', { param: 'key' })
    emulator.testKeys.add(key, { testId, userId: principal.userId, keyId: principal.keyId })
    return jsonResponseOf({ testId })
  })

  const add = controlPost('topups', {
    summary: "Add to a user's balance",
    body: TopUpSchema,
    result: z.object({ userId: z.string(), balanceKopecks: z.int() }).openapi('TestBalance'),
  })
  app.openapi(add, async (c) => {
    const { userId, amountKopecks } = c.req.valid('json')
    if ((await store.users.find(userId)) === undefined) {
      throw new ApiError(400, `userId: there is no user ${JSON.stringify(userId)}`, { param: 'userId' })
    }
    await topUp(store, { userId, amountKopecks, paymentMethod: 'test' }, now())
    return jsonResponseOf({ userId, balanceKopecks: await store.ledger.balance(userId) })
  })
}
