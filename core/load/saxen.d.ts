// The part of saxen's API that xlsx-xml.ts calls; the package carries no types.

declare module 'saxen' {
  type Decode = (text: string) => string
  export class Parser {
    on(event: 'openTag', call: (name: string, attrs: () => Record<string, string>, decode: Decode) => void): this
    on(event: 'closeTag', call: (name: string) => void): this
    on(event: 'text', call: (text: string, decode: Decode) => void): this
    on(event: 'cdata' | 'attention', call: (text: string) => void): this
    on(event: 'error' | 'warn', call: (error: Error) => void): this
    parse(xml: string): unknown
    stop(): void
  }
}
