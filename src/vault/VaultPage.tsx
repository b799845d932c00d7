import { useParam } from '../app/address.ts'
import { useList } from '../app/hooks.ts'
import { Page } from '../app/Page.tsx'
import { useMe } from '../app/SessionRoot.tsx'
import { Button, LinkButton } from '../design/Button.tsx'
import { Card } from '../design/Card.tsx'
import { useWords } from '../design/language.tsx'
import { Code } from '../design/Show.tsx'
import { EmptyState, ErrorState, Loading, Notice } from '../design/States.tsx'
import { supervisingRoles } from '../permissions/roles.ts'
import type { CertificateItem, VaultAnswer } from '../records/answers.ts'
import { BreakGlass } from './BreakGlass.tsx'
import { OpenVault } from './OpenVault.tsx'
import { useAgainAt, useCover, useProtected } from './use-protected.tsx'
import { VaultEntries } from './VaultEntries.tsx'
import { VaultFiles } from './VaultFiles.tsx'
import { VaultNeeds } from './VaultNeeds.tsx'
import { VaultTeam } from './VaultTeam.tsx'

/**
 * The protected notes of a case as far as they are open to me. Without any it looks the same whether there are some or
 * not: what can be done is to open one's own, or, in an emergency and before witnesses, those of others.
 */
export default function VaultPage() {
  const t = useWords()
  const caseId = useParam('caseId')
  const read = useProtected<VaultAnswer>(`/api/vault/${caseId}`)
  const { isCovered, cover, uncover } = useCover()
  useAgainAt(read.data?.vaults.map(({ glassUntil }) => glassUntil) ?? [], read.reload)
  const closed = read.refusal?.code === 'vault.not_found'
  const { data } = read
  return (
    <Page tab={t('vault.tab')} title={data ? <Code>{data.code}</Code> : t('vault.title')} back="/vault">
      <div className="row no-print">
        <LinkButton href={`/cases/${caseId}`}>{t('vault.toCase')}</LinkButton>
        {data ? (
          <Button onPress={isCovered ? uncover : cover}>{t(isCovered ? 'vault.show' : 'vault.hide')}</Button>
        ) : null}
      </div>
      {read.state === 'loading' ? <Loading /> : null}
      {read.refusal && !closed ? <ErrorState refusal={read.refusal} onRetry={read.reload} /> : null}
      {closed ? <EmptyState title={t('vault.none')}>{t('vault.noneNext')}</EmptyState> : null}
      {data ? <Notice>{t('vault.onRecord')}</Notice> : null}
      {data && isCovered ? <Notice title={t('vault.hidden')}>{t('vault.hiddenHelp')}</Notice> : null}
      {data?.vaults.map((vault) => (
        <section key={vault.vaultId} className="stack" aria-label={t(`vault.kind.${vault.kind}`)}>
          <VaultEntries vault={vault} isCovered={isCovered} onWritten={read.reload} />
          <VaultNeeds vault={vault} isCovered={isCovered} onChanged={read.reload} />
          <VaultFiles vault={vault} isCovered={isCovered} onChanged={read.reload} />
          <VaultTeam vault={vault} onChanged={read.reload} />
        </section>
      ))}
      {data || closed ? <More caseId={caseId} vaults={data?.vaults ?? []} onOpened={read.reload} /> : null}
    </Page>
  )
}

function More({
  caseId,
  vaults,
  onOpened,
}: {
  caseId: string
  vaults: VaultAnswer['vaults']
  onOpened: () => void
}) {
  const t = useWords()
  const me = useMe()
  const certificates = useList<CertificateItem>('/api/certificates')
  const mine = new Set(
    certificates.items
      .filter(
        ({ accountId, state }) => accountId === me.account.id && state !== 'ended' && state !== 'revoked',
      )
      .map(({ kind }) => kind),
  )
  const supervises = supervisingRoles.some((role) => me.roles.includes(role))
  const kinds = [...mine].filter((kind) => !vaults.some((vault) => vault.kind === kind))
  if (mine.size === 0) return null
  return (
    <div className="stack no-print">
      {kinds.length > 0 ? (
        <Card level={2} title={t('vault.open.title')}>
          <p>{t('vault.open.what')}</p>
          <OpenVault caseId={caseId} kinds={kinds} onOpened={onOpened} />
        </Card>
      ) : null}
      {supervises && !vaults.some(({ glassUntil }) => glassUntil !== null) ? (
        <Card level={2} title={t('vault.glass.title')}>
          <p>{t('vault.glass.what')}</p>
          <BreakGlass caseId={caseId} onBroken={onOpened} />
        </Card>
      ) : null}
    </div>
  )
}
