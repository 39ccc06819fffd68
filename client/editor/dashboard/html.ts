/** What the page is made of. */
export interface PageTexts {
  readonly script: string;
  readonly style: string;
}

export interface PageParts extends PageTexts {
  readonly nonce: string;
  /** BCP 47. */
  readonly language: string;
}

/**
 * A frame, with its script and style in it: each file of a webview goes through its service worker and
 * the window, and the first ones take a fifth of the opening. What is said on the page comes in messages;
 * no text of an agent is ever made into HTML. Only our script and style apply, by their nonce; nothing
 * is fetched. Neither has an end tag in it: esbuild writes them so.
 */
export function pageHtml({ script, style, nonce, language }: PageParts): string {
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<style nonce="${nonce}">${style}</style>
<title>Watchstander</title>
</head>
<body>
<div id="page"></div>
<script nonce="${nonce}">${script}</script>
</body>
</html>
`;
}
