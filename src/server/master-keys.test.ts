import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  ensureMasterKeyFile,
  masterKeyFile,
  newMasterKey,
  openMasterKeys,
  writeMasterKeys,
} from './master-keys.ts'
import { readSettings } from './settings.ts'

const folder = mkdtempSync(join(tmpdir(), 'ihala-master-'))
const text = (): string => newMasterKey().bytes.toString('base64')

test('where the key comes from: a variable, a file, the folder of the database that comes along, or nowhere', () => {
  const server = {
    DATABASE_URL: 'postgres://owner:x@localhost/ihala',
    IHALA_SECRET: '9f2c4a7be1d05836c4f97a1e5b3d8260',
  }
  expect(readSettings({ IHALA_DATA: '/srv/data' }).masterKey).toEqual({
    kind: 'file',
    path: '/srv/data/keys/master.key',
  })
  expect(readSettings(server).masterKey).toEqual({ kind: 'none' })
  expect(readSettings({ ...server, IHALA_MASTER_KEY: 'abc' }).masterKey).toEqual({
    kind: 'text',
    text: 'abc',
  })
  expect(readSettings({ ...server, IHALA_MASTER_KEY_FILE: '/run/key' }).masterKey).toEqual({
    kind: 'file',
    path: '/run/key',
  })
  expect(() => readSettings({ IHALA_MASTER_KEY: 'a', IHALA_MASTER_KEY_FILE: 'b' })).toThrow(/not both/)
})

test('without a key there is none; a short or guessable one stops the start and is not repeated', () => {
  expect(openMasterKeys({ kind: 'none' }).current).toBeUndefined()
  for (const weak of ['c2hvcnQ=', Buffer.alloc(32).toString('base64')]) {
    expect(() => openMasterKeys({ kind: 'text', text: weak })).toThrow(/openssl rand -base64 32/)
    expect(() => openMasterKeys({ kind: 'text', text: weak })).not.toThrow(weak)
  }
  expect(() => openMasterKeys({ kind: 'file', path: join(folder, 'nothing') })).toThrow(/cannot be read/)
})

test('the first key seals, the others only open, and a name tells nothing of its key', () => {
  const [first, second] = [text(), text()]
  const keys = openMasterKeys({ kind: 'text', text: `${first}, ${second}` })
  expect(keys.current?.bytes.toString('base64')).toBe(first)
  const former = openMasterKeys({ kind: 'text', text: second }).current
  expect(keys.find(former?.id ?? '')?.bytes.toString('base64')).toBe(second)
  expect(keys.find('0000000000000000')).toBeUndefined()
  expect(former?.bytes.toString('hex')).not.toContain(former?.id)
})

test('a file that is replaced counts at once, a forgotten key too; one that is taken away is remembered until the end', () => {
  const path = masterKeyFile(join(folder, 'data'))
  ensureMasterKeyFile(path)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(statSync(join(folder, 'data/keys')).mode & 0o777).toBe(0o700)
  const keys = openMasterKeys({ kind: 'file', path })
  const before = keys.current
  const fresh = newMasterKey()
  writeMasterKeys(path, before ? [fresh, before] : [fresh])
  expect(keys.current?.id).toBe(fresh.id)
  expect(keys.find(before?.id ?? '')).toBeDefined()
  writeMasterKeys(path, [fresh])
  expect(keys.find(before?.id ?? '')).toBeUndefined()
  expect(readFileSync(path, 'utf8')).not.toContain(before?.bytes.toString('base64'))
  rmSync(path)
  expect(keys.current?.id).toBe(fresh.id)
  writeFileSync(path, 'damaged')
  expect(() => keys.current).toThrow(/32 random bytes/)
})
