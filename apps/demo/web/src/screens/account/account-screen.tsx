import '@mantine/charts/styles.css'
import { Button, SimpleGrid, Stack } from '@mantine/core'
import { getBalance, getUsage } from '@mira/account'
import { IconRefresh } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { ErrorNotice } from '../../app/error-notice.tsx'
import { useTexts } from '../../app/language.tsx'
import { client } from '../../app/mira.ts'
import { ScreenFrame } from '../../app/screen-frame.tsx'
import { useTask } from '../../app/use-task.ts'
import { writeAccountCode } from './account-code.ts'
import { BalanceCards } from './balance-cards.tsx'
import { Keys } from './keys.tsx'
import { texts } from './texts.ts'
import { Transactions } from './transactions.tsx'
import { UsageCharts } from './usage-charts.tsx'

/** Renders the balance, usage, transactions and API keys. */
export function AccountScreen() {
  const text = useTexts(texts)
  const [keyName, setKeyName] = useState('')
  const account = useTask(async (signal) => {
    const [balance, usage] = await Promise.all([getBalance(client, { signal }), getUsage(client, {}, { signal })])
    return { balance, usage }
  })
  useEffect(account.run, [])
  return (
    <ScreenFrame title={text.title} about={text.about} code={() => writeAccountCode(keyName)}>
      <Stack>
        <Button
          variant="default"
          size="xs"
          onClick={account.run}
          loading={account.isRunning}
          leftSection={<IconRefresh size={14} aria-hidden />}
          style={{ alignSelf: 'start' }}
        >
          {text.refresh}
        </Button>
        {account.error !== undefined && <ErrorNotice error={account.error} onRetry={account.retry} />}
        {account.result && <BalanceCards {...account.result} />}
        {account.result && (
          <SimpleGrid cols={{ base: 1, md: 2 }}>
            <UsageCharts {...account.result} />
          </SimpleGrid>
        )}
        <Keys name={keyName} onName={setKeyName} />
        <Transactions />
      </Stack>
    </ScreenFrame>
  )
}
