import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { readBalance } from '../../billing/billing.ts'
import type { AppEnv, ServerContext } from '../../context.ts'
import {
  BalanceSchema,
  encodeBalance,
  encodeTransaction,
  TransactionQuerySchema,
  TransactionSchema,
} from '../../wire/billing.ts'
import { bearerSecurity, errorAnswers, jsonAnswer } from '../../wire/openapi.ts'
import { authenticate } from '../middleware/authenticate.ts'

/** Creates the routes `GET /v1/billing/balance` and `GET /v1/billing/transactions`. */
export function billingRoutes(
  context: Pick<ServerContext, 'keyGuard' | 'now' | 'requestRate' | 'store'>,
): OpenAPIHono<AppEnv> {
  const { store, now } = context
  const app = new OpenAPIHono<AppEnv>()
  const security = { security: bearerSecurity, middleware: authenticate(context) }

  const balance = createRoute({
    method: 'get',
    path: '/v1/billing/balance',
    summary: 'The balance, and what was spent today, this week and this month',
    ...security,
    responses: { 200: jsonAnswer(BalanceSchema, 'The balance in kopecks'), ...errorAnswers(401, 429) },
  })
  app.openapi(balance, async (c) =>
    c.json(encodeBalance(await readBalance(store, c.get('principal').userId, now())), 200),
  )

  const transactions = createRoute({
    method: 'get',
    path: '/v1/billing/transactions',
    summary: 'Changes of the balance, newest first',
    ...security,
    request: { query: TransactionQuerySchema },
    responses: { 200: jsonAnswer(z.array(TransactionSchema), 'A page of them'), ...errorAnswers(400, 401, 429) },
  })
  app.openapi(transactions, async (c) => {
    const records = await store.ledger.list(c.get('principal').userId, c.req.valid('query'))
    return c.json(records.map(encodeTransaction), 200)
  })
  return app
}
