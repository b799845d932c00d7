import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react'
import { FormDialog } from '../../app/FormDialog.tsx'
import type { Action } from '../../app/hooks.ts'
import type { Answer } from '../../app/outbox.ts'
import { Recorder } from '../../app/recorder.ts'
import { useWordsIn } from '../../app/words-in.ts'
import { Button } from '../../design/Button.tsx'
import { Yes } from '../../design/Choice.tsx'
import { useWords } from '../../design/language.tsx'
import { Player, useMemoryAddress } from '../../design/Player.tsx'
import { FormError, Notice, type RefusalSeen } from '../../design/States.tsx'
import { withDigits } from '../../language/numbers.ts'
import { localeFacts } from '../../language/locales.ts'
import { mostRecordedMinutes } from '../file-kinds.ts'

interface Props {
  opener: string
  /** The language the person speaks: what is read to them is in it. */
  language: string
  /** What is kept, and how: `refusal` where the bytes did not get through. */
  keep: (sound: Blob, perform: Action['perform']) => Promise<Answer>
  onDone?: (() => void) | undefined
  children?: ReactNode
}

/**
 * Asks the person, records, lets it be heard, and keeps it only when that is pressed. Whatever closes it lets the
 * microphone go and throws away what was not kept.
 */
export function RecordSound({ opener, language, keep, onDone, children }: Props) {
  const t = useWords()
  const [recorder] = useState(() => new Recorder())
  const [hasAgreed, setHasAgreed] = useState(false)
  const [refusal, setRefusal] = useState<RefusalSeen | null>(null)
  const recording = useSyncExternalStore(recorder.subscribe, recorder.seen)
  return (
    <FormDialog
      opener={opener}
      title={opener}
      send={recording.kind === 'done' ? t('cases.sound.keep') : undefined}
      close={t(recording.kind === 'done' ? 'cases.sound.throwAway' : 'design.cancel')}
      isSteady={recording.kind === 'done' || recording.kind === 'recording'}
      isReady={recording.kind === 'done'}
      onOpen={() => {
        setHasAgreed(false)
        setRefusal(null)
      }}
      onDone={onDone}
      perform={async (perform) => {
        const answer = await keep(recording.kind === 'done' ? recording.sound : new Blob([]), perform)
        setRefusal(answer.refusal ?? null)
        return answer
      }}
    >
      <Recording recorder={recorder} language={language} hasAgreed={hasAgreed} onAgreed={setHasAgreed} />
      {recording.kind === 'done' ? children : null}
      <FormError refusal={refusal} />
    </FormDialog>
  )
}

function Recording({
  recorder,
  language,
  hasAgreed,
  onAgreed,
}: {
  recorder: Recorder
  language: string
  hasAgreed: boolean
  onAgreed: (hasAgreed: boolean) => void
}) {
  const t = useWords()
  const spoken = useWordsIn(language)
  const { languageTag, direction } = localeFacts(spoken.locale)
  const recording = useSyncExternalStore(recorder.subscribe, recorder.seen)
  useEffect(() => () => recorder.drop(), [recorder])
  const clock = (seconds: number) => withDigits(minutesAndSeconds(seconds), t.digits)
  const isRunning = recording.kind === 'recording'
  const isAtRest = recording.kind === 'none' || recording.kind === 'failed'
  return (
    <>
      {isAtRest ? (
        <>
          <p className="soft">{t('cases.sound.readAloud')}</p>
          <blockquote className="spoken" lang={languageTag} dir={direction}>
            <p>{spoken('cases.sound.ask')}</p>
          </blockquote>
          <Yes label={t('cases.sound.agreed')} value={hasAgreed} onChange={onAgreed} />
        </>
      ) : null}
      {recording.kind === 'failed' ? (
        <Notice tone="late" title={t(`cases.sound.failed.${recording.why}`)} />
      ) : null}
      {isRunning ? (
        <p className="recording">
          <span className="dot" aria-hidden="true" />
          <b role="status">{t('cases.sound.running')}</b>{' '}
          <span role="timer">
            {t('cases.sound.time', { now: clock(recording.seconds), most: clock(mostRecordedMinutes * 60) })}
          </span>
        </p>
      ) : null}
      {recording.kind === 'done' ? (
        <>
          {recording.wasCut ? <Notice tone="wait" title={t('cases.sound.cut')} /> : null}
          <Recorded sound={recording.sound}>
            {t('cases.sound.hear', { time: clock(recording.seconds) })}
          </Recorded>
        </>
      ) : null}
      <div className="row">
        {isRunning ? (
          <Button look="danger" onPress={() => recorder.stop()}>
            {t('cases.sound.stop')}
          </Button>
        ) : (
          <Button
            look={recording.kind === 'done' ? 'plain' : 'main'}
            isPending={recording.kind === 'asking'}
            isDisabled={!hasAgreed}
            onPress={() => void recorder.start()}
          >
            {t(recording.kind === 'done' ? 'cases.sound.again' : 'cases.sound.start')}
          </Button>
        )}
      </div>
      <p className="soft">{t(recording.kind === 'done' ? 'cases.sound.notKept' : 'cases.sound.limits')}</p>
    </>
  )
}

function Recorded({ sound, children }: { sound: Blob; children: string }) {
  return <Player address={useMemoryAddress(sound)}>{children}</Player>
}

const minutesAndSeconds = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
