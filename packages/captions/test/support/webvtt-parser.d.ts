declare module 'webvtt-parser' {
  export interface WebVttNode {
    readonly type: 'text' | 'object' | 'timestamp'
    readonly name?: string
    readonly value?: string
    readonly children?: readonly WebVttNode[]
  }

  export interface WebVttCue {
    readonly id: string
    readonly startTime: number
    readonly endTime: number
    readonly text: string
    readonly tree: { readonly children: readonly WebVttNode[] }
  }

  export class WebVTTParser {
    constructor(entities?: Readonly<Record<string, string>>)
    parse(input: string): {
      readonly cues: readonly WebVttCue[]
      readonly errors: readonly { readonly message: string; readonly line: number; readonly col?: number }[]
    }
  }
}
