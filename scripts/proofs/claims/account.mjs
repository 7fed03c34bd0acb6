/** Claims of packages/account/README.md, and the tests that verify them. */
export const account = {
  name: 'account',
  document: 'packages/account/README.md',
  folder: 'packages/account/src/lib',
  claims: [
    ['every operation is bound to a client, and a function', 'account.test.ts: binds every operation'],
    ['wrapped lists are read like bare ones', 'api-keys.test.ts: listApiKeys', 'list-transactions.test.ts: to the end'],
    [
      'a secret shows 16 characters at most in text, JSON and inspection',
      'api-keys.test.ts: shows no more than its prefix',
      'api-keys.test.ts: a short secret',
    ],
    ['one call makes one key', 'api-keys.test.ts: is not repeated', 'api-keys.test.ts: is repeated under its own key'],
    ['pages are fetched as they are read', 'list-transactions.test.ts: fetches no further page'],
    [
      'each transaction comes once, even when pages move',
      'list-transactions.test.ts: gives every transaction once',
      'list-transactions.test.ts: gives once what moved',
    ],
    ['a server that repeats its pages is an error', 'list-transactions.test.ts: stops with an error'],
    ['formatMoney never passes through floating point', 'money.test.ts: formatMoney'],
    ['parseMoney refuses what could be a decimal point', 'money.test.ts: parseMoney'],
  ],
}
