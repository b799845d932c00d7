import { useState } from 'react'
import { Button } from '../../design/Button.tsx'
import { Card } from '../../design/Card.tsx'
import { Choice } from '../../design/Choice.tsx'
import { TextField } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import { plainLetters } from '../../basics/letters.ts'
import { isProtected, sectors, type Service, services, servicesOfSector } from '../../services/taxonomy.ts'

/** Sector, then service; or typed. Those that need special protection are shown, so that nobody searches in vain. */
export function ServiceChoice({
  value,
  onChange,
}: {
  value: string | null
  onChange: (value: string | null) => void
}) {
  const t = useWords()
  const [text, setText] = useState('')
  const [sector, setSector] = useState<string | null>(null)
  if (value)
    return (
      <div className="row">
        <b className="grow">{t(`services.service.${value}`)}</b>
        <Button onPress={() => onChange(null)}>{t('cases.needs.otherService')}</Button>
      </div>
    )
  const wanted = plainLetters(text.trim())
  const found = wanted
    ? services
        .filter(({ code }) => plainLetters(`${t(`services.service.${code}`)} ${code}`).includes(wanted))
        .slice(0, 12)
    : sector
      ? servicesOfSector(sector)
      : []
  return (
    <Card level={2} title={t('cases.needs.what')}>
      <TextField
        label={t('cases.needs.search')}
        value={text}
        onChange={setText}
        inputMode="search"
        dir="auto"
        isRequired={false}
      />
      {wanted || sector ? null : (
        <Choice
          label={t('cases.needs.sector')}
          options={sectors.map((code) => ({ value: code, label: t(`services.sector.${code}`) }))}
          value={null}
          onChange={setSector}
        />
      )}
      {sector && !wanted ? (
        <div>
          <Button look="quiet" onPress={() => setSector(null)}>
            {t('cases.needs.allSectors')}
          </Button>
        </div>
      ) : null}
      {wanted && found.length === 0 ? <p className="soft">{t('design.nothingFound')}</p> : null}
      {found.length > 0 ? (
        <ServiceList
          label={sector ? t(`services.sector.${sector}`) : t('cases.needs.found')}
          items={found}
          onChange={onChange}
        />
      ) : null}
    </Card>
  )
}

function ServiceList({
  label,
  items,
  onChange,
}: {
  label: string
  items: readonly Service[]
  onChange: (value: string) => void
}) {
  const t = useWords()
  return (
    <Choice
      label={label}
      options={items.map(({ code }) => ({
        value: code,
        label: t(`services.service.${code}`),
        help: isProtected(code) ? t('cases.needs.notHereYet') : undefined,
      }))}
      value={null}
      onChange={onChange}
    />
  )
}
