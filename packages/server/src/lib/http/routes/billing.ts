import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { readBalance } from '../../billing/read-balance.ts'
import type { AppEnv, ServerContext } from '../../context.ts'
import {
  BalanceSchema,
  encodeBalance,
  encodeTransaction,
  TransactionQuerySchema,
  TransactionSchema,
} from '../../wire/billing.ts'
import { bearerSecurity, errorResponses, jsonResponse } from '../../wire/openapi.ts'
import { jsonResponseOf } from '../json-response.ts'
import { freeEndpoint } from '../middleware/authenticate.ts'

/** Creates the routes `GET /v1/billing/balance` and `GET /v1/billing/transactions`. */
export function billingRoutes(
  context: Pick<ServerContext, 'keyGuard' | 'now' | 'requestRate' | 'store'>,
): OpenAPIHono<AppEnv> {
  const { store, now } = context
  const app = new OpenAPIHono<AppEnv>()
  const security = { security: bearerSecurity, middleware: freeEndpoint(context) }

  const balance = createRoute({
    method: 'get',
    path: '/v1/billing/balance',
    summary: 'Get the balance and the spending of today, this week and this month',
    ...security,
    responses: { 200: jsonResponse(BalanceSchema, 'The balance in kopecks'), ...errorResponses(401, 429) },
  })
  app.openapi(balance, async (c) =>
    jsonResponseOf(encodeBalance(await readBalance(store, c.get('principal').userId, now()))),
  )

  const transactions = createRoute({
    method: 'get',
    path: '/v1/billing/transactions',
    summary: 'List transactions, newest first',
    ...security,
    request: { query: TransactionQuerySchema },
    responses: {
      200: jsonResponse(z.array(TransactionSchema), 'A page of transactions'),
      ...errorResponses(400, 401, 429),
    },
  })
  app.openapi(transactions, async (c) => {
    const records = await store.ledger.list(c.get('principal').userId, c.req.valid('query'))
    return jsonResponseOf(records.map(encodeTransaction))
  })
  return app
}
