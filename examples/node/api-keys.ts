import { account } from '@mira/account'
import { createClient } from '@mira/core'

const mira = createClient().extend(account)

// #region keys
const { id, secret } = await mira.apiKeys.create({ name: 'nightly build' })
await saveSecret(secret.reveal()) // the server returns it only once
console.log(`created ${secret}`) // created sk-mira-3f0c12ab…
await mira.apiKeys.revoke(id)
// #endregion

/** Placeholder for your secret store. */
async function saveSecret(text: string): Promise<void> {
  console.log(`kept a secret of ${text.length} characters`)
}
