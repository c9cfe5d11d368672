/** The part of EJS that we use; the package brings no types. */
declare module 'ejs' {
  export type Template = (data: object) => string;
  const ejs: {
    compile(
      source: string,
      options: { filename: string; root: string; strict: boolean; _with: boolean; unsafePrototypeLocals?: boolean; rmWhitespace?: boolean },
    ): Template;
  };
  export default ejs;
}
