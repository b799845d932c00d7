import { useState } from 'react'
import { Button, Link, LinkButton } from '../design/Button.tsx'
import { Card, Chip, Facts, NextStep, Reasons, Story, Tile, Tiles } from '../design/Card.tsx'
import { Choice, Choices, Yes } from '../design/Choice.tsx'
import type { Found } from '../design/ComboBox.tsx'
import type { DateValue } from '../design/DateField.tsx'
import { Disclosure } from '../design/Disclosure.tsx'
import { NumberField, Select, TextArea, TextField } from '../design/Field.tsx'
import { ComboBox, DateField, Dialog, Qr } from '../design/later.tsx'
import { Code, Day, Instant } from '../design/Show.tsx'
import {
  EmptyState,
  ErrorState,
  FormError,
  Loading,
  Notice,
  Pager,
  PrintButton,
  Progress,
} from '../design/States.tsx'
import { Table } from '../design/Table.tsx'
import { Columns, Page } from './Page.tsx'

// Every component once, in development only. The texts are the picture's own (Arabic), whatever the language.
const places: readonly Found[] = [
  { id: '1', label: 'تلعفر', help: 'نينوى' },
  { id: '2', label: 'سنجار', help: 'نينوى' },
  { id: '3', label: 'الحمدانية', help: 'نينوى' },
]
const search = async (text: string) => places.filter((place) => place.label.includes(text))
const rows = [
  { code: 'NV-4K7-29', what: 'لا ردّ من الجهة', since: 'يومين', who: 'يونس' },
  { code: 'NV-7C1-88', what: 'طلب خفض الأولوية من U1 إلى U2', since: '٣ ساعات', who: 'شيرين' },
]

