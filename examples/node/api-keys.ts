import { account } from '@mira/account'
import { createClient } from '@mira/core'

const mira = createClient().extend(account)

// #region keys
const { id, secret } = await mira.apiKeys.create({ name: 'nightly build' })
await saveSecret(secret.reveal()) // the only time the server tells it
console.log(`created ${secret}`) // created sk-mira-3f0c12ab…
await mira.apiKeys.revoke(id)
// #endregion

/** Stands for the place where your secrets are kept. */
async function saveSecret(text: string): Promise<void> {
  console.log(`kept a secret of ${text.length} characters`)
}
