/** The part of EJS that we use; the package brings no types. */
declare module 'ejs' {
  export type Template = (data: object) => string;
  const ejs: {
    compile(source: string, options: { filename: string; root: string; strict: boolean; _with: boolean; cache: boolean; rmWhitespace?: boolean }): Template;
  };
  export default ejs;
}
