import { express } from './express.ts'
import type { Framework, FrameworkName } from './framework.ts'
import { h3 } from './h3.ts'
import { koa } from './koa.ts'
import { node } from './node.ts'

export const frameworks: Readonly<Record<FrameworkName, Framework>> = { node, express, koa, h3 }
