// The part of saxen's API that xlsx-xml.ts calls; the package carries no types.

declare module 'saxen' {
  export class Parser {
    /** Names of elements and attributes get the prefix that stands here for their namespace. */
    ns(prefixes: Readonly<Record<string, string>>): this
    on(event: 'openTag', call: (name: string, attrs: () => Record<string, string>) => void): this
    on(event: 'closeTag', call: (name: string) => void): this
    on(event: 'text', call: (text: string) => void): this
    on(event: 'cdata' | 'attention', call: (text: string) => void): this
    on(event: 'error' | 'warn', call: (error: Error) => void): this
    parse(xml: string): unknown
    stop(): void
  }
}
