import { Page } from '../app/Page.tsx'
import { Card, Chip } from '../design/Card.tsx'
import { useWords } from '../design/language.tsx'
import { Code, Instant } from '../design/Show.tsx'
import { EmptyState, ErrorState, Loading, Notice } from '../design/States.tsx'
import type { VaultItem } from '../records/answers.ts'
import { GlassChip } from './GlassChip.tsx'
import { useProtected } from './use-protected.tsx'

/** Codes of the cases whose protected notes are open to me: no name stands here. */
export default function VaultList() {
  const t = useWords()
  const { data, state, refusal, reload } = useProtected<{ items: readonly VaultItem[] }>('/api/vault')
  return (
    <Page title={t('vault.title')} tab={t('vault.tab')}>
      {state === 'error' && refusal ? (
        <ErrorState refusal={refusal} onRetry={reload} />
      ) : data === undefined ? (
        <Loading />
      ) : data.items.length === 0 ? (
        <EmptyState title={t('vault.none')}>{t('vault.noneNext')}</EmptyState>
      ) : (
        <>
          <Notice>{t('vault.onRecord')}</Notice>
          {data.items.map((item) => (
            <Card
              key={item.vaultId}
              level={2}
              title={<Code>{item.code}</Code>}
              href={`/vault/${item.caseId}`}
              aside={
                item.glassUntil ? (
                  <GlassChip until={item.glassUntil} />
                ) : (
                  <Chip>{t(`vault.kind.${item.kind}`)}</Chip>
                )
              }
            >
              <p className="soft">
                {t('vault.opened')} <Instant at={item.openedAt} />
              </p>
            </Card>
          ))}
        </>
      )}
    </Page>
  )
}
