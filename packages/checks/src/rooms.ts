import { report } from './report.ts'
import { imports } from './rooms/imports.ts'
import { layout } from './rooms/layout.ts'
import { length } from './rooms/length.ts'
import { packages } from './workspace.ts'

// A reader who knows one package finds his way in all of them.

await report('rooms', () => packages().flatMap((one) => [...layout(one), ...imports(one), ...length(one)]))
