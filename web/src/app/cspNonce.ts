/** The nonce of this page, which style elements made later must carry. Vite puts it into a meta element. */
export function cspNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}
