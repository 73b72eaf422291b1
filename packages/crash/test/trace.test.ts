import { expect, test } from 'vitest'
import { exchanges } from '../src/trace/order.ts'

// Lines as strace -y -tt prints them.
const request = '09:00:00.000001 read(26<socket:[1]>, "POST /webhooks/stt/e"..., 65536) = 371'
const written = '09:00:00.000002 pwrite64(23</data/inbox.db-wal>, "\\r\\0"..., 8192, 295832) = 8192'
const flushed = '09:00:00.000003 fsync(23</data/inbox.db-wal>) = 0'
const answered = '09:00:00.000004 write(26<socket:[1]>, "HTTP/1.1 200 OK\\r\\nDat"..., 122) = 122'
const elsewhere = '09:00:00.000005 fsync(9</data/handled>) = 0'
const failed = '09:00:00.000006 fsync(23</data/inbox.db-wal>) = -1 EIO (Input/output error)'

test.each([
  [true, 'written, flushed, answered', [request, written, flushed, answered]],
  [false, 'answered before it was flushed', [request, written, answered, flushed]],
  [false, 'written again after the flush', [request, written, flushed, written, answered]],
  [false, 'not written at all', [request, flushed, answered]],
  [false, 'only another file flushed', [request, written, elsewhere, answered]],
  [false, 'a flush that failed', [request, written, failed, answered]],
])('durable is %s: %s', (durable, _, lines) => {
  expect(exchanges(lines).map((one) => one.durable)).toEqual([durable])
})
