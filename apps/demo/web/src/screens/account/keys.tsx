import { Button, Group, Paper, ScrollArea, TextInput, Title } from '@mantine/core'
import { type ApiKey, createApiKey, listApiKeys, revokeApiKey } from '@mira/account'
import { useEffect, useState } from 'react'
import { ErrorNotice } from '../../app/error-notice.tsx'
import { useTexts } from '../../app/language.tsx'
import { client } from '../../app/mira.ts'
import { useTask } from '../../app/use-task.ts'
import { KeyTable } from './key-table.tsx'
import { NewKey } from './new-key.tsx'
import { reachable } from './reachable.ts'
import { RevokeDialog } from './revoke-dialog.tsx'
import { texts } from './texts.ts'

interface KeysProps {
  /** Name of the key to create. */
  readonly name: string
  readonly onName: (name: string) => void
}

/** Renders the API keys of the account, with actions to create and revoke them. */
export function Keys({ name, onName }: KeysProps) {
  const text = useTexts(texts)
  const [keyToRevoke, setKeyToRevoke] = useState<ApiKey>()
  const keys = useTask((signal) => listApiKeys(client, { signal }))
  const create = useTask(async (signal, keyName: string) => {
    const created = await createApiKey(client, { name: keyName }, { signal })
    onName('')
    keys.run()
    return created
  })
  const revoke = useTask(async (signal, id: string) => {
    await revokeApiKey(client, id, { signal })
    setKeyToRevoke(undefined)
    keys.run()
  })
  useEffect(keys.run, [])
  const error = [keys, create, revoke].find((task) => task.error !== undefined)
  return (
    <Paper withBorder p="sm">
      <Title order={2} size="h5" mb="xs">
        {text.keys}
      </Title>
      <Group align="end" gap="xs" mb="sm">
        <TextInput
          label={text.keyName}
          size="xs"
          maxLength={128}
          value={name}
          onChange={(event) => onName(event.currentTarget.value)}
        />
        <Button
          size="xs"
          disabled={name.trim() === ''}
          loading={create.isRunning}
          onClick={() => create.run(name.trim())}
        >
          {text.create}
        </Button>
      </Group>
      {error && <ErrorNotice error={error.error} onRetry={error.retry} />}
      {create.result && <NewKey created={create.result} />}
      <ScrollArea.Autosize viewportProps={reachable}>
        <KeyTable keys={keys.result ?? []} onRevoke={setKeyToRevoke} />
      </ScrollArea.Autosize>
      <RevokeDialog
        apiKey={keyToRevoke}
        isRevoking={revoke.isRunning}
        onConfirm={({ id }) => revoke.run(id)}
        onClose={() => setKeyToRevoke(undefined)}
      />
    </Paper>
  )
}
