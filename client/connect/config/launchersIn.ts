/** Paths of launchers of ours in the text of a configuration, of whichever format. */
export function launchersIn(text: string): string[] {
  const found = text.matchAll(
    /"((?:[^"\\\n]|\\.)*?[\\/]bin[\\/]watchstander(?:\.cmd)?)(?=["'\\ ])/g,
  );
  return [...new Set([...found].map(([, raw = '']) => plain(raw)))];
}

/** Without the quotes of JSON, TOML and the shell. */
function plain(raw: string): string {
  const read = raw.replaceAll(/\\(["\\])/g, '$1').replace(/^& /, '');
  if (read.startsWith("'")) return read.slice(1).replaceAll(String.raw`'\''`, "'");
  return read.startsWith('"') ? read.slice(1) : read;
}
