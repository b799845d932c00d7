import { useState } from 'react'
import { reads } from '../../app/device.ts'
import { useRead } from '../../app/hooks.ts'
import { unreachable } from '../../app/http.ts'
import { Page } from '../../app/Page.tsx'
import { askProved } from '../../app/proof.ts'
import { Button } from '../../design/Button.tsx'
import { Card, Chip } from '../../design/Card.tsx'
import { useWords } from '../../design/language.tsx'
import { Dialog } from '../../design/later.tsx'
import { Since } from '../../design/Show.tsx'
import { ErrorState, FormError, Loading, Notice, type RefusalSeen } from '../../design/States.tsx'
import { type FactorKind, factorKinds } from '../factor-rule.ts'
import { AddFactor, type Begun } from './AddFactor.tsx'
import { Identities } from './Identities.tsx'

interface FactorItem {
  readonly id: string
  readonly kind: FactorKind
  readonly label: string | null
  readonly createdAt: string
  readonly lastUsedAt: string | null
  readonly codesLeft: number | null
}

const fewCodes = 3

/** The second steps of one's own sign-in: which there are, adding one, taking one away. */
export default function FactorsPage() {
  const t = useWords()
  const read = useRead<{ items: readonly FactorItem[] }>('/api/factors')
  const [adding, setAdding] = useState<FactorKind | null>(null)
  const [isAdded, setIsAdded] = useState(false)
  const title = t('staff.factor.title')
  return (
    <Page title={title} tab={title} back="/more">
      {isAdded ? (
        <Notice tone="calm" title={t('staff.factor.added')}>
          {t('staff.factor.addedNext')}
        </Notice>
      ) : null}
      {adding ? (
        <Card level={2} title={t(`staff.factor.${adding}`)}>
          <AddFactor
            key={adding}
            way={adding}
            begin={() => askProved<Begun>('/api/factors/begin', { way: adding })}
            confirm={(given, ticket) =>
              askProved('/api/factors/confirm', { try: given, ...(ticket === undefined ? {} : { ticket }) })
            }
            onDone={() => {
              setAdding(null)
              setIsAdded(true)
              reads.refresh()
            }}
          />
          <Button look="quiet" onPress={() => setAdding(null)}>
            {t('design.cancel')}
          </Button>
        </Card>
      ) : (
        <>
          <p className="soft">{t('staff.factor.what')}</p>
          {read.state === 'error' && read.refusal ? (
            <ErrorState refusal={read.refusal} onRetry={read.reload} />
          ) : read.data ? (
            read.data.items.map((item) => <Factor key={item.id} item={item} />)
          ) : (
            <Loading />
          )}
          <Card level={2} title={t('staff.factor.add')}>
            {factorKinds.map((way) => (
              <div key={way} className="stack tight">
                <Button
                  onPress={() => {
                    setIsAdded(false)
                    setAdding(way)
                  }}
                >
                  {t(`staff.factor.${way}`)}
                </Button>
                <p className="soft">{t(`staff.factor.about.${way}`)}</p>
              </div>
            ))}
          </Card>
          <Identities />
        </>
      )}
    </Page>
  )
}

function Factor({ item }: { item: FactorItem }) {
  const t = useWords()
  const [isOpen, setIsOpen] = useState(false)
  const [refusal, setRefusal] = useState<RefusalSeen | null>(null)
  async function remove() {
    const answer = await askProved(`/api/factors/${item.id}/remove`, {})
    setIsOpen(false)
    if (answer.kind === 'ok') return reads.refresh()
    setRefusal(answer.kind === 'refused' ? answer.refusal : unreachable)
  }
  return (
    <Card
      level={2}
      title={t(`staff.factor.${item.kind}`)}
      aside={<Chip tone="calm">{t('staff.factor.on')}</Chip>}
    >
      {item.label ? <p>{t(`staff.device.${item.label}`)}</p> : null}
      <p className="soft">
        {t('staff.factor.since')} <Since at={item.createdAt} />
        {item.lastUsedAt ? (
          <>
            {' · '}
            {t('staff.sessions.seen')} <Since at={item.lastUsedAt} />
          </>
        ) : null}
      </p>
      {item.codesLeft === null ? null : (
        <p>
          <Chip tone={item.codesLeft <= fewCodes ? 'wait' : 'plain'}>
            {t('staff.factor.left', { count: item.codesLeft })}
          </Chip>
        </p>
      )}
      <FormError refusal={refusal} />
      <div>
        <Button look="danger" onPress={() => setIsOpen(true)}>
          {t('staff.factor.remove')}
        </Button>
      </div>
      <Dialog
        title={t('staff.factor.remove')}
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        actions={
          <Button look="danger" onPress={remove}>
            {t('staff.factor.remove')}
          </Button>
        }
      >
        <p>{t('staff.factor.removeSure')}</p>
      </Dialog>
    </Card>
  )
}
