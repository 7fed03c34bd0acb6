/** Claims of packages/proxy/README.md, and the tests that verify them. */
export const proxy = {
  name: 'proxy',
  document: 'packages/proxy/README.md',
  folder: 'packages/proxy/src/lib',
  claims: [
    [
      'streams both ways as they come',
      'create-proxy-handler.test.ts: a stream as it comes',
      'create-proxy-handler.test.ts: passes an upload on',
    ],
    [
      'what is not listed is answered 404; encoded slashes and dot segments never match',
      'endpoints.test.ts',
      'create-proxy-handler.test.ts: refuses',
    ],
    [
      'whoever is not let in is answered 401, or by a Response of yours',
      'create-proxy-handler.test.ts: who is not let in',
    ],
    ['pages of other hosts are answered 403 unless named', 'create-proxy-handler.test.ts: lets pages of named origins'],
    [
      '60 calls a minute and 4 sockets a visitor',
      'create-proxy-handler.test.ts: more calls than one visitor',
      'node/create-upgrade-handler.test.ts: holds a visitor',
    ],
    [
      'a body may have maxBodyBytes, counted as it passes',
      'create-proxy-handler.test.ts: a body that is announced too large',
    ],
    [
      'the page’s cookies and credentials stay with you, the API’s do not reach the page',
      'create-proxy-handler.test.ts: is neither the key to the page',
    ],
    ['when the visitor leaves, the call to the API is ended', 'create-proxy-handler.test.ts: lets the API go'],
    ['a refusal of your key becomes 502', 'create-proxy-handler.test.ts: with 502'],
    ['onForward is told of each call, never of content', 'create-proxy-handler.test.ts: is told of, without content'],
    ['joins the sockets of page and API, and adds the key there', 'node/create-upgrade-handler.test.ts'],
    ['the examples of Next.js, Hono, Express, Workers, Bun and Deno run', 'tests/e2e/framework-examples.test.ts'],
  ],
}
