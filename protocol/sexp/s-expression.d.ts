// The package has no types. It returns an Error for what it cannot read.
declare module 's-expression' {
  export default function parse(text: string): unknown
}
