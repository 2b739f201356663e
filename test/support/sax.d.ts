/** What the feed test uses of it; the package has no types of its own. */
declare module 'sax' {
  interface SaxParser {
    onerror: (error: Error) => void;
    onopentag: (tag: { readonly name: string; readonly attributes: Readonly<Record<string, string>> }) => void;
    onclosetag: (name: string) => void;
    ontext: (text: string) => void;
    oncdata: (text: string) => void;
    write(xml: string): SaxParser;
    close(): SaxParser;
  }
  export function parser(isStrict: boolean): SaxParser;
}
