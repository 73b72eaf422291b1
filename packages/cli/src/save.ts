import { access, constants, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AnyEvent } from '@stt-webhooks/core'
import { isRecord, type JsonRecord, listAt, stringAt } from '@stt-webhooks/core/provider'
import { codeOf, describe, Failure } from './failure.ts'
import { fileName } from './file-name.ts'
import { toLine } from './line.ts'

/**
 * Keeps one file per job in a folder, which is made if it is missing: the job's newest event, and in `earlier` those before it, oldest first.
 * @throws Failure if the folder cannot be written to
 */
export async function createSaver(folder: string): Promise<(event: AnyEvent) => Promise<void>> {
  try {
    await mkdir(folder, { recursive: true })
    await access(folder, constants.W_OK)
  } catch (error) {
    throw new Failure(1, `Cannot save into ${folder}: ${describe(error)}.`, error)
  }
  let last: Promise<void> = Promise.resolve()
  return (event) => {
    // One after another, because two events of one job change the same file.
    const saved = last.then(() => save(event, join(folder, fileName(event))))
    last = saved.catch(() => undefined)
    return saved
  }
}

async function save(event: AnyEvent, file: string): Promise<void> {
  const earlier = (await readEvents(file)).filter((one) => stringAt(one, 'id') !== event.id)
  const job = earlier.length === 0 ? toLine(event) : { ...toLine(event), earlier }
  const temporary = `${file}.${process.pid}.tmp`
  try {
    await writeFile(temporary, `${JSON.stringify(job, null, 2)}\n`)
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** The events of a job's file, oldest first. @throws if it is not ours, because saving would overwrite it */
async function readEvents(file: string): Promise<readonly JsonRecord[]> {
  const text = await readText(file)
  if (text === undefined) return []
  const newest = parse(text)
  if (!isRecord(newest)) throw new Error(`${file} is no file of --save. Move it out of the way.`)
  const { earlier: _, ...rest } = newest
  return [...(listAt(newest, 'earlier') ?? []).filter(isRecord), rest]
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