export default function Gallery() {
  const [text, setText] = useState('')
  const [number, setNumber] = useState<number | null>(12)
  const [choice, setChoice] = useState<'a' | 'b' | 'c' | null>('b')
  const [choices, setChoices] = useState<('a' | 'b')[]>(['a'])
  const [place, setPlace] = useState<Found | null>(null)
  const [date, setDate] = useState<DateValue | null>({ day: '2026-11-22', precision: 'day' })
  const [isOpen, setIsOpen] = useState(false)
  const [yes, setYes] = useState(true)
  return (
    <Page
      title={
        <>
          <Code>NV-4K7-29</Code> · أم حسن
        </>
      }
      tab="Gallery"
      back="/more"
    >
      <Columns
        side={
          <>
            <Card title="خدمات وصلت وأكّدها أصحابها" level={2}>
              <p className="soft">هذا الشهر، من ١٨٤ إحالة</p>
              <Progress label="مستمسكات" value={61} shown="٦١٪" />
              <Progress label="تسجيل مدرسي" value={78} shown="٧٨٪" />
            </Card>
            <Qr text="https://example.org/link#abcdefghijklmnop" label="QR" />
            <Loading lines={2} />
            <EmptyState title="لا حالات بعد" action={<LinkButton href="/more">حالة جديدة</LinkButton>}>
              ابدأ بأول حالة.
            </EmptyState>
            <ErrorState refusal={{ code: 'network.unreachable' }} onRetry={() => setText('')} />
            <Notice tone="wait" title="انتبه">
              الوقت يمضي.
            </Notice>
          </>
        }
      >
        <div className="row">
          <Chip tone="wait">عاجل · U2</Chip>
          <Chip tone="calm">الموافقة سارية</Chip>
          <Chip tone="late">متأخر يومين</Chip>
          <Chip tone="note">موعد ١٠:٣٠</Chip>
          <Chip>مسودة</Chip>
        </div>
        <Tiles>
          <Tile number="٣" label="متأخرة" href="/more" />
          <Tile number="٥" label="بانتظار ردّ" />
          <Tile number="٢" label="مواعيد اليوم" />
        </Tiles>
        <NextStep
          title="الخطوة التالية"
          action={
            <Button look="main" onPress={() => setIsOpen(true)}>
              أرسل إلى جهة أخرى
            </Button>
          }
        >
          الجهة لم تردّ منذ ٤٨ ساعة. اتصل بها الآن أو أرسل إلى جهة أخرى.
        </NextStep>
        <Dialog
          title="أرسل إلى جهة أخرى؟"
          isOpen={isOpen}
          onClose={() => setIsOpen(false)}
          actions={
            <Button look="main" onPress={() => setIsOpen(false)}>
              أرسل
            </Button>
          }
        >
          <p>تُلغى الإحالة الأولى وتُبلَّغ الجهة.</p>
        </Dialog>
        <Story
          label="القصة"
          items={[
            {
              key: '1',
              what: (
                <>
                  <b>أُرسلت الإحالة</b> إلى مركز السلام القانوني
                </>
              ),
              about: (
                <>
                  <Instant at="2026-11-22T06:12:00.000Z" /> · يونس
                </>
              ),
              tone: 'wait',
            },
            {
              key: '2',
              what: (
                <>
                  <b>وافقت</b> على مشاركة ثلاثة بنود
                </>
              ),
              about: <Day day="2026-11-21" />,
            },
            {
              key: '3',
              what: (
                <>
                  <b>فُتحت الحالة</b> في مكتب تلعفر
                </>
              ),
            },
          ]}
        />
        <Card title="منظمة جسور للمساعدة القانونية" aside={<Chip tone="calm">تستقبل الآن</Chip>} href="/more">
          <Reasons
            items={[
              { fits: true, text: 'في تلعفر، ٢ كم' },
              { fits: true, text: 'محامية' },
              { fits: false, text: 'لا مترجمة تركمانية' },
            ]}
          />
          <Button look="main">اختر</Button>
        </Card>
        <Disclosure title="لماذا لا تناسب ٧ جهات؟">٤ خارج المنطقة · ٢ بلا تأكيد منذ ٩٠ يوماً</Disclosure>
        <Card title="حقول" level={2}>
          <TextField
            label="اسم الأم"
            help="كما تقوله هي"
            value={text}
            onChange={setText}
            isRequired={false}
          />
          <TextField
            label="هاتف آمن"
            value="0770 123 4567"
            onChange={setText}
            dir="ltr"
            error="هذا الرقم ناقص"
            isRequired
          />
          <TextArea label="ملاحظة" value={text} onChange={setText} />
          <NumberField label="عدد الأطفال" value={number} onChange={setNumber} />
          <Select
            label="الحالة"
            options={[
              { value: 'a', label: 'عائد' },
              { value: 'b', label: 'نازح' },
            ]}
            value={choice === 'c' ? null : choice}
            onChange={setChoice}
          />
          <Choice
            label="كيف نتصل؟"
            options={[
              { value: 'a', label: 'هاتف' },
              { value: 'b', label: 'عن طريق شخص', help: 'تسمّيه هي' },
              { value: 'c', label: 'لا نتصل' },
            ]}
            value={choice}
            onChange={setChoice}
            error={text === 'x' ? 'اختر' : undefined}
          />
          <Choices
            label="ماذا نشارك؟"
            options={[
              { value: 'a', label: 'الاسم' },
              { value: 'b', label: 'العمر' },
            ]}
            value={choices}
            onChange={setChoices}
          />
          <Yes label="تحتاج مترجماً" value={yes} onChange={setYes} />
          <ComboBox label="المكان" value={place} onChange={setPlace} search={search} />
          <DateField
            label="تاريخ الميلاد"
            value={date}
            onChange={setDate}
            precisions={['day', 'month', 'year', 'estimate']}
          />
          <FormError refusal={{ code: 'no.such.code' }} />
        </Card>
        <Table
          label="تحتاج قراراً اليوم"
          rows={rows}
          rowKey={(row) => row.code}
          sort={{ column: 'since', down: true }}
          onSort={() => setText('')}
          columns={[
            { key: 'code', title: 'الحالة', cell: (row) => <Code>{row.code}</Code>, isRowName: true },
            { key: 'what', title: 'ما الذي حدث', cell: (row) => row.what },
            {
              key: 'since',
              title: 'منذ',
              cell: (row) => <Chip tone="late">{row.since}</Chip>,
              isSortable: true,
            },
            { key: 'who', title: 'الموظف', cell: (row) => row.who },
            { key: 'do', title: '', cell: () => <Button>أعد الإسناد</Button> },
          ]}
        />
        <Pager next="x" onMore={() => setText('')} />
        <Facts
          items={[
            { name: 'اللغة', value: 'التركمانية' },
            { name: 'السكن', value: 'تلعفر' },
          ]}
        />
        <div className="row">
          <PrintButton />
          <Button look="danger">احذف</Button>
          <Button look="quiet">لاحقاً</Button>
          <Button isPending>احفظ</Button>
          <Button isDisabled>مغلق</Button>
          <Link href="/more">رابط</Link>
        </div>
      </Columns>
    </Page>
  )
}
