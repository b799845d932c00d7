import { useState } from 'react'
import { FormDialog } from '../app/FormDialog.tsx'
import { useList } from '../app/hooks.ts'
import { Card } from '../design/Card.tsx'
import { Select } from '../design/Field.tsx'
import { useWords } from '../design/language.tsx'
import { Name } from '../design/Show.tsx'
import type { CertificateItem, VaultAnswer } from '../records/answers.ts'

type Vault = VaultAnswer['vaults'][number]

/** Who sees these notes, and whom the team may bring in: colleagues certified for the same kind. */
export function VaultTeam({ vault, onChanged }: { vault: Vault; onChanged: () => void }) {
  const t = useWords()
  return (
    <Card level={2} title={t('vault.team.title')}>
      <ul className="stack tight">
        {vault.members.map((member) => (
          <li key={member.accountId} className="row">
            <span className="grow">
              <Name>{member.displayName}</Name>
            </span>
            {vault.members.length > 1 ? (
              <FormDialog
                opener={t('vault.team.remove')}
                openerLook="quiet"
                title={t('vault.team.remove')}
                send={t('vault.team.remove')}
                sendLook="danger"
                onDone={onChanged}
                perform={(perform) =>
                  perform('vault.remove_member', { vaultId: vault.vaultId, accountId: member.accountId })
                }
              >
                <p>{t('vault.team.removeSure', { name: member.displayName })}</p>
              </FormDialog>
            ) : null}
          </li>
        ))}
      </ul>
      <AddMember vault={vault} onChanged={onChanged} />
    </Card>
  )
}

function AddMember({ vault, onChanged }: { vault: Vault; onChanged: () => void }) {
  const t = useWords()
  const certificates = useList<CertificateItem>('/api/certificates')
  const [who, setWho] = useState<string | null>(null)
  const members = new Set(vault.members.map(({ accountId }) => accountId))
  const options = new Map(
    certificates.items
      .filter(
        ({ accountId, kind, state }) =>
          kind === vault.kind && (state === 'valid' || state === 'ends_soon') && !members.has(accountId),
      )
      .map(({ accountId, displayName }) => [accountId, { value: accountId, label: displayName }]),
  )
  return (
    <div className="no-print">
      <FormDialog
        opener={t('vault.team.add')}
        title={t('vault.team.add')}
        send={t('vault.team.add')}
        isReady={who !== null && options.has(who)}
        onOpen={() => setWho(null)}
        onDone={onChanged}
        perform={(perform) => perform('vault.add_member', { vaultId: vault.vaultId, accountId: who })}
      >
        {options.size === 0 ? (
          <p>{t('vault.team.nobody')}</p>
        ) : (
          <Select
            label={t('vault.team.who')}
            options={[...options.values()]}
            value={who}
            onChange={setWho}
            isRequired
          />
        )}
      </FormDialog>
    </div>
  )
}
