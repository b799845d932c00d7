import { useState } from 'react'
import { useParam } from '../app/address.ts'
import { FormDialog } from '../app/FormDialog.tsx'
import { useList } from '../app/hooks.ts'
import { Page } from '../app/Page.tsx'
import { Card } from '../design/Card.tsx'
import { Disclosure } from '../design/Disclosure.tsx'
import { TextArea } from '../design/Field.tsx'
import { useWords } from '../design/language.tsx'
import { ErrorState, Loading, Notice } from '../design/States.tsx'
import { localeCodes, localeFacts } from '../language/locales.ts'
import type { InformationItem } from '../records/answers.ts'
import { informationKinds, linesOf, textFor } from './information.ts'
import { InformationForm } from './InformationForm.tsx'
import { StateChip } from './InformationList.tsx'

/** One entry of the public pages: what is shown, what waits, what was before, and the next version. */
export default function InformationPage() {
  const t = useWords()
  const entry = useParam('entryId')
  const newKind = informationKinds.find((kind) => entry === `new-${kind}`)
  const list = useList<InformationItem>(newKind === undefined ? '/api/information' : null)
  const versions = list.items.filter(({ entryId }) => entryId === entry)
  const newest = versions[0]
  const title = newest === undefined ? t('information.add') : textFor(newest.texts, t.locale).text.title
  return (
    <Page title={<bdi>{title}</bdi>} tab={t('information.title')} back="/information">
      {newKind !== undefined ? (
        <InformationForm kind={newKind} entryId={null} before={null} />
      ) : list.state === 'error' && list.refusal ? (
        <ErrorState refusal={list.refusal} onRetry={list.reload} />
      ) : list.state === 'loading' ? (
        <Loading />
      ) : newest === undefined ? (
        <Notice tone="wait" title={t('refusals.information.not_found')} />
      ) : (
        <Versions versions={versions} newest={newest} />
      )}
    </Page>
  )
}

function Versions({ versions, newest }: { versions: readonly InformationItem[]; newest: InformationItem }) {
  const t = useWords()
  const kind = informationKinds.find((one) => one === newest.kind) ?? 'about'
  const standing = versions.filter(({ state }) => state === 'waiting' || state === 'published')
  const before = versions.filter(({ state }) => state !== 'waiting' && state !== 'published')
  return (
    <>
      {standing.map((item) => (
        <Version key={item.id} item={item} />
      ))}
      <Disclosure title={t('information.newVersion')} isOpenAtFirst={standing.length === 0}>
        <InformationForm key={newest.id} kind={kind} entryId={newest.entryId} before={newest} />
      </Disclosure>
      {before.length > 0 ? (
        <Disclosure title={t('information.history')}>
          <div className="stack">
            {before.map((item) => (
              <Version key={item.id} item={item} />
            ))}
          </div>
        </Disclosure>
      ) : null}
    </>
  )
}

function Version({ item }: { item: InformationItem }) {
  const t = useWords()
  const other = t('information.otherOrganisation')
  return (
    <Card title={t('information.version', { number: item.version })} aside={<StateChip state={item.state} />}>
      <p className="soft">
        {item.shipped
          ? t('information.shipped')
          : t('information.by', {
              writer: item.writtenByName ?? other,
              decider: item.decidedAt === null ? '—' : (item.decidedByName ?? other),
            })}
        {' · '}
        <bdi>{item.source}</bdi>
      </p>
      {item.facts.number ? (
        <p>
          <bdi dir="ltr">{item.facts.number}</bdi>
        </p>
      ) : null}
      {localeCodes.map((locale) => {
        const text = item.texts[locale]
        const { languageTag, direction } = localeFacts(locale)
        return text === undefined ? null : (
          <div key={locale} lang={languageTag} dir={direction} className="stack tight">
            <b>{text.title}</b>
            {linesOf(text.text).map((line) => (
              <p key={line}>{line}</p>
            ))}
            {text.steps && text.steps.length > 0 ? (
              <ol>
                {text.steps.map((step) => (
                  <li key={step}>{step}</li>
                ))}
              </ol>
            ) : null}
            {[text.cost, text.where, text.hours]
              .filter((one) => one !== undefined)
              .map((one) => (
                <p key={one}>{one}</p>
              ))}
          </div>
        )
      })}
      {item.remark ? <Notice tone="wait" title={item.remark} /> : null}
      {item.state === 'waiting' ? (
        item.mine ? (
          <p className="soft">{t('information.own')}</p>
        ) : (
          <div className="row">
            <Decide item={item} publish />
            <Decide item={item} publish={false} />
          </div>
        )
      ) : item.state === 'published' ? (
        <div className="row">
          <Withdraw item={item} />
        </div>
      ) : null}
    </Card>
  )
}

function Decide({ item, publish }: { item: InformationItem; publish: boolean }) {
  const t = useWords()
  const [remark, setRemark] = useState('')
  const title = t(publish ? 'information.publish' : 'information.giveBack')
  return (
    <FormDialog
      opener={title}
      openerLook={publish ? 'main' : 'plain'}
      title={title}
      send={title}
      isReady={publish || remark.trim() !== ''}
      perform={(perform) =>
        perform('information.decide', {
          informationId: item.id,
          entryId: item.entryId,
          publish,
          ...(remark.trim() === '' ? {} : { remark }),
        })
      }
    >
      {publish ? (
        <p>{textFor(item.texts, t.locale).text.title}</p>
      ) : (
        <TextArea
          label={t('information.remark')}
          value={remark}
          onChange={setRemark}
          maxLength={1000}
          isRequired
        />
      )}
    </FormDialog>
  )
}

function Withdraw({ item }: { item: InformationItem }) {
  const t = useWords()
  const [reason, setReason] = useState('')
  return (
    <FormDialog
      opener={t('information.withdraw')}
      openerLook="quiet"
      title={t('information.withdraw')}
      send={t('information.withdraw')}
      sendLook="danger"
      isReady={reason.trim() !== ''}
      perform={(perform) =>
        perform('information.withdraw', { informationId: item.id, entryId: item.entryId, reason })
      }
    >
      <TextArea
        label={t('information.withdrawWhy')}
        value={reason}
        onChange={setReason}
        maxLength={1000}
        isRequired
      />
    </FormDialog>
  )
}
